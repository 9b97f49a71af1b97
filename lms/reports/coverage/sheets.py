"""A unit's ledger as a workbook, and the words of the groups."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.i18n import gettext as _
from lms.documents.tables import Column, Kind, Table, official_date
from lms.documents.workbooks import write_workbook
from lms.people.labels import ELECTION
from lms.records.heads import kind_name
from lms.reports.coverage.figures import Group
from lms.reports.wording import body_name, instant_words
from lms.study_sessions.labels import PRIORITY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lms.documents.tables import Row
    from lms.reports.coverage.ledger import Ledger
    from lms.reports.known import Question

GROUP_WORDS = {
    Group.NEW_GRASSROOTS: N_("Newly elected, grassroots"),
    Group.NEW: N_("Newly elected"),
    Group.GRASSROOTS: N_("Grassroots"),
    Group.EVERYBODY: N_("All deputies"),
}


def workbook(ledger: Ledger, question: Question, *, made_at: datetime) -> bytes:
    """The ledger as an .xlsx file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_workbook(path, [_table(ledger, question, made_at)], created=made_at)
        return path.read_bytes()


def _table(ledger: Ledger, question: Question, made_at: datetime) -> Table:
    return Table(
        name=_("Whom to call next"),
        title=_("Whom to call next, %(unit)s", unit=body_name(ledger.body)),
        columns=(
            Column(key="number", title=_("No."), kind=Kind.NUMBER, width=3),
            Column(key="name", title=_("Name"), width=8, wraps=True),
            Column(key="card", title=_("Deputy card number"), width=8),
            Column(key="election", title=_("Election"), width=4),
            Column(key="grassroots", title=_("Grassroots"), kind=Kind.FLAG, width=4),
            Column(key="why", title=_("Why"), width=12, wraps=True),
            Column(key="trained_on", title=_("Last trained on"), kind=Kind.DATE, width=7),
            Column(key="exemption", title=_("Reason of exemption"), width=12, wraps=True),
            *(
                Column(key=f"kind_{kind.id}", title=_("Number of times"), under=(kind_name(kind),), kind=Kind.NUMBER)
                for kind in ledger.kinds
            ),
        ),
        rows=_rows(ledger),
        notes=(
            _(
                "As at %(day)s (that day included); as known at %(instant)s, Beijing time: what was entered later is not counted.",
                day=official_date(question.as_at),
                instant=instant_words(question.known_at),
            ),
        ),
        made_by=question.term.congress_name,
        made_at=instant_words(made_at),
        frozen=2,
    )


def _rows(ledger: Ledger) -> Iterator[Row]:
    for number, line in enumerate(ledger.lines, start=1):
        study = line.deputy.study
        yield {
            "number": number,
            "name": line.deputy.name,
            "card": line.deputy.card_number,
            "election": _(ELECTION[study.is_newly_elected]),
            "grassroots": study.is_grassroots,
            "why": _("Exempt this term") if line.exemption else _(PRIORITY[line.priority]),
            "trained_on": line.trained_on,
            "exemption": line.exemption,
            **{f"kind_{kind.id}": line.times.get(kind, 0) for kind in ledger.kinds},
        }
