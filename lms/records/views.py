"""The deputy's own record, and the record as the office reads it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.i18n import CHINESE, current_locale
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.download import download
from lms.documents.printing import MEDIA_TYPE
from lms.people.models import Congress
from lms.records import access, document, heads, words
from lms.records.entries.queries import Record, record_of
from lms.records.kinds.access import may_read
from lms.records.log.checking import check_own_record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.people.models import Mandate
    from lms.records.entries.queries import Line
    from lms.records.models import Head

bp = Blueprint("records", __name__, template_folder="templates")


@bp.get("/record")
@requires(Permission.VIEW_OWN_RECORD)
def mine() -> ResponseReturnValue:
    """What is entered for me."""
    record, today = _own_record(), clock.today()
    return render_template(
        "records/mine.html",
        groups=by_head_and_year(record.lines),
        total=len(record.lines),
        taken_back=record.taken_back,
        periods=[each for each in record.periods if each.reported_at is None and each.confirmed_at is None],
        today=today,
        words=words,
    )


@bp.get("/record/proof")
@requires(Permission.VIEW_OWN_RECORD)
def proof() -> ResponseReturnValue:
    """Is my record complete and unchanged?"""
    actor = current_actor()
    if actor.person_id is None:
        raise NotFound
    check = check_own_record(actor.person_id, congress_id=actor.congress_id)
    return render_template("records/proof.html", check=check)


@bp.get("/record/pdf")
@requires(Permission.VIEW_OWN_RECORD)
def own_pdf() -> ResponseReturnValue:
    """My record to print."""
    mandate = access.own_mandate(db.session(), actor=current_actor())
    return _pdf(mandate, _own_record())


@bp.get("/deputies/<uuid:public_id>/record")
@requires(Permission.READ_RECORDS)
def of_deputy(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is entered for one deputy, as the office reads it."""
    mandate = access.mandate_with_record(current_actor(), public_id)
    record = _record_of(mandate)
    return render_template(
        "records/of_deputy.html",
        mandate=mandate,
        groups=by_head_and_year(record.lines),
        total=len(record.lines),
        taken_back=record.taken_back,
        words=words,
    )


@bp.get("/deputies/<uuid:public_id>/record/pdf")
@requires(Permission.READ_RECORDS)
def pdf_of_deputy(public_id: uuid.UUID) -> ResponseReturnValue:
    """A deputy's record to print, with the kinds that this office reads."""
    mandate = access.mandate_with_record(current_actor(), public_id)
    return _pdf(mandate, _record_of(mandate))


def _own_record() -> Record:
    actor = current_actor()
    if actor.person_id is None:
        return Record((), ())
    return record_of(actor.person_id, congress_id=actor.congress_id, today=clock.today())


def _record_of(mandate: Mandate) -> Record:
    readable = may_read(current_actor())
    return record_of(mandate.person_id, congress_id=mandate.congress_id, today=clock.today(), readable=readable)


def _pdf(mandate: Mandate, record: Record) -> ResponseReturnValue:
    congress = db.session.get_one(Congress, mandate.congress_id)
    pages = document.record_pdf(
        mandate,
        by_head_and_year(record.lines),
        congress=congress.name if current_locale() == CHINESE else congress.name_en,
        now=clock.now(),
    )
    return download(pages, file_name=document.file_name(mandate), media_type=MEDIA_TYPE)


def by_head_and_year(lines: Sequence[Line]) -> list[tuple[Head, list[tuple[int, list[Line]]]]]:
    """Entries under their head in the order of the five, and by year, the newest first; empty heads are left out."""
    order = list(heads.HEAD_WORDS)
    by_head = sorted(lines, key=lambda line: (order.index(line.entry.kind.head), -line.entry.occurred_on.toordinal()))
    return [
        (head, [(year, list(of_year)) for year, of_year in groupby(of_head, lambda line: line.entry.occurred_on.year)])
        for head, of_head in groupby(by_head, lambda line: line.entry.kind.head)
    ]
