"""The rows that could not be taken, as a workbook to mend and hand in again."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from lms.documents.intake.book import Fault
from lms.people.roster.book import write_book

if TYPE_CHECKING:
    from datetime import datetime

    from lms.people.roster.plan import Plan


def rejects_workbook(plan: Plan, *, created: datetime) -> bytes:
    """The bad rows of a plan, each as it came with its number and every reason, in the reader's language."""
    target = BytesIO()
    write_book(
        target,
        list(plan.snapshot.body_names.values()),
        created=created,
        rows=[bad.row.cells for bad in plan.bad],
        faults=[Fault(bad.row.number, [problem.message for problem in bad.problems]) for bad in plan.bad],
    )
    return target.getvalue()
