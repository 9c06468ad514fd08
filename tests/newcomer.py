"""A newcomer's checkout: run.py in a folder of its own, with a stand-in for the product."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)

PRODUCT = """#!{python}
import http.server, os, sys
words = sys.argv[1:]
with open({log!r}, "a") as log:
    print(*words, os.environ.get("DATABASE_URL", "-"), file=log)
if words[-1] == "credentials":
    print("user: ada\\npassword: secret\\ntoken: t0ken")
elif words[-1] == "serve":
    address = ("127.0.0.1", int(os.environ["CASEWORK_PORT"]))
    http.server.HTTPServer(address, http.server.BaseHTTPRequestHandler).serve_forever()
elif words[0].endswith("postgres_server.py"):
    print(os.environ["CASEWORK_TEST_ANSWER"], flush=True)
    sys.stdin.read()
elif words[:2] == ["-m", "pytest"]:
    sys.exit(int(os.environ.get("CASEWORK_TEST_RESULT", "0")))
"""


class Checkout:
    """A copy of what run.py needs, with a stand-in for the product in its environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "called"
        self.port = free_port()
        shutil.copytree(ROOT / "bootstrap", folder / "bootstrap")
        shutil.copytree(ROOT / "requirements", folder / "requirements")
        shutil.copy(ROOT / "run.py", folder)
        (folder / "casework").mkdir()
        for name in ("__init__.py", "environment.py", "listening.py"):
            shutil.copy(ROOT / "casework" / name, folder / "casework")
        self.environment = {
            "PATH": str(folder / "nothing"),
            "HOME": str(folder),
            "CASEWORK_PORT": str(self.port),
        }

    def installed(self) -> "Checkout":
        """As if the packages and the clients had been installed before."""
        python = self.folder / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(PRODUCT.format(python=BASE_PYTHON, log=str(self.log)))
        python.chmod(0o755)
        stamp = (
            "from bootstrap import packages as p; import json;"
            "p.STAMP.write_text(json.dumps({n: p.fingerprint(n) for n in p.LOCKS}));"
            "from bootstrap import clients as c; c.FOLDER.mkdir();"
            "c.STAMP.write_text(c.fingerprint())"
        )
        subprocess.run([BASE_PYTHON, "-c", stamp], cwd=self.folder, check=True)
        return self

    def run(self, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """`python3 run.py ...` to its end."""
        return subprocess.run(
            [BASE_PYTHON, "run.py", *words],
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def called(self) -> list[str]:
        """What run.py asked of the product, in order."""
        return self.log.read_text().splitlines() if self.log.exists() else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refused(answer: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence, after checking that it is one and that nothing else was said."""
    assert answer.returncode == 2, answer.stderr
    assert "Traceback" not in answer.stderr
    (sentence,) = answer.stderr.strip().splitlines()
    return sentence
