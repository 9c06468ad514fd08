"""Graph: the statuses and the steps between them as a picture, made here and not by a script."""

from dataclasses import dataclass

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.cases.models import State, StatusReason
from casework.interfaces.web.cells import html

WIDTH, BOX, HIGH, GAP, TOP = 760, 200, 34, 26, 16
LEFT, RIGHT = 90, WIDTH - BOX - 90
LONGEST = 24  # letters of a label that a box holds
Pair = tuple[int, int]


@dataclass(frozen=True)
class Node:
    """A status at its place."""

    status: StatusReason
    x: int
    y: int

    @property
    def middle(self) -> int:
        """How far down the middle of its box is."""
        return self.y + HIGH // 2


def graph(rows: list[StatusReason], steps: set[Pair], dead_ends: set[int]) -> SafeString:
    """The picture: active statuses on the left, closed ones on the right, steps as arrows.

    What it shows is in the table beside it too; for those who listen it is named and no more.
    """
    shown = [one for one in rows if one.is_active]
    nodes = _placed(shown)
    tallest = max((one.y for one in nodes.values()), default=TOP) + HIGH + TOP
    arrows = "".join(
        _arrow(nodes[a], nodes[b], (b, a) in steps)
        for a, b in sorted(steps)
        if a in nodes and b in nodes
    )
    boxes = "".join(_box(one, one.status.code in dead_ends) for one in nodes.values())
    title = escape(_("Which status may follow which"))
    marker = (
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
        'markerHeight="7" orient="auto-start-reverse"><path class="graph-head" '
        'd="M0 0 L10 5 L0 10 z"/></marker></defs>'
    )
    return html(
        f'<svg class="graph" viewBox="0 0 {WIDTH} {tallest}" role="img" '
        f'aria-labelledby="graph-title"><title id="graph-title">{title}</title>'
        f"{marker}{arrows}{boxes}</svg>"
    )


def _placed(rows: list[StatusReason]) -> dict[int, Node]:
    left = [one for one in rows if one.state == State.ACTIVE]
    right = [one for one in rows if one.state != State.ACTIVE]
    lower = max(0, len(left) - len(right)) * (HIGH + GAP) // 2
    upper = max(0, len(right) - len(left)) * (HIGH + GAP) // 2
    made = {}
    for x, start, some in ((LEFT, upper, left), (RIGHT, lower, right)):
        for n, one in enumerate(some):
            made[one.code] = Node(one, x, TOP + start + n * (HIGH + GAP))
    return made


def _box(node: Node, is_dead_end: bool) -> str:
    state = State(node.status.state)
    mark = "⚠ " if is_dead_end else ""
    label = str(node.status)
    short = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
    classes = f"graph-box graph-{state.name.lower()}{' graph-dead' if is_dead_end else ''}"
    told = f"{label}: {state.label}"
    return (
        f'<g class="{classes}"><title>{escape(told)}</title>'
        f'<rect x="{node.x}" y="{node.y}" width="{BOX}" height="{HIGH}" rx="6"/>'
        f'<text x="{node.x + BOX // 2}" y="{node.middle + 5}" text-anchor="middle">'
        f"{mark}{escape(short)}</text></g>"
    )


def _arrow(one: Node, other: Node, both_ways: bool) -> str:
    """From box to box: across between the columns, in a bow beside its own column."""
    if both_ways and one.status.code > other.status.code:
        return ""  # told by the arrow with two heads
    start = ' marker-start="url(#arrow)"' if both_ways else ""
    if one.x == other.x:
        side = one.x if one.x == LEFT else one.x + BOX
        bow = 14 + abs(one.middle - other.middle) // 5
        out = side - bow if one.x == LEFT else side + bow
        path = (
            f"M{side} {one.middle} C{out} {one.middle} {out} {other.middle} {side} {other.middle}"
        )
    else:
        begin = one.x + BOX if one.x == LEFT else one.x
        end = other.x if other.x == RIGHT else other.x + BOX
        half = (begin + end) // 2
        path = (
            f"M{begin} {one.middle} C{half} {one.middle} {half} {other.middle} {end} {other.middle}"
        )
    kind = " graph-back" if one.x == RIGHT and other.x == LEFT else ""
    return f'<path class="graph-step{kind}" d="{path}" marker-end="url(#arrow)"{start}/>'
