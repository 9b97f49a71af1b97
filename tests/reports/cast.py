"""A congress with deputies who have studied, for the tests of reports and their benchmark."""

from __future__ import annotations

import itertools
import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from lms.core.database import transaction
from lms.people.models import (
    BodyKind,
    ChangeKind,
    Composition,
    ElectingBody,
    Exemption,
    Mandate,
    MandateChange,
    Person,
    Term,
)
from lms.people.names.sort_keys import sort_key
from lms.records.models import EntryKind, RecordEntry, Source
from lms.reports import queries
from lms.reports.completion import CompletionReport
from lms.reports.known import snapshot
from tests.factories import TERM_STARTS, make_congress, make_term, saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lms.people.models import Congress

JUNE = date(2026, 6, 30)
JULY = datetime(2026, 7, 10, 2, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = ("伟", "芳", "秀英", "敏", "静", "䶮", "国强", "丽", "建华", "志远", "晓明", "桂兰", "𫖯", "海燕", "永")

_numbers = itertools.count(1)


def utc(day: date, hour: int = 4) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def kind_of(congress: Congress, code: str = "study_session_completion") -> EntryKind:
    with snapshot() as session:
        return session.query(EntryKind).filter_by(congress_id=congress.id, code=code).one()


def enter(mandate: Mandate, kind: EntryKind, **given: Any) -> RecordEntry:
    """An entry, entered on the day it occurred unless said otherwise."""
    occurred_on: date = given.get("occurred_on", date(2026, 3, 31))
    values: dict[str, Any] = {
        "congress_id": mandate.congress_id,
        "mandate_id": mandate.id,
        "kind_id": kind.id,
        "source": Source.PLATFORM,
        "source_key": f"test:{next(_numbers)}",
        "occurred_on": occurred_on,
        "recorded_at": utc(occurred_on),
        "payload_hash": bytes(32),
        "canonical": b"",
    }
    return saved(RecordEntry(**values | given))


def exempt(mandate: Mandate, **given: Any) -> Exemption:
    values: dict[str, Any] = {
        "congress_id": mandate.congress_id,
        "mandate_id": mandate.id,
        "is_exempt": True,
        "reason": "长期病休",
        "effective_on": date(2026, 1, 1),
        "recorded_at": utc(date(2026, 1, 1)),
    }
    return saved(Exemption(**values | given))


def report_of(
    term: Term, *, session: Session, as_at: date = JUNE, known_at: datetime = JULY, **given: Any
) -> CompletionReport:
    asked = queries.question(
        congress_id=term.congress_id, as_at=as_at, known_at=known_at, now=max(LATER, known_at), **given
    )
    return CompletionReport(session, asked)


def statement_of(term: Term, **given: Any) -> list[Any]:
    """All that a report says, to compare two of them."""
    with snapshot() as session:
        report = report_of(term, session=session, **given)
        return [
            [(unit.body.id, +unit.counts) for unit in report.units()],
            list(report.deputies()),
            ([kind.code for kind in report.kinds], [kind.code for kind in report.counted_kinds]),
        ]


@dataclass(frozen=True)
class LaidOut:
    """A congress of some size."""

    congress: Congress
    term: Term
    body_ids: Sequence[int]
    mandate_ids: Sequence[int]
    kind_ids: Sequence[int]


def lay_out(
    *,
    deputies: int,
    entries_each: int = 3,
    units: Sequence[str] = tuple(f"第{n}选举单位" for n in range(1, 36)),
    seed: int = 14,
) -> LaidOut:
    """A congress with so many deputies spread over units, each with about so many entries; the same for the same seed."""
    chance = random.Random(seed)
    congress = make_congress(name="全国人民代表大会", code=f"laid-out-{next(_numbers)}")
    term = make_term(congress)
    kinds = [kind_of(congress), kind_of(congress, "course_completion")]
    with transaction() as session:
        bodies = _bodies(session, term, units)
        mandates = _mandates(session, term, bodies, deputies, chance)
        session.execute(insert(MandateChange), [_elected(mandate) for mandate in mandates])
        entries = [
            _entry(mandate, kinds, chance) for mandate in mandates for _ in range(chance.randint(0, 2 * entries_each))
        ]
        if entries:
            session.execute(insert(RecordEntry), entries)
    body_ids = [body.id for body in bodies]
    mandate_ids = [mandate.id for mandate in mandates]
    return LaidOut(congress, term, body_ids, mandate_ids, [kind.id for kind in kinds])


def _bodies(session: Session, term: Term, units: Sequence[str]) -> list[ElectingBody]:
    common = {"congress_id": term.congress_id, "term_id": term.id, "kind": BodyKind.UNIT, "plan_seats": 85}
    bodies = [
        ElectingBody(official_order=order, name=name, short_name=name, name_en=f"Unit {order}", **common)
        for order, name in enumerate(units, start=1)
    ]
    session.add_all(bodies)
    session.flush()
    return bodies


def _mandates(
    session: Session, term: Term, bodies: Sequence[ElectingBody], count: int, chance: random.Random
) -> Sequence[Mandate]:
    names = [chance.choice(SURNAMES) + chance.choice(GIVEN) for _ in range(count)]
    people = [Person(name=name, sort_key=sort_key(name), created_at=utc(TERM_STARTS)) for name in names]
    session.add_all(people)
    session.flush()
    mandates = [
        Mandate(
            congress_id=term.congress_id,
            term_id=term.id,
            electing_body_id=bodies[number * len(bodies) // count].id,
            person_id=person.id,
            card_number=f"{number + 1:06d}",
            from_on=TERM_STARTS,
            is_newly_elected=chance.random() < 0.73,
            composition=Composition.WORKER,
            is_grassroots=chance.random() < 0.2,
        )
        for number, person in enumerate(people)
    ]
    session.add_all(mandates)
    session.flush()
    return mandates


def _elected(mandate: Mandate) -> dict[str, Any]:
    return {
        "public_id": uuid.uuid4(),
        "congress_id": mandate.congress_id,
        "mandate_id": mandate.id,
        "kind": ChangeKind.ELECTED,
        "effective_on": TERM_STARTS,
        "recorded_at": utc(TERM_STARTS),
        "values": {
            "electing_body_id": mandate.electing_body_id,
            "is_newly_elected": mandate.is_newly_elected,
            "is_grassroots": mandate.is_grassroots,
        },
    }


def _entry(mandate: Mandate, kinds: Sequence[EntryKind], chance: random.Random) -> dict[str, Any]:
    occurred_on = TERM_STARTS + timedelta(days=chance.randrange(1, 1200))
    return {
        "public_id": uuid.uuid4(),
        "congress_id": mandate.congress_id,
        "mandate_id": mandate.id,
        "kind_id": kinds[chance.random() < 0.7].id,
        "source": Source.PLATFORM,
        "source_key": f"laid:{next(_numbers)}",
        "occurred_on": occurred_on,
        "recorded_at": utc(occurred_on),
        "payload_hash": bytes(32),
        "canonical": b"",
    }
