"""Which kinds count as trained (已训) is the organizer's rule, with a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import Congress
from lms.records.kinds.operations import set_trained_rule, study_kinds
from lms.records.kinds.refusals import RuleChanged
from lms.records.kinds.trained import counting_in
from lms.records.models import EntryKind, Head
from lms.records.tallies import trained_days
from tests.factories import NOW, make_congress, make_electing_body, make_kind, make_mandate, make_term
from tests.records.test_posting import DAY, post
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from lms.core.permissions import Actor

pytestmark = pytest.mark.usefixtures("database")

SESSIONS, COURSES = "study_session_completion", "course_completion"


@pytest.fixture
def organizer(database: object) -> Actor:
    congress = make_congress()
    return actor_of(make_staff(Role.ORGANIZER, congress), Role.ORGANIZER, congress_id=congress.id)


def set_rule(actor: Actor, codes: Iterable[str], *, now: datetime = NOW) -> list[str]:
    """By somebody who saw study sessions alone count."""
    return list(set_trained_rule(frozenset(codes), instead_of=frozenset({SESSIONS}), actor=actor, now=now))


def counted(actor: Actor, *, known_at: datetime | None = None) -> set[str]:
    db.session.rollback()
    ids = counting_in(db.session(), actor.congress_id, known_at=known_at)
    return set(db.session.scalars(select(EntryKind.code).where(EntryKind.id.in_(ids))))


def test_a_new_rule_holds_from_its_instant_on_and_not_before(organizer: Actor) -> None:
    at = NOW + timedelta(days=1)
    assert set_rule(organizer, {COURSES}, now=at) == [COURSES, SESSIONS]
    assert counted(organizer) == {COURSES}
    assert counted(organizer, known_at=at) == {COURSES}
    assert counted(organizer, known_at=at - timedelta(microseconds=1)) == {SESSIONS}


def test_the_count_of_the_trained_follows_the_rule(organizer: Actor) -> None:
    congress = db.session.get_one(Congress, organizer.congress_id)
    mandate = make_mandate(make_electing_body(make_term(congress)))
    post(mandate.person_id)
    assert db.session.execute(trained_days()).all() == []
    set_rule(organizer, {COURSES})
    assert db.session.execute(trained_days()).all() == [(mandate.id, DAY)]


def test_what_does_not_change_writes_nothing(organizer: Actor) -> None:
    assert set_rule(organizer, {SESSIONS}) == []


def test_who_saw_an_older_rule_is_refused(organizer: Actor) -> None:
    set_rule(organizer, {COURSES})
    with pytest.raises(RuleChanged):
        set_rule(organizer, {COURSES, SESSIONS})


def test_only_kinds_of_study_of_the_own_congress_can_count(organizer: Actor) -> None:
    make_kind(organizer.congress_id, code="inspection", head=Head.ACTIVITIES)
    make_kind(make_congress(), code="elsewhere")
    assert set_rule(organizer, {SESSIONS, "inspection", "elsewhere"}) == []
    assert {kind.code for kind in study_kinds(db.session(), organizer.congress_id)} == {COURSES, SESSIONS}
