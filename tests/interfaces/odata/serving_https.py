"""The product over https, for clients that take nothing else."""

import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test.testcases import LiveServerThread

from bootstrap.clients import PYTHON_PACKAGES

CERTIFICATE = """
import datetime, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
now = datetime.datetime.now(datetime.UTC)
made = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(x509.random_serial_number())
    .not_valid_before(now - datetime.timedelta(days=1))
    .not_valid_after(now + datetime.timedelta(days=2))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    .sign(key, hashes.SHA256())
)
pem = serialization.Encoding.PEM
plain = serialization.NoEncryption()
with open(sys.argv[1], "wb") as file:
    file.write(made.public_bytes(pem))
with open(sys.argv[2], "wb") as file:
    file.write(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
"""


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of localhost that is its own authority, and its key."""
    files = folder / "certificate.pem", folder / "key.pem"
    command = [sys.executable, "-c", CERTIFICATE, *map(str, files)]
    subprocess.run(command, check=True, env={"PYTHONPATH": str(PYTHON_PACKAGES)})
    return files


class Https(LiveServerThread):
    """The server of the tests, which speaks TLS and says so to the product."""

    context: ssl.SSLContext

    def _create_server(self, connections_override: Any = None) -> ThreadedWSGIServer:
        where = (self.host, self.port)
        server = ThreadedWSGIServer(where, WSGIRequestHandler, allow_reuse_address=False)
        server.socket = self.context.wrap_socket(server.socket, server_side=True)
        server.base_environ["HTTPS"] = "on"
        return server


@contextmanager
def serving_https(certificate: Path, key: Path) -> Iterator[str]:
    """The address of a server that answers each request in a thread of its own."""
    thread = Https("localhost", StaticFilesHandler, connections_override={})
    thread.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    thread.context.load_cert_chain(certificate, key)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"https://localhost:{thread.port}"
    finally:
        thread.terminate()
