"""Entries in the log, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lms.core.database import db, transaction
from lms.records.log import sequencer
from lms.records.models import RecordEntry
from lms.records.posting import Fact, MandateFact, post_for_mandates
from tests.factories import NOW, make_mandate

if TYPE_CHECKING:
    from lms.people.models import Mandate

DAY = date(2026, 3, 16)
LATER = NOW + timedelta(hours=1)


def post(mandate: Mandate, *numbers: int, **given: Any) -> list[int]:
    """Enter a course for each number, and return the new entries' ids."""
    facts = [
        MandateFact(
            mandate.id,
            Fact(
                kind="course_completion",
                occurred_on=DAY,
                source_key=f"course:{number}",
                payload={"title": f"第{number}课"},
                **given,
            ),
        )
        for number in numbers
    ]
    with transaction() as session:
        return post_for_mandates(session, facts, now=NOW)


def correct(entry_id: int, number: int) -> int:
    """Enter a correction of an entry."""
    entry = db.session.get_one(RecordEntry, entry_id)
    return post(entry.mandate, number, supersedes=entry)[0]


def lay_log(*batches: int) -> Mandate:
    """A deputy whose entries were sequenced in batches of these sizes."""
    mandate, first = make_mandate(), 1
    for size in batches:
        post(mandate, *range(first, first + size))
        sequencer.sequence(now=NOW)
        first += size
    return mandate
