"""Two ways to work a page: with a mouse, and with the keyboard alone. A walk takes either."""

from playwright.sync_api import Locator, Page, expect

MOST = 150  # presses of Tab until what is wanted must have been reached
REACHED = "one => one === document.activeElement"
SEEN = """one => {
    const drawn = each => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    };
    return drawn(one) || [...(one.labels ?? [])].some(each => drawn(each)
        || [...each.children].some(drawn));
}"""


class Hand:
    """What a walk does on a page, whichever way the hand has of doing it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, target: Locator) -> None:
        """Press what leads to another page, and be there."""
        with self.page.expect_navigation():
            self.press(target)

    def open(self, operation: str) -> Locator:
        """The dialog of an operation, by its command on the page."""
        self.press(self.command(operation))
        return self.dialog()

    def dialog(self) -> Locator:
        """The dialog that is open, once it is."""
        opened = self.page.locator("dialog[open]")
        expect(opened).to_be_visible()
        return opened

    def command(self, operation: str) -> Locator:
        """A command on the bar of a page."""
        return self.page.locator(
            f'.command-bar [data-operation="{operation}"], [data-bulk="{operation}"]'
        ).first

    def confirm(self) -> None:
        """Press the button that confirms the dialog, and wait until it is done."""
        self.follow(self.dialog().locator("[data-confirm]"))

    def press(self, target: Locator) -> None:
        raise NotImplementedError

    def tick(self, target: Locator) -> None:
        raise NotImplementedError

    def choose(self, target: Locator, value: str) -> None:
        raise NotImplementedError

    def write(self, target: Locator, text: str) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        """Leave the dialog: all is as it was."""
        raise NotImplementedError


class Mouse(Hand):
    """A hand with a mouse, and a keyboard only to write."""

    def press(self, target: Locator) -> None:
        target.click()

    def tick(self, target: Locator) -> None:
        target.check()

    def choose(self, target: Locator, value: str) -> None:
        target.select_option(value)

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def leave(self) -> None:
        self.dialog().locator("footer [data-close]").click()
        expect(self.page.locator("dialog[open]")).to_have_count(0)


class Keys(Hand):
    """A hand that never leaves the keyboard: Tab, arrows, Enter, Space, Escape."""

    def reach(self, target: Locator) -> None:
        """Tab until it has the focus, and the focus can be seen."""
        expect(target).to_be_visible()
        for _turn in range(MOST):
            if target.evaluate(REACHED):
                assert target.evaluate(SEEN), f"no visible focus: {self._at()}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by {MOST} Tabs; now at {self._at()}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        if target.get_attribute("type") == "radio":
            self._among(target)
        else:
            self.reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def choose(self, target: Locator, value: str) -> None:
        self.reach(target)
        if target.input_value() == value:
            return
        self.page.keyboard.press("Home")
        for _turn in range(MOST):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} cannot be chosen by arrows")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def leave(self) -> None:
        self.dialog()
        self.page.keyboard.press("Escape")
        expect(self.page.locator("dialog[open]")).to_have_count(0)

    def _among(self, target: Locator) -> None:
        """Tab to the group of radio buttons, then arrows within it."""
        expect(target).to_be_visible()
        within = "one => document.activeElement?.name === one.name"
        for _turn in range(MOST):
            if target.evaluate(within):
                break
            self.page.keyboard.press("Tab")
        for _turn in range(MOST):
            if target.evaluate(REACHED):
                assert target.evaluate(SEEN), f"no visible focus: {self._at()}"
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{target} is not reached by arrows; now at {self._at()}")

    def _at(self) -> str:
        said = "document.activeElement.cloneNode(false).outerHTML.slice(0, 200)"
        return str(self.page.evaluate(said))


HANDS = {"mouse": Mouse, "keys": Keys}
