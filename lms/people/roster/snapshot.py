"""What the database already knows of a term's deputies, read in a handful of statements however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.people.models import Congress, ElectingBody, Employer, Mandate, Person, Term
from lms.people.names import clean_name
from lms.people.roster.rows import Body, Frame

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

AT_ONCE = 1000  # Values in one IN list.

_PERSON = "name sex ethnicity born_on phone_index phone_sealed document_kind document_index document_sealed".split()
_MANDATE = (
    "card_number electing_body_id from_on until_on is_newly_elected composition is_grassroots manual_order "
    "post work_region party education employer_id"
).split()


@dataclass(frozen=True, slots=True)
class Known:
    """A mandate of the term with its person, as stored."""

    mandate_id: int
    mandate_public_id: uuid.UUID
    person_id: int
    person_public_id: uuid.UUID
    person: Mapping[str, Any]
    mandate: Mapping[str, Any]


@dataclass(slots=True)
class Snapshot:
    """A term as the database knows it, and the other persons whom the file's numbers name."""

    term: Term
    congress: Congress
    frame: Frame
    body_names: dict[int, str]
    by_card: dict[str, Known]
    by_person: dict[int, Known]
    employers: dict[str, Employer]
    employer_names: dict[int, str]
    person_by_document: dict[bytes, int]
    person_by_phone: dict[bytes, int]
    # The persons whom the file's documents name.
    persons: dict[int, Mapping[str, Any]]

    def known_by_document(self, index: bytes | None) -> Known | None:
        """The mandate of this term whose person has the document."""
        person_id = self.person_by_document.get(index) if index is not None else None
        return self.by_person.get(person_id) if person_id is not None else None


def frame_of(session: Session, term: Term, today: date) -> tuple[Frame, dict[int, str]]:
    """What rows are held against: bodies by every name they go by, the term's days. With it, bodies' names by id."""
    bodies: dict[str, Body] = {}
    names: dict[int, str] = {}
    for each in session.scalars(
        select(ElectingBody).where(ElectingBody.term_id == term.id).order_by(ElectingBody.official_order)
    ):
        body = Body(each.id, each.name, each.is_army)
        names[each.id] = each.name
        for name in (each.name, each.short_name, each.name_en):
            bodies.setdefault(clean_name(name), body)
    return Frame(bodies, term.starts_on, term.ends_on, today), names


def take_snapshot(
    session: Session, term: Term, today: date, *, documents: Iterable[bytes], phones: Iterable[bytes]
) -> Snapshot:
    """Read the term, and the persons whom these blind indexes name, wherever their mandates are."""
    frame, body_names = frame_of(session, term, today)
    employers = {
        each.name: each for each in session.scalars(select(Employer).where(Employer.congress_id == term.congress_id))
    }
    known = list(_known(session, term))
    by_document, by_phone, persons = {}, {}, {}
    for row in _persons(session, Person.document_index, documents):
        by_document[row["document_index"]] = row["id"]
        persons[row["id"]] = row
    for row in _persons(session, Person.phone_index, phones):
        by_phone[row["phone_index"]] = row["id"]
    return Snapshot(
        term=term,
        congress=session.get_one(Congress, term.congress_id),
        frame=frame,
        body_names=body_names,
        by_card={each.mandate["card_number"]: each for each in known if each.mandate["card_number"]},
        by_person={each.person_id: each for each in known},
        employers=employers,
        employer_names={each.id: each.name for each in employers.values()},
        person_by_document=by_document,
        person_by_phone=by_phone,
        persons=persons,
    )


def _known(session: Session, term: Term) -> Iterator[Known]:
    person, mandate = Person.__table__.c, Mandate.__table__.c
    statement = (
        select(
            mandate.id,
            mandate.public_id,
            person.id,
            person.public_id,
            *(person[name] for name in _PERSON),
            *(mandate[name] for name in _MANDATE),
        )
        .join_from(Mandate.__table__, Person.__table__, person.id == mandate.person_id)
        .where(mandate.term_id == term.id)
    )
    for row in session.execute(statement):
        mandate_id, mandate_public_id, person_id, person_public_id, *values = row
        yield Known(
            mandate_id=mandate_id,
            mandate_public_id=mandate_public_id,
            person_id=person_id,
            person_public_id=person_public_id,
            person=dict(zip(_PERSON, values[: len(_PERSON)], strict=True)),
            mandate=dict(zip(_MANDATE, values[len(_PERSON) :], strict=True)),
        )


def _persons(session: Session, column: Any, indexes: Iterable[bytes]) -> Iterator[Mapping[str, Any]]:
    person = Person.__table__.c
    columns: list[ColumnElement[Any]] = [person.id, person.public_id, *(person[name] for name in _PERSON)]
    left = iter(indexes)
    while some := list(islice(left, AT_ONCE)):
        for row in session.execute(select(*columns).where(column.in_(some))).mappings():
            yield {str(name): value for name, value in row.items()}
