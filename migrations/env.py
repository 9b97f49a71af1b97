"""How Alembic reaches our database. The process has started: `db` is bound."""

from alembic import context

from lms.core.database import db
from lms.core.full_text.index import is_comparable
from lms.models import metadata

# A migration that waits longer than this for a lock gives up, rather than stop every page behind it.
LOCK_TIMEOUT = "10s"

with db.gate, db.owner() as engine, engine.connect() as connection:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=is_comparable,
        compare_type=True,
        render_as_batch=False,
        user_module_prefix="types.",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
