"""Build the wheel, install it beside nothing but its locked requirements, and use it.

What it must do is what the checkout does: migrate, load sample data, list cases, serve its API.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ["casework", "pyproject.toml", "README.md", "LICENSE", "NOTICE"]
INSTALLER = ["bootstrap", "requirements"]
SECONDS = 300


def main() -> int:
    """Every step prints its line; the first that fails ends it."""
    with tempfile.TemporaryDirectory(prefix="casework-wheel-") as folder:
        wheel = build(Path(folder) / "source", Path(folder) / "wheels")
        programs = install(wheel, Path(folder) / "clean")
        use(programs, Path(folder) / "elsewhere")
    print("wheel: built, installed and used")
    return 0


def build(source: Path, wheels: Path) -> Path:
    """The wheel, from a copy that holds the sources alone."""
    copy(SOURCES, source)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels)]
    run([*command, str(source)], cwd=source, env=dict(os.environ))
    (wheel,) = wheels.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    wanted = {str(path.relative_to(ROOT)) for path in (ROOT / "casework").rglob("*.py")}
    wanted.add("casework/py.typed")
    missing = wanted - set(names)
    assert not missing, f"the wheel lacks {sorted(missing)}"
    assert any(name.endswith("licenses/LICENSE") for name in names), "the wheel lacks its licence"
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """A clean environment: the locked requirements and the wheel, nothing of the checkout."""
    copy(INSTALLER, folder)
    script = "from bootstrap.packages import install; install('runtime')"
    python = getattr(sys, "_base_executable", sys.executable)
    run([python, "-c", script], cwd=folder, env=dict(os.environ))
    programs = folder / ".venv" / "bin"
    for name in ("casework", "casework-checkout.pth"):
        for path in folder.rglob(name):
            path.unlink()
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    target = ["--python", str(programs / "python")]
    run(
        [uv, "pip", "install", "--no-deps", "--no-index", *target, str(wheel)],
        cwd=folder,
        env=dict(os.environ),
    )
    return programs


def use(programs: Path, folder: Path) -> None:
    """The commands a newcomer would type, in a folder that knows nothing of us."""
    folder.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    port = free_port()
    env = {**kept, "CASEWORK_DATA": str(folder / "data"), "CASEWORK_PORT": str(port)}
    casework = str(programs / "casework")
    run([casework, "migrate"], folder, env)
    run([casework, "sample", "--cases", "40"], folder, env)
    listed = run([casework, "case", "list", "--json", "--limit", "3"], folder, env)
    answer = json.loads(listed)
    assert {"items", "next"} <= answer.keys(), answer.keys()
    assert len(answer["items"]) == 3, answer
    server = subprocess.Popen([casework, "serve"], cwd=folder, env=env)
    try:
        described = json.loads(fetch(server, f"http://127.0.0.1:{port}/api/v1/openapi.json"))
        assert described["openapi"].startswith("3.1"), described["openapi"]
        assert described["paths"], "the API describes no paths"
    finally:
        server.terminate()
        server.wait(30)


def fetch(server: "subprocess.Popen[bytes]", address: str) -> bytes:
    """What the server answers, as soon as it does."""
    latest = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert server.poll() is None, "the server ended while it started"
            assert time.monotonic() < latest, "the server did not answer within a minute"
            time.sleep(0.1)


def run(command: list[str], cwd: Path, env: dict[str, str]) -> str:
    """One step, its output kept; a step that fails ends everything."""
    started = time.monotonic()
    result = subprocess.run(
        command, cwd=cwd, env=env, timeout=SECONDS, stdout=subprocess.PIPE, text=True
    )
    said = f"wheel: {Path(command[0]).name} {' '.join(command[1:4])}"
    print(f"{said}: exit {result.returncode} in {time.monotonic() - started:.1f} s", flush=True)
    if result.returncode != 0:
        sys.exit(f"{result.stdout}\nwheel: that step failed")
    return result.stdout


def copy(names: list[str], target: Path) -> None:
    """These files and folders of the checkout, without what Python left in them."""
    target.mkdir(parents=True)
    for name in names:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(source, target / name, ignore=ignore)
        else:
            shutil.copy2(source, target / name)


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
