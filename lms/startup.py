"""What every process does first: read the settings, take the keys, connect to the database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import lms.handlers  # noqa: F401  # Whoever listens to events must be known before the first event.
from lms.core import blobs, crypto, keys, logs, settings, working_days
from lms.core.blob_store import LocalStore
from lms.core.database import db

if TYPE_CHECKING:
    from lms.core.settings import Settings


def start(given: Settings | None = None) -> Settings:
    """Make this process ready to work, with the settings of the environment unless others are given.

    Raises:
        SettingsError: a setting is wrong.
        KeysMissing: `lms keys init` was not run.
    """
    chosen = given or settings.from_environment(os.environ)
    settings.use(chosen)
    logs.configure(development=chosen.development)
    crypto.use(keys.load(chosen.resolved_keys_file))
    chosen.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    blobs.use(LocalStore(chosen.data_dir / "blobs"))
    working_days.use(chosen.data_dir / "working_days")
    db.bind(chosen.resolved_database_url, owner_url=chosen.database_owner_url)
    return chosen
