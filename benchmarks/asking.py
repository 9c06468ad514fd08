"""Asking: eight people at once, each with a connection and a session of their own."""

import gzip
import http.client
import re
import threading
import time
from urllib.parse import urljoin

ASSETS = re.compile(r'(?:href|src)="(/static/[^"#]+)')
IMPORTS = re.compile(r'(?:import|from) ?"(\./[^"]+|/static/[^"]+)"')


class Browser:
    """One person's browser; it takes what is compressed."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}", "Accept-Encoding": "gzip, br"}

    def get(self, path: str) -> tuple[bytes, http.client.HTTPResponse]:
        """What the server sends, as it sends it; stops at any other answer than 200."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:300]!r}")
        return body, answer

    def first_paint(self, path: str) -> int:
        """The bytes of a page with its stylesheets, scripts and icons, as they are sent."""
        sent, asked, wanted = 0, set(), [path]
        while wanted:
            one = wanted.pop()
            body, answer = self.get(one)
            sent += len(body)
            coded = answer.getheader("Content-Encoding")
            text = (gzip.decompress(body) if coded == "gzip" else body).decode()
            found = ASSETS.findall(text) if one == path else []
            found += IMPORTS.findall(text) if ".js" in one else []
            for each in {urljoin(one, each) for each in found} - asked:
                asked.add(each)
                wanted.append(each)
        return sent


def asked(browsers: list[Browser], path: str, seconds: float) -> int:
    """How many pages all of them got in so many seconds, each asking again at once."""
    counts = [0] * len(browsers)
    end = time.monotonic() + seconds

    def ask(place: int) -> None:
        while time.monotonic() < end:
            browsers[place].get(path)
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)
