"""The sign-in list, exceptions and the close-out in the browser."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from lms.attendance.models import Completion, SignIn
from lms.core import clock
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.models import Congress
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.states import State
from tests.factories import NOW
from tests.study_sessions.making import enrolment_path
from tests.support.accounts import make_staff, sign_in
from tests.support.statements import statements_of

LAST_DAY = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def _last_day():
    with clock.frozen_at(LAST_DAY):
        yield


@pytest.fixture
def listed(scene):
    """Public ids of the enrolments of two deputies on the confirmed list."""
    scene.put(*scene.unit[:2])
    confirm_list(scene.id, actor=scene.by, now=NOW)
    return [enrolment_path(scene.id, deputy).removeprefix("/enrolments/") for deputy in scene.unit[:2]]


@pytest.fixture
def organizer(client, scene, listed, _last_day):
    sign_in(client, make_staff(Role.ORGANIZER, db.session.get_one(Congress, scene.congress_id)))
    return client


@pytest.fixture
def class_head(client, scene, listed, _last_day):
    sign_in(client, make_staff(Role.CLASS_HEAD, db.session.get_one(Congress, scene.congress_id)))
    return client


def mark(client, scene, day, *present, was=()):
    form = {"day": day, "present": list(present), "was": list(was)}
    return client.post(f"{scene.path}/attendance", data=form)


def marks():
    db.session.rollback()
    return db.session.execute(select(SignIn.day, SignIn.is_present).order_by(SignIn.id)).all()


def test_a_class_head_signs_in_by_name_and_takes_a_mistake_back(class_head, scene, listed):
    assert mark(class_head, scene, "2026-03-31", *listed).status_code == 303
    shown = class_head.get(f"{scene.path}/attendance?day=2026-03-31").text
    assert "名单 2 人，已到 2 人" in shown
    mark(class_head, scene, "2026-03-31", listed[0], was=listed)
    assert "名单 2 人，已到 1 人" in class_head.get(f"{scene.path}/attendance?day=2026-03-31").text
    assert [is_present for _day, is_present in marks()] == [True, True, False]


def test_two_tables_do_not_undo_each_others_marks(class_head, scene, listed):
    mark(class_head, scene, "2026-03-31", listed[0])
    mark(class_head, scene, "2026-03-31", listed[1])  # This table had shown nobody as present.
    assert "已到 2 人" in class_head.get(f"{scene.path}/attendance?day=2026-03-31").text


def test_the_list_can_be_narrowed_to_a_unit(class_head, scene):
    path = f"{scene.path}/attendance?unit={scene.unit[0].unit_public_id}"
    assert scene.unit[0].name in class_head.get(path).text
    other = f"{scene.path}/attendance?unit={scene.another_unit()[0].unit_public_id}"
    assert scene.unit[0].name not in class_head.get(other).text


def test_the_sheet_has_every_name_and_day(class_head, scene):
    sheet = class_head.get(f"{scene.path}/sign-in-sheet").text
    assert all(deputy.name in sheet for deputy in scene.unit[:2])
    assert all(day in sheet for day in ("3月31日", "4月1日", "4月2日"))


@pytest.mark.parametrize("day", ["2026-04-03", "2026-03-30"])
def test_a_day_that_is_none_of_the_study_session_is_refused_with_the_reason(class_head, scene, listed, day):
    refused = mark(class_head, scene, day, listed[0])
    assert refused.status_code == 409
    assert "不是" in refused.text
    assert marks() == []


@pytest.mark.parametrize(
    ("day", "present", "status"),
    [
        ("", "", 422),
        ("tomorrow", "", 422),
        ("2026-03-31", "nobody", 422),
        ("2026-03-31", "00000000-0000-0000-0000-000000000000", 409),
    ],
)
def test_what_was_sent_wrongly_marks_nobody(class_head, scene, day, present, status):
    assert mark(class_head, scene, day, present).status_code == status
    assert marks() == []


@pytest.mark.parametrize("day", ["x", "2026-13-01", "9999-12-31"])
def test_a_day_in_the_address_that_is_none_shows_a_list_all_the_same(class_head, scene, day):
    assert class_head.get(f"{scene.path}/attendance?day={day}").status_code == 200


def test_the_close_out_says_what_it_will_do_and_to_how_many_then_does_it_once(organizer, scene, listed):
    for day in ("2026-03-31", "2026-04-01", "2026-04-02"):
        mark(organizer, scene, day, *(listed if day != "2026-04-01" else listed[:1]))
    asked = organizer.get(f"{scene.path}/close-out").text
    assert "不能撤销" in asked
    assert "未全程到课" in asked
    assert "4月1日" in asked
    for _ in range(2):
        assert organizer.post(f"{scene.path}/close-out").status_code == 303
    assert "1 人已结业" in organizer.get(f"{scene.path}/close-out").text
    assert len(db.session.scalars(select(Completion.id)).all()) == 1


def test_an_organizer_excuses_with_a_reason_and_ends_the_exception_again(organizer, scene, listed):
    path = f"/enrolments/{listed[0]}/presence-exception"
    assert "未到课日期：3月31日、4月1日、4月2日" in organizer.get(path).text
    assert organizer.post(path, data={"is_excused": "yes", "reason": " "}).status_code == 422
    assert organizer.post(path, data={"is_excused": "yes", "reason": "参加抢险"}).status_code == 303
    assert "参加抢险" in organizer.get(f"{scene.path}/close-out").text
    assert "参加抢险" in organizer.get(path).text
    organizer.post(path, data={"is_excused": "no", "reason": "误填"})
    assert "参加抢险" not in organizer.get(f"{scene.path}/close-out").text


def test_a_class_head_excuses_nobody(class_head, listed):
    assert class_head.get(f"/enrolments/{listed[0]}/presence-exception").status_code == 403


def test_before_the_last_day_the_close_out_is_not_offered_and_refused(as_organizer, scene, listed):
    assert "办理结业并记入履职档案" not in as_organizer.get(f"{scene.path}/close-out").text
    refused = as_organizer.post(f"{scene.path}/close-out")
    assert refused.status_code == 409
    assert "2026年4月2日" in refused.text
    db.session.rollback()
    assert db.session.get_one(StudySession, scene.id).state is State.LIST_CONFIRMED


@pytest.mark.parametrize("rest", ["/attendance", "/sign-in-sheet", "/close-out"])
def test_a_page_needs_as_few_statements_for_many_participants(organizer, scene, rest):
    few = statements_of(organizer, scene.path + rest)
    with transaction() as session:
        session.get_one(StudySession, scene.id).state = State.RECOMMENDING
    scene.put(*scene.another_unit(places=3, deputies=3))
    confirm_list(scene.id, actor=scene.by, now=LAST_DAY)
    assert statements_of(organizer, scene.path + rest) == few <= 10
