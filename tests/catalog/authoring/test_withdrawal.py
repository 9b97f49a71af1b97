"""Withdrawing a course: those who began are told, what was completed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.catalog import access as catalog
from lms.catalog.authoring.operations import drafts
from lms.catalog.authoring.operations.withdrawal import withdraw
from lms.catalog.authoring.refusals import NotOpen
from lms.catalog.folder import read_course
from lms.catalog.models import Course, CourseState
from lms.catalog.operations import Outcome, sync
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.event_delivery import deliver_pending
from lms.core.permissions import Role
from lms.learning.models import LessonCompletion
from lms.learning.operations.reading import confirm_reading
from lms.notices.models import Notice
from tests.catalog.authoring.drafts import make_people, publish
from tests.catalog.factories import make_course, make_reading
from tests.catalog.folders import make_folder
from tests.factories import NOW, make_mandate
from tests.support.accounts import actor_of, make_account

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")


def test_those_who_began_are_told_and_what_they_completed_stays() -> None:
    mandate = make_mandate()
    learner = actor_of(make_account(mandate.person), Role.DEPUTY, congress_id=mandate.congress_id)
    course = make_course(congress_id=mandate.congress_id)
    lesson = make_reading(course)
    make_reading(course)
    confirm_reading(catalog.lesson(learner, lesson.public_id), actor=learner, now=NOW)
    approver = actor_of(make_account(), Role.APPROVER, congress_id=mandate.congress_id)
    withdraw(course.public_id, "依据已修改", actor=approver, now=NOW)
    deliver_pending(now=NOW)
    (notice,) = db.session.scalars(select(Notice).where(Notice.kind == "learning.course_withdrawn")).all()
    assert (notice.person_id, notice.params["reason"]) == (mandate.person_id, "依据已修改")
    assert len(db.session.scalars(select(LessonCompletion)).all()) == 1
    with pytest.raises(NotFound):
        catalog.course(learner, course.public_id)


def test_a_folder_does_not_bring_a_withdrawn_course_back_but_three_people_do(tmp_path: Path) -> None:
    people = make_people()
    folder = make_folder(tmp_path)
    sync([read_course(folder)], congress_id=people.congress_id, actor=None, now=NOW)
    course_id = db.session.scalars(select(Course.public_id)).one()
    withdraw(course_id, "依据已修改", actor=people.approver, now=NOW)
    (folder / "text.md").write_text("## 新\n\n新的文字。\n", "utf-8")
    (change,) = sync([read_course(folder)], congress_id=people.congress_id, actor=None, now=NOW)
    assert change.outcome is Outcome.LEFT_WITHDRAWN
    publish(drafts.take_over(course_id, actor=people.editor, now=NOW).public_id, people)
    state, version = db.session.execute(select(Course.state, Course.version)).one()
    assert (state, version) == (CourseState.PUBLISHED, 3)


def test_what_is_not_open_is_not_withdrawn() -> None:
    people = make_people()
    course = make_course(congress_id=people.congress_id, state=CourseState.DRAFT)
    with pytest.raises(NotOpen):
        withdraw(course.public_id, "误发", actor=people.approver, now=NOW)
