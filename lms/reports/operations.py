"""Asking for a report as a file. Each export is audited in the transaction in which it is asked for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lms import audit
from lms.core.database import transaction
from lms.core.jobs import enqueue
from lms.people.models import Congress
from lms.reports import files
from lms.reports.queries import EXPORT_JOB

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.jobs import JobRun
    from lms.core.permissions import Actor
    from lms.reports.files import Format
    from lms.reports.known import Question

FIELDS = ("as_at", "known_at", "format")


def request_export(question: Question, file_format: Format, *, actor: Actor, now: datetime) -> JobRun:
    """Ask the worker to write the report; what the actor may see is settled now."""
    payload = {
        "as_at": question.as_at.isoformat(),
        "known_at": question.known_at.isoformat(),
        "bodies": sorted(question.bodies) if question.bodies is not None else None,
        "format": file_format.value,
    }
    with transaction() as session:
        run = enqueue(session, EXPORT_JOB, payload, actor=actor, now=now)
        subject = ("job_run", run.public_id)
        audit.record(session, actor=actor, action="completion_report.exported", subject=subject, fields=FIELDS, now=now)
    return run


def export_to_file(question: Question, file_format: Format, path: Path, *, now: datetime) -> int:
    """Write the report to a file from the command line; half a file is never left behind.

    Returns:
        How many deputies it speaks of.

    Raises:
        OSError: the file cannot be written there.
    """
    handle, name = tempfile.mkstemp(prefix=".report-", dir=path.parent)
    os.close(handle)
    try:
        with transaction() as session:
            subject = ("congress", session.get_one(Congress, question.term.congress_id).public_id)
            audit.record(
                session, actor=None, action="completion_report.exported", subject=subject, fields=FIELDS, now=now
            )
        count = files.write(Path(name), file_format, question, made_at=now)
        Path(name).chmod(0o640)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return count
