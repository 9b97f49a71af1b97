"""A mandate's history in words: what happened, from when, and what it set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.i18n import gettext as _
from lms.people import queries
from lms.people.labels import COMPOSITION, ELECTION
from lms.people.models import ChangeKind, Composition, ElectingBody, Employer
from lms.people.roster.columns import Field, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from lms.people.models import Mandate, MandateChange

_COLUMN = {
    "electing_body_id": Field.BODY,
    "is_newly_elected": Field.ELECTION,
    "employer_id": Field.EMPLOYER,
    **{str(field): field for field in Field},
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change, with the attributes that it set: pairs of title and value in the reader's language."""

    change: MandateChange
    facts: list[tuple[str, str]]


def history_lines(session: Session, mandate: Mandate) -> list[HistoryLine]:
    """The history of a mandate, the latest first. What an election set is on the page already."""
    changes = queries.history(session, mandate)
    names = _names(session, changes)
    return [
        HistoryLine(each, _facts(each.values, names) if each.kind is ChangeKind.CHANGED else []) for each in changes
    ]


def _names(session: Session, changes: Sequence[MandateChange]) -> Mapping[tuple[str, int], str]:
    """The names of the bodies and employers that the changes name by id."""
    names: dict[tuple[str, int], str] = {}
    for key, table in (("electing_body_id", ElectingBody), ("employer_id", Employer)):
        ids = {each.values[key] for each in changes if each.values.get(key) is not None}
        if ids:
            rows = session.execute(select(table.id, table.name).where(table.id.in_(ids)))
            names |= {(key, row.id): row.name for row in rows}
    return names


def _facts(values: Mapping[str, Any], names: Mapping[tuple[str, int], str]) -> list[tuple[str, str]]:
    return [(title(_COLUMN[key]), _in_words(key, value, names)) for key, value in values.items() if key in _COLUMN]


def _in_words(key: str, value: Any, names: Mapping[tuple[str, int], str]) -> str:
    if value is None or value == "":
        return "—"
    if key == "composition":
        return _(COMPOSITION[Composition(value)])
    if key == "is_newly_elected":
        return _(ELECTION[value])
    return names.get((key, value), str(value)) if key.endswith("_id") else str(value)
