"""Drawing: charts as SVG of our own, with colours in it so that they stand alone when exported.

The stylesheet paints them anew by their classes; every number is there as text as well.
"""

import math
from typing import Any

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.interfaces.web.cells import html
from casework.interfaces.web.dashboards.counting import Chart, Flow, Slice
from casework.interfaces.web.reader import Reader

WIDE, ROW = 320, 28
INK, FAINT, PAPER = "#1b2733", "#52616f", "#ffffff"
TONES = (
    "#0b5a6f", "#b5541c", "#5b4a9e", "#2f7d3b", "#a3211c", "#7a6a00", "#8a3a7d", "#52616f",
)  # fmt: skip
# what means the same everywhere has its own colour
MEANING = {("priority", "high"): 4, ("priority", "normal"): 0, ("priority", "low"): 7}
DONUTS = ("status", "case_type")
OTHERS = 7  # the colour of what is added up
LETTERS = 17  # of a label beside a bar


def drawn(chart: Any, reader: Reader, *, linked: bool = True) -> SafeString:
    """A chart as SVG; ``linked`` where its slices lead to addresses."""
    if isinstance(chart, Flow):
        body, height = _lines(chart, reader, linked)
    elif chart.name in DONUTS:
        body, height = _donut(chart, reader, linked)
    else:
        body, height = _bars(chart, reader, linked)
    return _svg(chart, body, height, linked)


def _svg(chart: Any, body: str, height: int, linked: bool) -> SafeString:
    title = escape(chart.label)
    top, back = 0, ""
    if not linked:
        top = 30
        back = f'<rect y="-{top}" width="{WIDE}" height="{height + top}" fill="{PAPER}"/>'
        back += _text(4, -10, title, weight="bold")
    return html(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-svg" role="group"'
        f' viewBox="0 {-top} {WIDE} {height + top}" width="{WIDE}" height="{height + top}"'
        f' font-family="system-ui, sans-serif" font-size="12"'
        f' aria-labelledby="chart-{chart.name}-title">'
        f'<title id="chart-{chart.name}-title">{title}</title>{back}{body}</svg>'
    )


def _text(
    x: float, y: float, text: Any, *, end: bool = False, weight: str = "", faint: int = 0
) -> str:
    anchor = ' text-anchor="end"' if end else ""
    bold = f' font-weight="{weight}"' if weight else ""
    name, fill = ("faint", FAINT) if faint else ("ink", INK)
    return f'<text x="{x:g}" y="{y:g}" class="{name}" fill="{fill}"{anchor}{bold}>{text}</text>'


def _told(one: Slice, reader: Reader) -> str:
    return f"{one.label}: {reader.number(one.count)}"


def _linked(chart: Chart, one: Slice, place: int, body: str, linked: bool, told: str) -> str:
    """A slice as a link that chooses it, or gives it up."""
    chosen = ' aria-current="true"' if one.chosen else ""
    more = f' id="slice-{chart.name}-{place}" aria-label="{escape(told)}"{chosen}'
    return _slice(chart, one, body, told, more if linked else None)


def _pointed(chart: Chart, one: Slice, body: str, linked: bool, told: str) -> str:
    """A part of the ring: for the pointer alone, its entry in the legend is for all."""
    return _slice(chart, one, body, told, ' tabindex="-1"' if linked else None)


def _slice(chart: Chart, one: Slice, body: str, told: str, more: str | None) -> str:
    faded = any(each.chosen for each in chart.slices) and not one.chosen
    name = "slice faded" if faded else "slice"
    inner = f"<title>{escape(told)}</title>{body}"
    if more is None or not one.to:
        return f'<g class="{name}">{inner}</g>'
    return f'<a href="{escape(one.to)}" class="{name}"{more} data-narrow>{inner}</a>'


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _tone(chart: Chart, one: Slice, place: int) -> int:
    if not one.key:
        return OTHERS
    return MEANING.get((chart.name, one.key), place % len(TONES))


def _bars(chart: Chart, reader: Reader, linked: bool) -> tuple[str, int]:
    most = max([one.count for one in chart.slices if one.key], default=0) or 1
    left, room = 118, WIDE - 118 - 52
    made = []
    for place, one in enumerate(chart.slices):
        y = place * ROW
        tone = _tone(chart, one, 0)
        wide = max(min(one.count / most, 1) * room, 1 if one.count else 0)
        body = (
            f'<rect class="hit" x="1" y="{y + 1}" width="{WIDE - 2}" height="{ROW - 2}" rx="3"'
            f' fill="{PAPER}" fill-opacity="0"/>'
            + _text(6, y + 18, escape(_short(one.label, LETTERS)))
            + f'<rect class="tone-{tone}" x="{left}" y="{y + 7}" width="{wide:.1f}" height="14"'
            f' rx="2" fill="{TONES[tone]}"/>'
            + _text(left + wide + 6, y + 18, reader.number(one.count))
        )
        made.append(_linked(chart, one, place, body, linked, _told(one, reader)))
    return "".join(made), max(len(chart.slices), 1) * ROW


