"""One entry: for its deputy, and for an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission, current_actor, requires
from lms.records import access, words
from lms.records.attached import evidence_of_entries
from lms.records.corrections.queries import waiting_for
from lms.records.entries.queries import record_of
from lms.records.handing_out import hand_out
from lms.records.kinds.access import may_read

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.records.attached import KeptFile
    from lms.records.entries.queries import Line
    from lms.records.models import RecordEntry

bp = Blueprint("records_entries", __name__, template_folder="../templates")


@bp.get("/record/entries/<uuid:public_id>")
@requires(Permission.VIEW_OWN_RECORD)
def own(public_id: uuid.UUID) -> ResponseReturnValue:
    """An entry of mine, what stood before it, and what became of my objections."""
    entry = access.own_entry(db.session(), public_id, actor=current_actor())
    line = line_of(entry, is_own=True)
    return render_template("records/entry_own.html", line=line, evidence=evidence_of(line), words=words)


@bp.get("/record/entries/<uuid:public_id>/evidence")
@requires(Permission.VIEW_OWN_RECORD)
def own_evidence(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that came with an entry of mine."""
    return _file(line_of(access.own_entry(db.session(), public_id, actor=current_actor()), is_own=True))


@bp.get("/records/entries/<uuid:public_id>")
@requires(Permission.READ_RECORDS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """An entry as the office reads it, with what can be proposed for it."""
    actor = current_actor()
    entry = access.entry_for_office(db.session(), public_id, actor=actor)
    line = line_of(entry)
    return render_template(
        "records/entry_office.html",
        line=line,
        mandate=entry.mandate,
        waiting=waiting_for(entry),
        evidence=evidence_of(line),
        words=words,
    )


@bp.get("/records/entries/<uuid:public_id>/evidence")
@requires(Permission.READ_RECORDS)
def evidence_for_office(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that came with an entry, as the office reads it."""
    return _file(line_of(access.entry_for_office(db.session(), public_id, actor=current_actor())))


def line_of(entry: RecordEntry, *, is_own: bool = False) -> Line:
    """The line of the record in which an entry stands, or stood before another one.

    Raises:
        NotFound: it is only the taking back of one that the reader does not see.
    """
    actor = current_actor()
    record = record_of(
        entry.mandate.person_id,
        congress_id=entry.congress_id,
        today=clock.today(),
        readable=None if is_own else may_read(actor),
    )
    line = record.line_of(entry)
    if line is None:
        raise NotFound
    return line


def evidence_of(line: Line) -> KeptFile | None:
    """The file that came with what stands in a line, or with what stood there before."""
    return evidence_of_entries(db.session(), [line.entry.id, *(each.entry.id for each in line.before)])


def _file(line: Line) -> ResponseReturnValue:
    return hand_out(evidence_of(line))
