"""The list of participants on paper and as a workbook, as the organizer has it signed: a total per unit and overall."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lms.core.database import db
from lms.core.i18n import format_day, format_moment
from lms.core.i18n import gettext as _
from lms.documents.printing import print_list
from lms.documents.tables import Column, Kind, Table
from lms.documents.workbooks import write_workbook
from lms.people.labels import ELECTION
from lms.people.models import Congress
from lms.study_sessions.labels import PLACE_STATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from lms.documents.tables import Row
    from lms.study_sessions.models import Enrolment, StudySession


def workbook(study_session: StudySession, listed: Sequence[Enrolment], *, made_at: datetime) -> bytes:
    """The list as an .xlsx file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_workbook(path, [_table(study_session, listed, made_at)], created=made_at)
        return path.read_bytes()


def print_out(study_session: StudySession, listed: Sequence[Enrolment], *, made_at: datetime) -> bytes:
    """The list as a PDF of landscape A4 pages."""
    return print_list(_table(study_session, listed, made_at), made_at=made_at)


def title(study_session: StudySession) -> str:
    """What it is the list of."""
    return _("List of participants, %(title)s", title=study_session.title)


def _table(study_session: StudySession, listed: Sequence[Enrolment], made_at: datetime) -> Table:
    days = _("%(first)s to %(last)s", first=format_day(study_session.starts_on), last=format_day(study_session.ends_on))
    return Table(
        name=_("List of participants"),
        title=title(study_session),
        columns=(
            Column(key="number", title=_("No."), kind=Kind.NUMBER, width=3),
            *(_of_staff() if study_session.is_for_staff else _of_deputies()),
            Column(key="state", title=_("State"), width=8),
        ),
        rows=_rows(listed),
        notes=(" · ".join(filter(None, (days, study_session.venue))), *_from_below(listed)),
        made_by=db.session.get_one(Congress, study_session.congress_id).name,
        made_at=format_moment(made_at),
        group_by="unit",
        has_total=True,
        signatures=(_("Checked by:"), _("Approved by:"), _("Date:")),
        frozen=3,
    )


def _from_below(listed: Sequence[Enrolment]) -> Iterator[str]:
    """Who of them is a deputy of which congress below, by name."""
    names: dict[str, list[str]] = {}
    for each in listed:
        if each.mandate is not None and each.is_from_below:
            names.setdefault(each.mandate.term.congress.name, []).append(each.person.name)
    for congress, theirs in names.items():
        yield _("Deputies of %(congress)s: %(names)s", congress=congress, names=_(", ").join(theirs))


def _of_deputies() -> tuple[Column, ...]:
    return (
        Column(key="unit", title=_("Electing unit"), width=20, wraps=True),
        Column(key="name", title=_("Name"), width=8, wraps=True, counted=True),
        Column(key="card", title=_("Deputy card number"), width=8),
        Column(key="election", title=_("Election"), width=4),
        Column(key="grassroots", title=_("Grassroots"), kind=Kind.FLAG, width=4, summed=True),
    )


def _of_staff() -> tuple[Column, ...]:
    return (
        Column(key="unit", title=_("Sending unit"), width=20, wraps=True),
        Column(key="name", title=_("Name"), width=8, wraps=True, counted=True),
        Column(key="post", title=_("Post"), width=12, wraps=True),
    )


def _rows(listed: Sequence[Enrolment]) -> Iterator[Row]:
    for number, enrolment in enumerate(listed, start=1):
        mandate = enrolment.mandate
        yield {
            "number": number,
            "unit": enrolment.unit.name,
            "name": enrolment.person.name,
            "card": enrolment.card_number or None,
            "post": enrolment.staff_member.post if enrolment.staff_member else None,
            "election": _(ELECTION[mandate.is_newly_elected]) if mandate else None,
            "grassroots": mandate.is_grassroots if mandate else None,
            "state": _(PLACE_STATE[enrolment.state][0]),
        }
