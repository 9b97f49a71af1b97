"""Notes on a lesson, at a second of its video: the person's own and nobody else's."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.learning.notes import operations
from lms.learning.notes.models import LessonNote
from lms.learning.notes.queries import own_notes
from lms.learning.refusals import NotForAnother
from tests.catalog.factories import make_reading, make_video
from tests.factories import NOW
from tests.support.accounts import actor_of, make_deputy


@pytest.fixture
def video(learner):
    return make_video(learner.course, seconds=300)


def address(learner, lesson):
    return f"/courses/{learner.course.public_id}/lessons/{lesson.public_id}"


def write(learner, lesson, content="记住：先到现场看。", second="83"):
    return learner.post(f"{address(learner, lesson)}/notes", data={"content": content, "second": second})


def notes():
    return db.session.scalars(select(LessonNote).order_by(LessonNote.id)).all()


def test_a_note_is_kept_at_its_second_and_leads_back_to_it(learner, video):
    kept = write(learner, video)
    assert kept.status_code == 303
    page = learner.get(address(learner, video))
    assert "记住：先到现场看。" in page.text
    assert f'{address(learner, video)}?t=83"' in page.text


@pytest.mark.parametrize(("typed", "kept"), [("", None), ("x", None), ("-3", None), ("999999", 300), ("²", None)])
def test_a_second_that_is_none_is_left_out_and_one_past_the_end_is_the_end(learner, video, typed, kept):
    write(learner, video, second=typed)
    assert [note.second for note in notes()] == [kept]


def test_a_reading_has_notes_without_a_second(learner):
    lesson = make_reading(learner.course)
    write(learner, lesson)
    assert [note.second for note in notes()] == [None]
    assert "记住" in learner.get(address(learner, lesson)).text


@pytest.mark.parametrize("content", ["", " 　", "长" * 2001])
def test_a_slip_is_told_and_what_was_typed_stays(learner, video, content):
    refused = write(learner, video, content=content)
    assert refused.status_code == 422
    assert "field__error" in refused.text
    assert notes() == []
    assert content.strip() in refused.text


def test_a_note_is_removed_by_its_owner_alone(learner, video):
    write(learner, video)
    (note,) = notes()
    _mandate, other = make_deputy()
    with pytest.raises(NotFound):
        operations.remove(note.public_id, actor=actor_of(other, Role.DEPUTY, congress_id=learner.course.congress_id))
    gone = learner.post(f"{address(learner, video)}/notes/{note.public_id}/removal")
    assert gone.status_code == 303
    assert notes() == []
    assert learner.post(f"{address(learner, video)}/notes/{note.public_id}/removal").status_code == 404


def test_nobody_else_reads_a_note_not_even_who_acts_for_the_person(learner, video):
    write(learner, video)
    own = actor_of(learner.account, Role.DEPUTY, congress_id=learner.course.congress_id)
    acting = own.__class__.of(9, own.person_id, own.congress_id, own.grants, acting_for=own.person_id)
    _mandate, other = make_deputy()
    assert len(own_notes(own, video)) == 1
    assert own_notes(acting, video) == ()
    assert own_notes(actor_of(other, Role.DEPUTY, congress_id=own.congress_id), video) == []
    with pytest.raises(NotForAnother):
        operations.write(video, "代写", second=None, actor=acting, now=NOW)


def test_a_lesson_holds_only_so_many(learner, video, monkeypatch):
    monkeypatch.setattr(operations, "MOST_NOTES", 1)
    assert write(learner, video).status_code == 303
    assert write(learner, video).status_code == 409
    assert len(notes()) == 1


def test_the_lines_of_a_video_lead_to_their_seconds(learner, video):
    page = learner.get(address(learner, video)).text
    assert re.search(r'class="cues__line" href="[^"]+\?t=\d+" data-seek="\d+"', page)
