"""A record as printed pages: whose, what stands by head, as known at an instant, and what it can be checked against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lms.core.database import db
from lms.core.i18n import format_day, format_moment
from lms.core.i18n import gettext as _
from lms.documents.printing import printable_table, render_pdf
from lms.documents.tables import Column, Kind, Table
from lms.records import words
from lms.records.log import checkpoints

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lms.people.models import Mandate
    from lms.records.entries.queries import Line
    from lms.records.models import Head

    Groups = Sequence[tuple[Head, Sequence[tuple[int, Sequence[Line]]]]]

TEMPLATE = Path(__file__).parent / "typst" / "record.typ"
HEX_IN_A_GROUP = 8


def record_pdf(mandate: Mandate, groups: Groups, *, congress: str, now: datetime) -> bytes:
    """Print the record of a mandate's person in one congress.

    Args:
        mandate: gives name, electing body and term.
        groups: the standing entries by head and year, as the page shows them.
        congress: the congress's name.
        now: the record is printed as known at this instant.
    """
    return render_pdf(TEMPLATE, _data(mandate, groups, congress, now), made_at=now)


def file_name(mandate: Mandate) -> str:
    """A name that says whose record it is."""
    return _("Performance record of %(name)s.pdf", name=mandate.person.name)


def _data(mandate: Mandate, groups: Groups, congress: str, now: datetime) -> dict[str, Any]:
    newest = checkpoints.newest(db.session())
    notes = [
        _(
            "Printed as known on %(moment)s. What was corrected or taken back before is not shown.",
            moment=format_moment(now),
        ),
        _(
            "“No objection raised in time” means that the deputy was asked and did not answer; it is not a confirmation."
        ),
    ]
    if newest is not None:
        said = _("Checkpoint of the log: %(size)d entries, signed on %(moment)s; root hash:")
        notes.append(said % {"size": newest.tree_size, "moment": format_moment(newest.signed_at)})
    return {
        "title": _("Performance record"),
        "who": [
            [_("Name"), mandate.person.name],
            [_("Electing unit"), mandate.electing_body.name],
            [_("Congress and term"), _("%(congress)s, term %(number)d", congress=congress, number=mandate.term.number)],
            [_("Term of office"), _span(mandate)],
        ],
        "sections": [{"head": words.head_name(head), "table": _table(head, years)} for head, years in groups],
        "nothing": _("Nothing is entered yet"),
        "notes": notes,
        "root": _grouped(newest.root_hash) if newest is not None else "",
    }


def _span(mandate: Mandate) -> str:
    since = format_day(mandate.from_on)
    if mandate.until_on is None:
        return _("since %(day)s", day=since)
    return _("%(first)s to %(last)s", first=since, last=format_day(mandate.until_on))


def _table(head: Head, years: Sequence[tuple[int, Sequence[Line]]]) -> dict[str, Any]:
    return printable_table(
        Table(
            name="",
            title=words.head_name(head),
            columns=(
                Column(key="day", title=_("Day"), kind=Kind.DATE, width=8.5),
                Column(key="kind", title=_("Kind of entry"), width=7.5, wraps=True),
                Column(key="title", title=_("Title"), width=12, wraps=True),
                Column(key="source", title=_("Source"), width=5, wraps=True),
                Column(key="state", title=_("State"), width=7, wraps=True),
            ),
            rows=[_row(line) for _year, lines in years for line in lines],
        )
    )


def _row(line: Line) -> dict[str, Any]:
    return {
        "day": line.entry.occurred_on,
        "kind": words.kind_name(line.entry.kind),
        "title": _("(details erased)") if line.is_erased else line.title or "",
        "source": words.source_name(line.entry.source),
        "state": _(words.CHECK_STATE[line.state][0]),
    }


def _grouped(digest: bytes) -> str:
    """A hash in groups that an eye can compare."""
    hexed = digest.hex()
    return " ".join(hexed[at : at + HEX_IN_A_GROUP] for at in range(0, len(hexed), HEX_IN_A_GROUP))
