"""Privileges: those of a role as a table of depths, of which the differences are saved."""

from typing import Any

from django.http import HttpResponse
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.interfaces.web.administration.changing import Change, Step, change
from casework.interfaces.web.cells import html
from casework.interfaces.web.words.operations import NOUNS
from casework.interfaces.web.words.privileges import label_of
from casework.people.models import Role, RolePrivilege
from casework.people.privileges import OF_THEIR_OWN, known

SET, REMOVE = "role.set_privilege", "role.remove_privilege"
NONE = 0
Depths = dict[str, int]


def groups() -> list[tuple[str, list[str]]]:
    """Every privilege, by noun: what reaches over all nouns first."""
    nouns: dict[str, list[str]] = {}
    for one in sorted(known()):
        noun = one.partition(".")[0] if one not in ("*", "import") else ""
        nouns.setdefault(noun, []).append(one)
    titled = [(str(NOUNS.get(noun, noun)), noun, some) for noun, some in nouns.items() if noun]
    first = [(str(_("All together")), nouns[""])] if "" in nouns else []
    return [*first, *((label, _reading_first(some)) for label, _noun, some in sorted(titled))]


def _reading_first(some: list[str]) -> list[str]:
    return sorted(some, key=lambda one: (not one.endswith(".read"), one in OF_THEIR_OWN, one))


def held(role: Role) -> Depths:
    """The privileges of a role with their depths."""
    rows = RolePrivilege.objects.filter(role=role)
    return dict(rows.values_list("privilege", "depth"))


def columns() -> list[tuple[int, str]]:
    """The heads of the table: nothing, then how far."""
    return [
        (NONE, str(_("no"))),
        *((code, str(label)) for code, label in RolePrivilege.Depths.choices),
    ]


def table(present: Depths, shown: Depths, read_only: bool) -> SafeString:
    """The rows of the table, a choice of depths for each privilege."""
    heads = columns()
    parts = []
    for noun, privileges in groups():
        parts.append(
            f'<tr class="group"><th scope="rowgroup" colspan="{len(heads) + 1}">{escape(noun)}'
            "</th></tr>"
        )
        parts += [_row(one, present, shown, heads, read_only) for one in privileges]
    return html("".join(parts))


def _row(one: str, present: Depths, shown: Depths, heads: Any, read_only: bool) -> str:
    far = shown.get(one, NONE)
    label, name = escape(label_of(one)), escape(one)
    state = " disabled" if read_only else ""
    cells = "".join(
        f'<td><input type="radio" name="p:{name}" value="{code}" '
        f'aria-label="{label}: {escape(head)}"{" checked" if code == far else ""}{state}></td>'
        for code, head in heads
    )
    differs = ' class="differs"' if far != present.get(one, NONE) else ""
    head = f'<th scope="row">{label} <small translate="no">{name}</small></th>'
    return f"<tr{differs}>{head}{cells}</tr>"


def shown_as(present: Depths) -> str:
    """The depths as the form was shown, for the differences to be told from."""
    return " ".join(f"{name}={far}" for name, far in sorted(present.items()))


def _read(text: str) -> Depths:
    pairs = (one.partition("=") for one in text.split())
    return {name: int(far) for name, _is, far in pairs if far in "1234" and far}


def ticked(post: Any) -> Depths:
    """The depths that were chosen in the form."""
    return {one: int(far) for one in known() if (far := post.get(f"p:{one}", "")) and far in "1234"}


def changing(request: Any, role: Role, chosen: Depths) -> Change | HttpResponse:
    """Show or save what differs from the form as it was shown, and nothing else."""
    was = _read(request.POST.get("was", ""))
    names = dict(columns())
    steps, lines = [], []
    for privilege in sorted({*was, *chosen}):
        before, after = was.get(privilege, NONE), chosen.get(privilege, NONE)
        if before == after:
            continue
        given: dict[str, Any] = {"privilege": privilege}
        if after:
            given["depth"] = after
        steps.append(Step(SET if after else REMOVE, keys=[role.pk], given=given))
        lines.append((label_of(privilege), names[before], names[after]))
    return change(request, steps, lines, request.path)
