"""The three things run.py does: serve, test, prove."""

import os
import subprocess
import sys

from bootstrap.checks import ROOT
from bootstrap.packages import install
from bootstrap.proving import prove
from bootstrap.serving import start
from bootstrap.speaking import Refused, say
from bootstrap.suite import test
from bootstrap.virtual import PYTHON
from casework import listening
from casework.environment import SettingRefused, folder

USAGE = """python3 run.py         set up, load sample data once, serve
python3 run.py test    run the whole test suite; what follows goes to pytest
python3 run.py prove   run the long proofs at full length; what follows goes to pytest"""


def main(words: list[str]) -> int:
    """Do what was asked; what hinders is said in one sentence, with exit code 2."""
    try:
        match words:
            case []:
                return run()
            case ["test", *options]:
                install("test")
                return test(options)
            case ["prove", *options]:
                install("test")
                return prove(options)
            case ["-h" | "--help" | "help"]:
                sys.stdout.write(USAGE + "\n")
                return 0
            case _:
                raise Refused(f"{' '.join(words)!r} is not known here; what is:\n{USAGE}")
    except (Refused, SettingRefused) as refused:
        sys.stdout.flush()
        sys.stderr.write(f"{refused}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def run() -> int:
    """From nothing to a server with data in it; each step is short when it was done before."""
    host = os.environ.get("CASEWORK_HOST") or "127.0.0.1"
    port = listening.port(os.environ.get("CASEWORK_PORT") or "8000")
    listening.refuse_unless_free(host, port)
    data = folder(os.environ.get("CASEWORK_DATA") or ROOT / "data")
    install("runtime")
    environment = {**os.environ, "CASEWORK_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    environment |= {"CASEWORK_HOST": host, "CASEWORK_PORT": str(port)}
    say(f"bringing the database up to date (data folder: {data})")
    product(["migrate"], environment)
    if os.environ.get("CASEWORK_SAMPLE", "1").strip().lower() not in {"0", "no", "off", "false"}:
        say("loading sample data, unless there are cases already")
        product(["sample"], environment)
    say("starting the server")
    return start(host, port, environment)


def product(words: list[str], environment: dict[str, str]) -> None:
    """A command of the product, which says itself what hinders it."""
    answer = subprocess.run([str(PYTHON), "-m", "casework", *words], env=environment)
    if answer.returncode != 0:
        raise Refused(f"`casework {' '.join(words)}` did not succeed: the cause is above.")
