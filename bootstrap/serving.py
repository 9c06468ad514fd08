"""Start the server, wait until it answers, say where it is and who may enter."""

import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from bootstrap.speaking import Refused, say
from bootstrap.virtual import PYTHON
from casework.listening import address, from_here

SECONDS_TO_START = 60
SECONDS_TO_STOP = 10


def start(host: str, port: int, environment: dict[str, str]) -> int:
    """Serve until stopped; `url:`, `user:`, `password:` and `token:` come once it answers."""
    server = subprocess.Popen([str(PYTHON), "-m", "casework", "serve"], env=environment)

    def stop(number: int, frame: FrameType | None) -> None:
        server.send_signal(number)

    signal.signal(signal.SIGTERM, stop)
    try:
        lines = credentials(environment)  # while the server starts
        wait_until_it_answers(server, host, port)
        say("ready; Ctrl-C stops it")
        tls = bool(environment.get("CASEWORK_TLS_CERT"))
        sys.stdout.write(f"url: {address(host, port, tls)}\n{lines}")
        sys.stdout.flush()
        return abs(server.wait()) % 128
    except KeyboardInterrupt:
        return 0
    finally:
        end(server)


def credentials(environment: dict[str, str]) -> str:
    """What the product says about how to enter: user, password, token."""
    answer = subprocess.run(
        [str(PYTHON), "-m", "casework", "credentials"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    if answer.returncode != 0:
        raise Refused("`casework credentials` did not succeed: the cause is above.")
    return answer.stdout


def wait_until_it_answers(server: "subprocess.Popen[bytes]", host: str, port: int) -> None:
    """Return when a connection is accepted; refuse when the server ends or takes too long."""
    latest = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < latest:
        if server.poll() is not None:
            raise Refused("The server ended while it started: the cause is above.")
        try:
            socket.create_connection((from_here(host), port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Refused(f"The server did not answer within {SECONDS_TO_START} s: the cause is above.")


def end(server: "subprocess.Popen[bytes]") -> None:
    """Leave no server behind, whatever happened."""
    if server.poll() is not None:
        return
    server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
