"""Whatever a page does wrong while a test looks at it."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

# A policy that stops something is told as an event; not every stop is an error on the console.
TELL = """addEventListener('securitypolicyviolation', event => console.error(
    `content security policy: ${event.effectiveDirective} stops ${event.blockedURI || 'it'}`))"""
ELSEWHERE = {"http", "https", "ws", "wss", "ftp"}


class Watch:
    """Errors on the console, errors of scripts, stopped content, requests to other hosts.

    ``watch.expect("status of 404")`` says that one of them belongs to the test: it has to come.
    """

    def __init__(self, home: str) -> None:
        self.host = urlsplit(home).netloc
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.allowed: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context, also those that open by themselves."""
        context.add_init_script(TELL)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("page", self._page)

    def expect(self, text: str) -> None:
        """A complaint with this text belongs to the test."""
        self.expected.append(text)

    def allow(self, text: str) -> None:
        """A complaint with this text may come or not: it hangs on the moment."""
        self.allowed.append(text)

    def verdict(self) -> list[str]:
        """What was not expected, and what was expected and did not come."""
        known = self.expected + self.allowed
        wrong = [one for one in self.complaints if not any(text in one for text in known)]
        missing = [text for text in self.expected if not any(text in it for it in self.complaints)]
        return wrong + [f"did not come, though expected: {text}" for text in missing]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "assert"}:
            where = message.location.get("url", "")
            self.complaints.append(f"console: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        self._address(request.url)

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._address(socket.url))
        page.on("crash", lambda crashed: self.complaints.append(f"crash: {crashed.url}"))

    def _address(self, address: Any) -> None:
        parts = urlsplit(str(address))
        if parts.scheme in ELSEWHERE and parts.netloc != self.host:
            self.complaints.append(f"left the host: {address}")
