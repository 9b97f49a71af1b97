"""`lms serve`: what runs, and what must be true before it does."""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import TYPE_CHECKING

from lms.core import migrations, rights
from lms.core.database import db
from lms.core.settings import ROOT
from lms.core.supervisor import Child, Supervisor

if TYPE_CHECKING:
    from lms.core.settings import Settings


class RefusedToServe(RuntimeError):
    """The server must not or cannot start; the message says why and what to do."""


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check(host: str, port: int, settings: Settings) -> None:
    """See that serving is safe and possible.

    Raises:
        RefusedToServe: demonstration accounts would be open to the network; the tables are not those of this
            release; the application's role has rights over the record that it must not have; or the address cannot be
            listened on.
    """
    if settings.demonstration and not is_loopback(host):
        raise RefusedToServe(
            f"LMS_DEMONSTRATION is on, whose accounts have known passwords: it is refused on {host}. "
            "Listen on 127.0.0.1, or turn it off."
        )
    if migrations.current() != migrations.head():
        raise RefusedToServe("the database's tables are not those of this release; run `lms db upgrade` first")
    if tables := rights.too_wide():
        raise RefusedToServe(
            f"the role of LMS_DATABASE_URL could change {', '.join(tables)}, which must only grow; "
            "run `lms db upgrade`, and see that it is neither owner nor superuser"
        )
    _check_address(host, port)


def serve(host: str, port: int, settings: Settings) -> int:
    """Run web server and worker until told to stop; returns the exit code."""
    check(host, port, settings)
    processes = 1 if db.is_sqlite else settings.web_processes
    # The children have connections of their own; none is kept across the fork.
    db.dispose()
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "wsgi:app", "--working-dir", str(ROOT)),
        *("--host", host, "--port", str(port), "--no-ws", "--log-level", "error", "--no-access-log"),
        *("--workers", str(processes), "--blocking-threads", str(settings.web_threads)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
    ]
    worker = [sys.executable, "-m", "lms", "worker"]
    return Supervisor([Child("web", web), Child("worker", worker)]).run()


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise RefusedToServe(f"{host}:{port} cannot be listened on: {error.strerror}") from None
