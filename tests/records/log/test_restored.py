"""After a restore the log is checked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

import lms.handlers  # noqa: F401  # Steps register there.
from lms.core import settings
from lms.core.backup import after_restore
from lms.core.backup.after_restore import StepFailed
from lms.core.database import transaction
from lms.records.log.restored import check_log
from tests.factories import NOW
from tests.records.log.laying import lay_log, post

pytestmark = pytest.mark.usefixtures("database")


def check():
    return list(check_log(settings.current(), NOW + timedelta(days=3)))


def test_a_restored_record_is_checked_also_while_entries_wait():
    mandate = lay_log(3)
    post(mandate, 4)
    assert "4 entries, 3 of them in the log" in check()[0]


def test_a_restored_record_that_is_not_whole_stops_the_restore():
    lay_log(3)
    with transaction() as session:
        session.execute(text("UPDATE entry_payload SET content = :other WHERE entry_id = 2"), {"other": b"{}"})
    with pytest.raises(StepFailed, match="payload was changed"):
        check()


def test_lms_restore_knows_the_step():
    assert "lms records verify" in after_restore.commands()
