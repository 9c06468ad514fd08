"""`casework` and `python -m casework`: the command line."""

import importlib
import os
import sys

from casework.environment import SettingRefused


def main() -> None:
    """Run what was typed; a setting that cannot be used is one sentence and exit code 2."""
    settings = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
    try:
        importlib.import_module(settings)
        from casework.interfaces.cli import main as command_line  # noqa: PLC0415 settings first

        command_line()
    except SettingRefused as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
