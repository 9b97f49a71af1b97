"""The catalogue of kinds: added, described anew, retired, never deleted; and who may enter what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.records.kinds import access, operations
from lms.records.kinds.entering import KindClosed, may_enter, open_kind, open_kinds
from lms.records.kinds.operations import Description
from lms.records.kinds.refusals import CodeTaken, KindOfThePlatform
from lms.records.models import EntryKind, Head, Readers, Source
from lms.records.queries import entries_of_person
from tests.factories import NOW, make_congress, make_electing_body, make_kind, make_mandate, make_term
from tests.records.test_posting import FACT, post
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    from lms.core.permissions import Actor
    from lms.people.models import Congress

pytestmark = pytest.mark.usefixtures("database")

SURVEY = Description(name="专题调研", name_en="special survey", sources=frozenset({Source.UNIT, Source.DIARY}))


@pytest.fixture
def congress(database: object) -> Congress:
    return make_congress()


@pytest.fixture
def admin(congress: Congress) -> Actor:
    return actor_of(make_staff(Role.BUSINESS_ADMIN, congress), Role.BUSINESS_ADMIN, congress_id=congress.id)


def add(actor: Actor, code: str = "special_survey", **given: Any) -> EntryKind:
    return operations.add_kind(code, Head.ACTIVITIES, given.get("as_", SURVEY), actor=actor, now=NOW)


def fresh(code: str = "special_survey") -> EntryKind:
    db.session.rollback()
    return db.session.scalars(select(EntryKind).where(EntryKind.code == code)).one()


def test_a_kind_takes_entries_from_the_sources_that_are_open_for_it(admin: Actor) -> None:
    kind = add(admin)
    assert [source for source in Source if may_enter(kind, source)] == [Source.UNIT, Source.DIARY]


def test_a_retired_kind_takes_no_new_entries_and_can_be_taken_up_again(admin: Actor) -> None:
    add(admin)
    operations.retire_kind("special_survey", actor=admin, now=NOW)
    assert not any(may_enter(fresh(), source) for source in Source)
    operations.reopen_kind("special_survey", actor=admin, now=NOW)
    assert may_enter(fresh(), Source.UNIT)


def test_what_the_platform_posts_always_passes_and_cannot_be_retired(admin: Actor) -> None:
    with pytest.raises(KindOfThePlatform):
        operations.retire_kind("course_completion", actor=admin, now=NOW)
    kind = fresh("course_completion")
    assert may_enter(kind, Source.PLATFORM)
    assert not may_enter(kind, Source.API)


def test_a_code_is_taken_once_in_a_congress_and_free_in_another(admin: Actor) -> None:
    add(admin)
    with pytest.raises(CodeTaken):
        add(admin)
    other = make_congress()
    add(actor_of(make_staff(Role.BUSINESS_ADMIN, other), Role.BUSINESS_ADMIN, congress_id=other.id))


def test_the_kinds_of_another_congress_are_not_found(admin: Actor) -> None:
    make_kind(make_congress(), code="elsewhere")
    with pytest.raises(NotFound):
        operations.change_kind("elsewhere", SURVEY, actor=admin, now=NOW)


def test_open_kinds_are_those_of_the_congress_and_the_source(admin: Actor) -> None:
    add(admin)
    session, congress_id = db.session(), admin.congress_id
    assert [kind.code for kind in open_kinds(session, congress_id=congress_id, source=Source.DIARY)] == [
        "special_survey"
    ]
    with pytest.raises(KindClosed):
        open_kind(session, "special_survey", congress_id=congress_id, source=Source.EXCEL)


def test_each_change_is_noted_with_the_kind_and_the_fields_that_changed(admin: Actor) -> None:
    add(admin)
    renamed = Description(name="调研", name_en="special survey", sources=SURVEY.sources)
    operations.change_kind("special_survey", renamed, actor=admin, now=NOW)
    operations.change_kind("special_survey", renamed, actor=admin, now=NOW)
    noted = db.session.execute(select(AuditEvent.action, AuditEvent.fields).order_by(AuditEvent.id)).all()
    assert [tuple(each) for each in noted] == [
        ("entry_kind.added", ["special_survey"]),
        ("entry_kind.changed", ["special_survey.name"]),
    ]


def test_a_kind_for_its_keepers_is_read_by_them_and_by_no_other_office(admin: Actor, congress: Congress) -> None:
    mandate = make_mandate(make_electing_body(make_term(congress)))
    post(mandate.person_id, FACT)
    kept = Description(name="课", name_en="course", sources=frozenset(), readers=Readers.KEEPERS)
    operations.change_kind("course_completion", kept, actor=admin, now=NOW)
    evaluation = actor_of(make_staff(Role.EVALUATION_OFFICE, congress), Role.EVALUATION_OFFICE, congress_id=congress.id)

    def read_by(actor: Actor) -> int:
        readable = access.may_read(actor)
        return len(entries_of_person(mandate.person_id, congress_id=congress.id, readable=readable))

    assert (read_by(admin), read_by(evaluation)) == (1, 0)
