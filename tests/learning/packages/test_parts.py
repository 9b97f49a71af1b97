"""A package with several parts: each has a state of its own, and the lesson is complete with the last that must be."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.catalog.packages.operations import keep_package
from lms.catalog.packages.queries import parts_of
from lms.core.database import db
from lms.learning.models import CourseCompletion, LessonCompletion, Way
from lms.learning.packages.models import PackageLease, PackageState
from lms.learning.packages.parts import PartState, where_to_go_on
from lms.records.models import RecordEntry
from tests.catalog.packages.zips import PAGES, TREE, V12, V2004, package, several
from tests.factories import NOW
from tests.learning.packages.scene import CONTENT, ask_for, content_at, launch, make_package, report

READ, CHAPTER, ONE, TWO, THREE = range(5)
BEGUN, COMPLETED, NOT_BEGUN = PartState.BEGUN, PartState.COMPLETED, PartState.NOT_BEGUN


@pytest.fixture(autouse=True)
def content_origin(database):
    with content_at(CONTENT):
        yield


@pytest.fixture
def lesson(learner):
    return make_package(learner.course, several(V12, TREE), **PAGES)


def rows(model):
    db.session.rollback()
    return db.session.scalars(select(model)).all()


def complete(learner, lesson, part, **said):
    token = launch(learner, lesson, part=part)["token"]
    return report(learner, token, part=part, completion="completed", has_finished=True, **said).json


def test_each_part_keeps_its_own_and_goes_on_from_there(learner, lesson):
    for part, memory in ((ONE, "甲"), (TWO, "乙")):
        token = launch(learner, lesson, part=part)["token"]
        report(learner, token, part=part, suspend_data=memory, has_finished=True, wants_to_go_on=True)
    first = launch(learner, lesson, part=ONE)["values"]
    assert (first["cmi.suspend_data"], first["cmi.core.entry"]) == ("甲", "resume")
    assert launch(learner, lesson, part=TWO)["values"]["cmi.suspend_data"] == "乙"
    assert launch(learner, lesson, part=THREE)["values"]["cmi.core.entry"] == "ab-initio"


def test_time_is_counted_for_each_part(learner, lesson):
    token = launch(learner, lesson, part=ONE)["token"]
    learner.wait(60)
    report(learner, token, part=ONE, session_time="00:01:00", has_finished=True, wants_to_go_on=True)
    assert launch(learner, lesson, part=ONE)["values"]["cmi.core.total_time"] == "0000:01:00.00"
    assert launch(learner, lesson, part=TWO)["values"]["cmi.core.total_time"] == "0000:00:00.00"


def test_the_lesson_is_complete_once_with_the_last_part_in_any_order(learner, lesson):
    unfinished = {"part_is_complete": True, "is_complete": False, "completed_course": False}
    assert complete(learner, lesson, THREE) == unfinished
    assert complete(learner, lesson, ONE) == unfinished
    assert not rows(LessonCompletion)
    assert complete(learner, lesson, TWO) == {"part_is_complete": True, "is_complete": True, "completed_course": True}
    complete(learner, lesson, TWO)
    assert [each.way for each in rows(LessonCompletion)] == [Way.PACKAGE]
    assert len(rows(CourseCompletion)) == len(rows(RecordEntry)) == 1


def test_one_part_completed_again_and_again_stands_for_no_other(learner, lesson):
    for _time in range(4):
        complete(learner, lesson, ONE)
    assert not rows(LessonCompletion)


def test_a_part_that_was_completed_stays_so_when_it_is_opened_again(learner, lesson):
    complete(learner, lesson, ONE)
    token = launch(learner, lesson, part=ONE)["token"]
    again = report(learner, token, part=ONE, completion="incomplete").json
    assert again["part_is_complete"]
    complete(learner, lesson, TWO)
    assert complete(learner, lesson, THREE)["is_complete"]


def test_parts_of_scorm_2004_count_when_completed_or_passed(learner):
    lesson = make_package(learner.course, several(V2004, TREE), **PAGES)
    ways = ((ONE, {"success": "passed"}), (TWO, {"completion": "completed"}), (THREE, {"success": "passed"}))
    said = {"completion": "unknown", "success": "unknown", "has_finished": True}
    for part, way in ways:
        answer = report(learner, launch(learner, lesson, part=part)["token"], part=part, **(said | way)).json
    assert answer["is_complete"]
    values = launch(learner, lesson, part=ONE)["values"]
    assert (values["cmi.mode"], values["cmi.credit"]) == ("review", "no-credit")


def test_a_part_that_does_not_count_is_not_waited_for(learner):
    rules = '<imsss:sequencing><imsss:deliveryControls tracked="false"/></imsss:sequencing>'
    items = f'<item identifierref="one"/><item identifierref="two">{rules}</item>'
    lesson = make_package(learner.course, several(V2004, items), **PAGES)
    said = {"completion": "completed", "success": "unknown"}
    assert not report(learner, launch(learner, lesson, part=1)["token"], part=1, **said).json["is_complete"]
    assert report(learner, launch(learner, lesson, part=0)["token"], part=0, **said).json["is_complete"]


def test_what_one_part_says_cannot_be_posted_for_another(learner, lesson):
    token = launch(learner, lesson, part=ONE)["token"]
    for part in (TWO, THREE, READ, CHAPTER, 99):
        assert report(learner, token, part=part, completion="completed").status_code == 409
    assert not rows(PackageState)


def test_a_part_that_was_left_for_another_can_keep_nothing_more(learner, lesson):
    first = launch(learner, lesson, part=ONE)["token"]
    second = launch(learner, lesson, part=TWO)["token"]
    for part in (ONE, TWO):
        assert report(learner, first, part=part, completion="completed").status_code == 409
    assert report(learner, second, part=TWO, suspend_data="x").status_code == 200
    assert [(each.part, each.suspend_data) for each in rows(PackageState)] == [(TWO, "x")]


def test_a_report_that_is_sent_again_after_the_part_has_ended_changes_nothing(learner, lesson):
    token = launch(learner, lesson, part=ONE)["token"]
    said = {"part": ONE, "suspend_data": "x", "has_finished": True}
    assert report(learner, token, **said).status_code == 200
    launch(learner, lesson, part=TWO)
    assert report(learner, token, **(said | {"completion": "completed"})).status_code == 409
    assert [each.completion for each in rows(PackageState)] == ["incomplete"]


def test_the_lease_of_one_lesson_is_none_for_the_same_part_of_another(learner, lesson):
    other = make_package(learner.course, several(V12, TREE.replace("小结", "结语")), key="other", position=2, **PAGES)
    token = launch(learner, lesson, part=ONE)["token"]
    complete(learner, other, ONE)
    assert report(learner, token, part=ONE, completion="completed").status_code == 409
    assert {each.package_sha256 for each in rows(PackageState)} == {other.media_sha256}


@pytest.mark.parametrize("part", [CHAPTER, 5, 199, 200, -1, 10**30, 1.5, "2", True, None, [2]])
def test_only_a_part_that_can_be_opened_is_launched(learner, lesson, part):
    assert ask_for(learner, lesson, part).status_code == 422
    assert not rows(PackageLease)


@pytest.mark.parametrize("part", [-1, 10**30, "2", None])
def test_a_report_for_what_is_no_part_is_refused(learner, lesson, part):
    token = launch(learner, lesson, part=ONE)["token"]
    assert report(learner, token, part=part, completion="completed").status_code == 422


def test_a_page_to_read_is_opened_and_nothing_is_kept_of_it(learner, lesson):
    running = launch(learner, lesson, part=ONE)["token"]
    opened = launch(learner, lesson, part=READ)
    assert (opened["token"], opened["values"]["cmi.core.lesson_mode"]) == (None, "browse")
    assert report(learner, None, part=READ, completion="completed").status_code == 422
    assert report(learner, running, part=ONE).status_code == 200
    assert [each.part for each in rows(PackageState)] == [ONE]


def test_each_part_starts_with_its_own_page(learner, lesson):
    def frame(part):
        address = launch(learner, lesson, part=part)["frame"].removeprefix(CONTENT)
        with learner.now():
            return learner.client.get(address, base_url=CONTENT).text

    assert 'data-start="one.html"' in frame(ONE)
    assert 'data-start="read.html"' in frame(READ)
    assert 'data-title="动笔之前"' in frame(TWO)


def test_the_page_says_in_words_how_far_each_part_is(learner, lesson):
    complete(learner, lesson, ONE)
    report(learner, launch(learner, lesson, part=TWO)["token"], part=TWO, suspend_data="x")
    page = learner.get(f"/courses/{learner.course.public_id}/lessons/{lesson.public_id}").text
    lines = [" ".join(each.split()) for each in page.partition('class="parts__list"')[2].split("<li")[1:]]
    words = ["阅读材料", "第一章", "已完成", "进行中", "未开始"]
    assert [word in line for word, line in zip(words, lines, strict=True)] == [True] * 5
    assert f'data-part="{TWO}"' in page


def test_a_package_with_one_part_shows_no_list(learner):
    lesson = make_package(learner.course)
    page = learner.get(f"/courses/{learner.course.public_id}/lessons/{lesson.public_id}").text
    assert "data-package" in page
    assert "data-position" not in page


@pytest.mark.parametrize(
    ("one", "two", "three", "offered"),
    [
        (NOT_BEGUN, NOT_BEGUN, NOT_BEGUN, READ),
        (NOT_BEGUN, BEGUN, NOT_BEGUN, TWO),
        (COMPLETED, NOT_BEGUN, NOT_BEGUN, TWO),
        (COMPLETED, NOT_BEGUN, BEGUN, THREE),
        (COMPLETED, COMPLETED, COMPLETED, READ),
    ],
)
def test_the_part_to_go_on_with_is_offered(one, two, three, offered):
    parts = parts_of(keep_package(package(several(V12, TREE), **PAGES), now=NOW))
    assert where_to_go_on(parts, {ONE: one, TWO: two, THREE: three}) == offered
