"""A pip for a machine without pip: from its disk, or from its package index."""

import base64
import configparser
import hashlib
import html
import json
import os
import re
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.1"
DEBIAN_WHEELS = Path("/usr/share/python-wheels")
SECONDS = 30


class NoIndex(Exception):
    """No package index can be reached, and what to do about it."""


def on_this_disk() -> Iterator[Path]:
    """The wheels of pip that Python's own ensurepip carries."""
    folders = [DEBIAN_WHEELS]
    try:
        import ensurepip
    except ImportError:
        pass
    else:
        folders.insert(0, Path(ensurepip.__file__).parent / "_bundled")
    for folder in folders:
        yield from sorted(folder.glob("pip-*.whl"), reverse=True)


def from_index(folder: Path) -> Path:
    """The newest pip of the configured index, put into `folder`; refused if its hash differs."""
    index = configured("index-url") or known_to_python()
    if not index:
        raise NoIndex(
            "This Python has no pip and no package index is configured: "
            "set PIP_INDEX_URL to the address of one, or install pip (on Debian: python3-pip)."
        )
    try:
        page = index.rstrip("/") + "/pip/"
        address, digest = newest(page, get(page).decode())
        content = get(address)
    except (OSError, ValueError, LookupError) as error:
        raise NoIndex(
            f"The package index does not answer ({error}): connect to the network, "
            "or set PIP_INDEX_URL to a package index that you can reach."
        ) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise NoIndex("The index gave a pip that differs from its own hash: try another index.")
    wheel = folder / urllib.parse.urlsplit(address).path.rsplit("/", 1)[-1]
    wheel.write_bytes(content)
    return wheel


def configured(setting: str) -> str:
    """A setting of pip, from the environment first and its files after, as pip itself reads it."""
    variables = ["PIP_" + setting.replace("-", "_").upper()]
    if setting == "index-url":
        variables += ["UV_DEFAULT_INDEX", "UV_INDEX_URL"]
    for variable in variables:
        if os.environ.get(variable):
            return os.environ[variable].split()[0]
    home = Path.home()
    files = [Path(sys.prefix, "pip.conf"), home / ".config/pip/pip.conf", home / ".pip/pip.conf"]
    files += [Path("/etc/xdg/pip/pip.conf"), Path("/etc/pip.conf")]
    if os.environ.get("PIP_CONFIG_FILE"):
        files.insert(0, Path(os.environ["PIP_CONFIG_FILE"]))
    for file in files:
        reader = configparser.RawConfigParser()
        try:
            reader.read(file)
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ("install", "global"):
            if reader.has_option(section, setting):
                return reader.get(section, setting).split()[0]
    return ""


def known_to_python() -> str:
    """The public index, as far as this Python knows where people publish packages."""
    try:
        from distutils.config import PyPIRCCommand
    except ImportError:
        return ""
    parts = urllib.parse.urlsplit(PyPIRCCommand.DEFAULT_REPOSITORY)
    return f"{parts.scheme}://{parts.netloc.removeprefix('upload.')}/simple"


def newest(page: str, text: str) -> tuple[str, str]:
    """Address and hash of the newest final pip that a page of an index lists, JSON or HTML."""
    if text.lstrip().startswith("{"):
        files = [
            (file["url"], file["hashes"]["sha256"])
            for file in json.loads(text)["files"]
            if not file.get("yanked")
        ]
    else:
        links = re.findall(r'<a\s(?![^>]*data-yanked)[^>]*href="([^"#]+)#sha256=(\w+)"', text)
        files = [(html.unescape(address), digest) for address, digest in links]
    found = []
    for address, digest in files:
        version = re.search(r"/?pip-(\d+(?:\.\d+)*)-py3-none-any\.whl$", address.split("?")[0])
        if version:
            number = tuple(map(int, version[1].split(".")))
            found.append((number, urllib.parse.urljoin(page, address), digest))
    if not found:
        raise LookupError("it lists no pip")
    return max(found)[1:]


def get(address: str) -> bytes:
    """What lies at this address; name and password in it are sent as the index expects them."""
    parts = urllib.parse.urlsplit(address)
    headers = {"Accept": ACCEPT, "User-Agent": "casework"}
    if parts.username:
        pair = (
            f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        )
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    certificates = configured("cert") or os.environ.get("SSL_CERT_FILE") or None
    context = ssl.create_default_context(cafile=certificates)
    request = urllib.request.Request(urllib.parse.urlunsplit(parts), headers=headers)
    with urllib.request.urlopen(request, timeout=SECONDS, context=context) as answer:
        return bytes(answer.read())
