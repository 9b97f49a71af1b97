"""Alembic, run from within: the scripts are in `migrations/` of the project's root.

It is imported where it is used: with Mako it takes a tenth of the time in which any other command starts.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lms.core import rights
from lms.core.database import db
from lms.core.full_text.index import is_comparable
from lms.core.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from alembic.config import Config
    from sqlalchemy import Connection, MetaData


COMPARED = {"compare_type": True, "compare_server_default": True, "include_object": is_comparable}
"""How the models and a database are compared."""


def configuration() -> Config:
    """The configuration of this checkout; there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


class UnknownRevision(ValueError):
    """There is no way from where the database is to that revision."""


def upgrade(revision: str = "head") -> str:
    """Run migrations up to a revision, and give the application its rights; returns where the database is then.

    Raises:
        UnknownRevision: there is none of that number.
    """
    from alembic import command

    with _known_revision():
        command.upgrade(configuration(), revision)
    rights.grant()
    return current() or "base"


def downgrade(revision: str) -> str:
    """Run migrations down to a revision; returns where the database is then.

    Raises:
        UnknownRevision: there is none of that number.
    """
    from alembic import command

    with _known_revision():
        command.downgrade(configuration(), revision)
    return current() or "base"


def write_revision(message: str) -> str:
    """Write the next migration from what the models have and the database lacks; returns its path."""
    from alembic import command
    from alembic.script import ScriptDirectory

    number = f"{len(list(ScriptDirectory.from_config(configuration()).walk_revisions())) + 1:04d}"
    script = command.revision(configuration(), message, autogenerate=True, rev_id=number)
    return str(getattr(script, "path", script))


def head() -> str | None:
    """The newest revision in the scripts."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(configuration()).get_current_head()


def current() -> str | None:
    """The revision that the database is at; None before the first."""
    with db.engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """The revision that a connection's database is at; None before the first."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def differences(metadata: MetaData) -> list[Any]:
    """What the models and the database disagree on, as Alembic sees it (triggers and CHECKs are compared by a test)."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        return list(compare_metadata(context, metadata))


@contextmanager
def _known_revision() -> Iterator[None]:
    from alembic.util import CommandError

    try:
        yield
    except CommandError as error:
        raise UnknownRevision(str(error)) from error
