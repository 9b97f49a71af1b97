"""The command line `lms`: each room brings its own commands."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import OperationalError

from lms.catalog.cli import courses
from lms.catalog.search.cli import index
from lms.cli_congress import congress
from lms.core.cli_backup import backup, restore
from lms.core.cli_database import database
from lms.core.cli_jobs import jobs
from lms.core.cli_keys import keys
from lms.core.cli_messages import messages
from lms.core.cli_serve import serve, worker
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.keys import KeysExist, KeysMissing
from lms.core.settings import SettingsError
from lms.demo.cli import demo
from lms.people.accounts.cli import accounts
from lms.people.cli import people
from lms.records.cli import records
from lms.reports.cli import report
from lms.startup import start

COMMANDS = (
    keys,
    database,
    messages,
    jobs,
    serve,
    worker,
    backup,
    restore,
    congress,
    people,
    accounts,
    courses,
    records,
    report,
    demo,
)

# They run before there are keys or a database, or make them.
WITHOUT_START = frozenset({"keys", "messages", "restore"})


@click.group()
@click.pass_context
def lms(context: click.Context) -> None:
    """The learning platform for deputies of people's congresses."""
    asks_for_help = any(word in ("--help", "-h") for word in sys.argv[1:])
    if context.invoked_subcommand not in WITHOUT_START and not asks_for_help:
        start()


courses.add_command(index)
for _command in COMMANDS:
    lms.add_command(_command)


def main() -> None:
    """Run a command; what a person can mend is told in one line, without a traceback."""
    try:
        lms(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except KeysMissing as error:
        _fail(f"no key file at {error}; run `lms keys init` first")
    except KeysExist as error:
        _fail(f"there are keys at {error} already; they were left as they are")
    except SettingsError as error:
        _fail(str(error))
    except DomainError as error:
        _fail(error.message)
    except OperationalError as error:
        # The driver's words without the statement, which may hold what was to be written; the URL hides its password.
        _fail(f"the database {db.engine.url} does not answer as it should: {str(error.orig).strip()}")
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror}".removeprefix(": "))


def _fail(message: str) -> None:
    click.echo(f"lms: {message}", err=True)
    sys.exit(1)
