"""Reads about terms and mandates that pages and commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from lms.people.models import ElectingBody, Mandate, MandateChange, MandateStatus, Person, Term
from lms.people.names import clean_name
from lms.people.names.pinyin import search_text

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session


def list_order() -> tuple[ColumnElement[Any], ...]:
    """How every list of deputies runs: bodies in official order; inside, manual numbers first, then stroke order.

    For statements that join Mandate, ElectingBody and Person.
    """
    mandate, person = Mandate.__table__.c, Person.__table__.c
    return (
        ElectingBody.__table__.c.official_order,
        mandate.manual_order.is_(None),
        mandate.manual_order,
        person.sort_key,
        mandate.id,
    )


def current_term(session: Session, congress_id: int) -> Term | None:
    """A congress's latest term."""
    statement = select(Term).where(Term.congress_id == congress_id).order_by(Term.number.desc()).limit(1)
    return session.scalar(statement)


def runs_on(day: date) -> ColumnElement[bool]:
    """Whether a term runs on a day; its last day is one of it. If two terms share a day, the later one counts."""
    return (Term.starts_on <= day) & or_(Term.ends_on.is_(None), Term.ends_on >= day)


def bodies_of(session: Session, term: Term, *, only: frozenset[int] | None = None) -> Sequence[ElectingBody]:
    """A term's electing bodies in official order; `only` limits them to those that an actor may see."""
    return bodies_of_term(session, term.id, only=only)


def bodies_of_term(session: Session, term_id: int, *, only: frozenset[int] | None = None) -> Sequence[ElectingBody]:
    """The same, of a term whose number alone is known."""
    statement = select(ElectingBody).where(ElectingBody.term_id == term_id).order_by(ElectingBody.official_order)
    if only is not None:
        statement = statement.where(ElectingBody.id.in_(only))
    return session.scalars(statement).all()


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFilter:
    """What a list of deputies is narrowed to; None or empty narrows nothing."""

    body: uuid.UUID | None = None
    status: MandateStatus | None = None
    is_newly_elected: bool | None = None
    is_grassroots: bool | None = None
    text: str = ""


def roster(term: Term, wanted: RosterFilter, *, only: frozenset[int] | None) -> Select[Mandate]:
    """The term's mandates with person and body, in the order of lists; `only` limits the bodies."""
    statement = deputies(wanted).where(Mandate.term_id == term.id)
    return statement if only is None else statement.where(Mandate.electing_body_id.in_(only))


def deputies(wanted: RosterFilter) -> Select[Mandate]:
    """The mandates of every term and congress, to be narrowed by whoever asks."""
    statement = (
        select(Mandate)
        .join(Mandate.person)
        .join(Mandate.electing_body)
        .options(contains_eager(Mandate.person), contains_eager(Mandate.electing_body))
        .order_by(*list_order())
    )
    if wanted.body is not None:
        statement = statement.where(ElectingBody.public_id == wanted.body)
    if wanted.status is not None:
        statement = statement.where(Mandate.status == wanted.status)
    if wanted.is_newly_elected is not None:
        statement = statement.where(Mandate.is_newly_elected == wanted.is_newly_elected)
    if wanted.is_grassroots is not None:
        statement = statement.where(Mandate.is_grassroots == wanted.is_grassroots)
    return statement.where(_is_named(wanted.text)) if wanted.text.strip() else statement


def _is_named(text: str) -> ColumnElement[bool]:
    """As a person is searched for, or by the whole card number."""
    return is_called(text) | (Mandate.card_number == text.strip())


def is_called(text: str) -> ColumnElement[bool]:
    """A part of the person's name, or the beginning of its pinyin or initials."""
    ways = [Person.name.contains(clean_name(text), autoescape=True)]
    letters = search_text(text)
    if letters:
        for column in (Person.pinyin, Person.pinyin_initials):
            ways += [column.startswith(letters, autoescape=True), column.contains(f" {letters}", autoescape=True)]
    return or_(*ways)


def history(session: Session, mandate: Mandate) -> Sequence[MandateChange]:
    """What happened to a mandate, the latest first."""
    statement = (
        select(MandateChange)
        .where(MandateChange.mandate_id == mandate.id)
        .order_by(MandateChange.effective_on.desc(), MandateChange.recorded_at.desc(), MandateChange.id.desc())
    )
    return session.scalars(statement).all()
