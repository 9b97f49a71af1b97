"""A PostgreSQL server of our own for the tests, or the one named by ``LMS_TEST_POSTGRES_URL``.

The server lives in a temporary folder and keeps nothing: it never syncs to disk, trusts every local connection, and
is gone when the process that started it is gone, killed or not. Processes started by that one (pytest-xdist's
workers) find its address in the environment and share it.
"""

import atexit
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.support.memory import roomy_folder

URL_VARIABLE = "LMS_TEST_POSTGRES_URL"
# The role that the application works as in tests: it owns nothing, so that what it cannot do in the field fails here.
# Only on a server of our own; on a given one the given role does everything.
ROLE_VARIABLE = "LMS_TEST_POSTGRES_ROLE"
APPLICATION_ROLE = "lms_application"
SECONDS_TO_START = 30

# What is lost in a crash of a test server is of no interest; what it costs is.
FOR_TESTS_ONLY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "listen_addresses": "127.0.0.1",
}

# The guard's standard input is a pipe from us. However we end, the pipe closes, `read` returns, and the server stops.
GUARD = """
{postgres} >{log} 2>&1 &
server=$!
read -r _
kill -INT $server 2>/dev/null
wait $server
rm -rf {folder}
"""


class PostgresUnavailable(RuntimeError):
    """No server could be found or started; the message says what to install or where the log is."""


@dataclass
class PostgresServer:
    """A running server. ``stop()`` may be called twice, and leaves a server alone that we did not start."""

    base_url: str
    version: str = ""
    folder: Path | None = None
    _guard: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def url(self, dbname: str = "postgres") -> str:
        """Return the address of one database, as SQLAlchemy and psycopg both understand it."""
        return urlunsplit(urlsplit(self.base_url)._replace(path=f"/{dbname}"))

    def stop(self) -> None:
        guard, self._guard = self._guard, None
        if guard is None or guard.stdin is None:
            return
        guard.stdin.close()
        guard.wait(timeout=SECONDS_TO_START)
        if os.environ.get(URL_VARIABLE) == self.url():
            del os.environ[URL_VARIABLE], os.environ[ROLE_VARIABLE]


def start_server() -> PostgresServer:
    """Return the server named in the environment, or start one and name it there.

    Raises PostgresUnavailable when there are no server binaries, or the server does not answer within 30 seconds.
    """
    given = os.environ.get(URL_VARIABLE)
    if given:
        server = PostgresServer(base_url=given)
        server.version = _version(server)
        return server
    server = _start(find_binaries())
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {APPLICATION_ROLE} LOGIN")
    os.environ[URL_VARIABLE], os.environ[ROLE_VARIABLE] = server.url(), APPLICATION_ROLE
    return server


def find_binaries() -> Path:
    """Return the folder of the newest server on this machine (Debian keeps it off the PATH).

    Raises PostgresUnavailable when there is none.
    """
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresUnavailable(
        "The tests need a PostgreSQL server: apt-get install postgresql, or set LMS_TEST_POSTGRES_URL."
    )


def _start(binaries: Path) -> PostgresServer:
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-", dir=roomy_folder()))
    owner = _unprivileged()
    if owner:
        shutil.chown(folder, owner["user"], owner["group"])
    log, port = folder / "log", _free_port()
    _initdb(binaries, folder / "data", owner)
    options = {**FOR_TESTS_ONLY, "port": str(port), "unix_socket_directories": str(folder)}
    postgres = [str(binaries / "postgres"), "-D", str(folder / "data")]
    postgres += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    script = GUARD.format(postgres=shlex.join(postgres), log=shlex.quote(str(log)), folder=shlex.quote(str(folder)))
    guard = subprocess.Popen(
        ["/bin/sh", "-c", script], stdin=subprocess.PIPE, cwd=folder, start_new_session=True, **owner
    )
    server = PostgresServer(base_url=f"postgresql://postgres@127.0.0.1:{port}/postgres", folder=folder, _guard=guard)
    atexit.register(server.stop)
    _wait_until_it_answers(server, log)
    return server


def _initdb(binaries: Path, data: Path, owner: dict[str, Any]) -> None:
    # C.UTF-8 sorts by code point, as SQLite does, so that an ORDER BY means the same on both engines.
    command = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=data.parent, check=False, **owner)
    if done.returncode:
        shutil.rmtree(data.parent, ignore_errors=True)
        raise PostgresUnavailable(f"initdb failed:\n{done.stdout}{done.stderr}")


def _wait_until_it_answers(server: PostgresServer, log: Path) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            server.version = _version(server)
        except psycopg.OperationalError as not_yet:
            if time.monotonic() < give_up_at:
                time.sleep(0.05)
                continue
            words = log.read_text(errors="replace") if log.exists() else str(not_yet)
            server.stop()
            raise PostgresUnavailable(f"PostgreSQL did not start:\n{words}") from not_yet
        return


def _version(server: PostgresServer) -> str:
    with psycopg.connect(server.url().replace("+psycopg", "", 1), connect_timeout=5) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return str(row[0]) if row else ""


def _unprivileged() -> dict[str, Any]:
    """Return whom to run the server as: initdb refuses root, so root lends it the account `postgres` (or `nobody`)."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise PostgresUnavailable("PostgreSQL refuses to run as root, and there is no other account to run it as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
