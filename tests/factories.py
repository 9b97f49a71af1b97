"""Things that tests are about, made with sensible defaults and keyword overrides. Each call commits."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from lms.core.database import transaction
from lms.people.models import (
    BodyKind,
    ChangeKind,
    Composition,
    Congress,
    ElectingBody,
    Level,
    Mandate,
    MandateChange,
    Person,
    Term,
)
from lms.records.kinds.models import EntryKindRule
from lms.records.models import EntryKind, Head

# A Monday morning in Beijing, in the middle of a term.
NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
TERM_STARTS = date(2023, 3, 5)

_numbers = itertools.count(1)


def saved(thing: Any) -> Any:
    """Commit one object and return it."""
    with transaction() as session:
        session.add(thing)
    return thing


def make_congress(**given: Any) -> Congress:
    """A congress with the entry kinds that the platform posts."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"congress-{number}",
        "level": Level.NATIONAL,
        "name": f"第{number}人民代表大会",
        "name_en": f"Congress {number}",
        "grassroots_compositions": [Composition.WORKER.value, Composition.FARMER.value],
    }
    congress = saved(Congress(**values | given))
    for code, name in (("course_completion", "网上课程"), ("study_session_completion", "专题学习班")):
        make_kind(congress, code=code, name=name, counts_as_trained=code == "study_session_completion")
    return congress


def make_kind(congress: Congress | int, *, counts_as_trained: bool = False, **given: Any) -> EntryKind:
    """A kind of study that no other source enters, known since the term began."""
    code = given.get("code", f"kind_{next(_numbers)}")
    values: dict[str, Any] = {
        "congress_id": congress if isinstance(congress, int) else congress.id,
        "code": code,
        "head": Head.STUDY,
        "name": f"类别{code}",
        "name_en": code.replace("_", " "),
    }
    kind = saved(EntryKind(**values | given))
    since = datetime(TERM_STARTS.year, TERM_STARTS.month, TERM_STARTS.day, tzinfo=UTC)
    saved(EntryKindRule(kind_id=kind.id, counts_as_trained=counts_as_trained, recorded_at=since))
    return kind


def make_term(congress: Congress | None = None, **given: Any) -> Term:
    """A term that runs from March 2023."""
    congress = congress or make_congress()
    values: dict[str, Any] = {
        "congress_id": congress.id,
        "number": 14,
        "starts_on": TERM_STARTS,
        "ends_on": date(2028, 3, 4),
    }
    return saved(Term(**values | given))


def make_electing_body(term: Term | None = None, **given: Any) -> ElectingBody:
    """An electing unit of the term."""
    term = term or make_term()
    number = next(_numbers)
    values: dict[str, Any] = {
        "congress_id": term.congress_id,
        "term_id": term.id,
        "kind": BodyKind.UNIT,
        "official_order": number,
        "name": f"第{number}选举单位",
        "short_name": f"单位{number}",
        "name_en": f"Unit {number}",
        "plan_seats": 10,
    }
    return saved(ElectingBody(**values | given))


def make_person(**given: Any) -> Person:
    """A person without phone or document."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name": f"王{number}",
        "sort_key": f"{number:06d}",
        "created_at": NOW,
    }
    return saved(Person(**values | given))


def make_mandate(body: ElectingBody | None = None, person: Person | None = None, **given: Any) -> Mandate:
    """A mandate in office since the term began, with the change that says so."""
    body = body or make_electing_body()
    person = person or make_person()
    values: dict[str, Any] = {
        "congress_id": body.congress_id,
        "term_id": body.term_id,
        "electing_body_id": body.id,
        "person_id": person.id,
        "card_number": f"{next(_numbers):06d}",
        "from_on": TERM_STARTS,
        "is_newly_elected": True,
        "composition": Composition.WORKER,
        "is_grassroots": True,
    }
    mandate: Mandate = saved(Mandate(**values | given))
    make_change(mandate, kind=ChangeKind.ELECTED, effective_on=mandate.from_on, values=_attributes(mandate))
    return mandate


def make_change(mandate: Mandate, **given: Any) -> MandateChange:
    """Something that happened to a mandate, recorded on the day it took effect."""
    effective_on: date = given.get("effective_on", NOW.date())
    values: dict[str, Any] = {
        "congress_id": mandate.congress_id,
        "mandate_id": mandate.id,
        "effective_on": effective_on,
        "recorded_at": datetime(effective_on.year, effective_on.month, effective_on.day, tzinfo=UTC),
    }
    return saved(MandateChange(**values | given))


def _attributes(mandate: Mandate) -> dict[str, Any]:
    names = ("electing_body_id", "is_newly_elected", "composition", "is_grassroots", "employer_id", "post")
    return {name: getattr(mandate, name) for name in names}
