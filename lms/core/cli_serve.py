"""`lms serve` and `lms worker`."""

from __future__ import annotations

import sys

import click

from lms.core import settings
from lms.core.jobs.worker import Worker
from lms.core.serve import RefusedToServe
from lms.core.serve import serve as run_server

REFUSED = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Run the web server and the worker; both are started again when they die.

    Exit code: 0 after SIGTERM or Ctrl-C, 1 if one of them could not be kept alive, 2 if it must not start.
    """
    try:
        code = run_server(host, port, settings.current())
    except RefusedToServe as error:
        click.echo(f"lms: {error}", err=True)
        code = REFUSED
    sys.exit(code)


@click.command()
def worker() -> None:
    """Run the worker alone: jobs, events and messages. A second one stands by until the first is gone."""
    Worker().run_until_stopped()
