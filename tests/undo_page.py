"""The page that says what can be taken back: made of the registry, never written by hand.

``python -m tests.undo_page`` prints it, ``--write`` puts it in its place.
"""

import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "undo.md"


def page() -> str:
    """The whole page."""
    from casework.history.lasting import PAST, reason
    from casework.kernel.operations import OPERATIONS

    lines = [
        "# What can be taken back",
        "",
        "Made of the operations by `python -m tests.undo_page --write`; the suite fails when it is",
        "out of date. For how long is the policy `undo.window_days` (30). Imports stay:",
        f"{PAST}.",
        "",
        "| Operation | Taken back | Why not |",
        "|---|---|---|",
    ]
    for name in sorted(OPERATIONS):
        why = reason(name)
        lines.append(f"| `{name}` | {'no' if why else 'yes'} | {why or ''} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
    django.setup()
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page())
