"""Writing a report in the worker, with progress."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.jobs import job
from lms.core.permissions import Permission
from lms.reports import files, queries
from lms.reports.files import MEDIA_TYPES, Format
from lms.reports.queries import EXPORT_JOB

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from lms.core.jobs import JobContext
    from lms.reports.known import Question


@job(EXPORT_JOB, title=N_("Completion report"), permission=Permission.EXPORT_REPORTS)
def write_completion_report(context: JobContext) -> None:
    """Write the file that was asked for. Run twice, it gives the same figures: the question holds both times."""
    asked, file_format = (
        question_of(context.payload, context.congress_id, now=context.now),
        Format(context.payload["format"]),
    )

    def told(done: int, total: int) -> None:
        context.progress(done, total, N_("Writing the report"))

    with tempfile.TemporaryDirectory(prefix="lms-report-") as folder:
        path = Path(folder) / "report"
        files.write(path, file_format, asked, made_at=context.now, told=told)
        with path.open("rb") as written:
            context.keep_result(written, MEDIA_TYPES[file_format], files.file_name(asked, file_format))


def question_of(payload: Mapping[str, Any], congress_id: int | None, *, now: datetime) -> Question:
    """The question as it was asked, with the limits that held for whoever asked it."""
    if congress_id is None:
        raise ValueError("a report belongs to a congress")
    bodies = payload["bodies"]
    return queries.question(
        congress_id=congress_id,
        as_at=date.fromisoformat(payload["as_at"]),
        known_at=datetime.fromisoformat(payload["known_at"]),
        now=now,
        bodies=None if bodies is None else frozenset(bodies),
    )