def _donut(chart: Chart, reader: Reader, linked: bool) -> tuple[str, int]:
    height = max(136, len(chart.slices) * ROW)
    round_ = 2 * math.pi * 46
    x, y, begun = 66, height / 2, 0.0
    ring, legend = [], []
    top = (height - len(chart.slices) * ROW) / 2
    for place, one in enumerate(chart.slices):
        tone, told = _tone(chart, one, place), _told(one, reader)
        part = one.count / chart.total * round_ if chart.total else 0
        arc = (
            f'<circle class="arc-{tone}" cx="{x}" cy="{y:g}" r="46" fill="none"'
            f' stroke="{TONES[tone]}" stroke-width="24"'
            f' stroke-dasharray="{max(part - 1, 0.5):.2f} {round_:.2f}"'
            f' stroke-dashoffset="{-begun:.2f}" transform="rotate(-90 {x} {y:g})"/>'
        )
        begun += part
        if one.count:
            ring.append(_pointed(chart, one, arc, linked, told))
        line = top + place * ROW
        body = (
            f'<rect class="hit" x="142" y="{line + 1:g}" width="{WIDE - 143}" height="{ROW - 2}"'
            f' rx="3" fill="{PAPER}" fill-opacity="0"/>'
            f'<rect class="tone-{tone}" x="148" y="{line + 8:g}" width="12" height="12" rx="2"'
            f' fill="{TONES[tone]}"/>'
            + _text(168, line + 18, escape(_short(one.label, LETTERS)))
            + _text(WIDE - 6, line + 18, reader.number(one.count), end=True)
        )
        legend.append(_linked(chart, one, place, body, linked, told))
    total = (
        f'<text x="{x}" y="{y + 6:g}" class="ink" fill="{INK}" text-anchor="middle"'
        f' font-size="17" font-weight="bold">{reader.number(chart.total)}</text>'
    )
    return f'<g aria-hidden="true">{"".join(ring)}{total}</g>{"".join(legend)}', height


def _nice(most: int) -> int:
    """A round number at or above the greatest, that has a half."""
    if most <= 4:
        return 4
    power = 10 ** (len(str(most)) - 1)
    return next(step * power for step in (1, 2, 3, 4, 6, 8, 10) if step * power >= most)


def _lines(flow: Flow, reader: Reader, linked: bool) -> tuple[str, int]:
    left, right, top, bottom, height = 34, WIDE - 8, 34, 140, 164
    most = _nice(max([max(one.opened, one.closed) for one in flow.buckets], default=0))
    count = len(flow.buckets)
    step = (right - left) / max(count, 1)
    made = []
    for mark in (0, most // 2, most):
        y = bottom - mark / most * (bottom - top)
        made.append(
            f'<line class="rule" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"'
            f' stroke="#d5dce3"/>'
            + _text(left - 5, y + 4, reader.number(mark), end=True, faint=True)
        )
    for name, label, tone, dash, x in (
        ("opened", _("Opened"), 1, "", 36),
        ("closed", _("Closed"), 0, ' stroke-dasharray="5 3"', 176),
    ):
        values = [getattr(one, name) for one in flow.buckets]
        spots = [
            (left + (n + 0.5) * step, bottom - value / most * (bottom - top))
            for n, value in enumerate(values)
        ]
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in spots)
        line = f'class="arc-{tone}" stroke="{TONES[tone]}" stroke-width="2" fill="none"{dash}'
        made.append(f'<polyline points="{points}" stroke-linejoin="round" {line}/>')
        if count <= 31:
            made += [
                f'<circle class="tone-{tone}" cx="{a:.1f}" cy="{b:.1f}" r="2.4"'
                f' fill="{TONES[tone]}"/>'
                for a, b in spots
            ]
        made.append(f'<line x1="{x}" x2="{x + 22}" y1="12" y2="12" {line}/>')
        made.append(_text(x + 28, 16, f"{escape(label)} {reader.number(sum(values))}"))
    if count:
        made.append(_text(left, height - 6, escape(reader.date(flow.buckets[0].first)), faint=True))
        last = escape(reader.date(flow.buckets[-1].last))
        made.append(_text(right, height - 6, last, end=True, faint=True))
    return "".join(made) + _hits(flow, reader, (left, top, step, bottom), linked), height


def _hits(flow: Flow, reader: Reader, place: tuple[float, ...], linked: bool) -> str:
    """What the pointer finds above each day; the table behind the chart is for all."""
    if not linked:
        return ""
    left, top, step, bottom = place
    made = []
    for n, one in enumerate(flow.buckets):
        told = _("{days}: {opened} opened, {closed} closed").format(
            days=one.label, opened=reader.number(one.opened), closed=reader.number(one.closed)
        )
        made.append(
            f'<a href="{escape(one.to)}" tabindex="-1" data-narrow class="slice">'
            f'<title>{escape(told)}</title><rect class="hit" x="{left + n * step:.1f}" y="{top}"'
            f' width="{step:.1f}" height="{bottom - top}" fill="{PAPER}" fill-opacity="0"/></a>'
        )
    return f'<g aria-hidden="true">{"".join(made)}</g>'
