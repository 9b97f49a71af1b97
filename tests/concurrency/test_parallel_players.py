"""Players in real threads: what the answers said and what the database keeps are the same seconds."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.catalog import access
from lms.core.database import db
from lms.core.hot_statements import HotSelect
from lms.core.permissions import Role
from lms.learning.evidence import Claim
from lms.learning.models import CourseCompletion, LessonCompletion, WatchedMedia
from lms.learning.operations import beats
from lms.learning.operations.beats import Beat, accept_beat
from lms.learning.operations.playback import start_playback
from lms.learning.operations.reading import confirm_reading
from lms.learning.refusals import TakenOver
from lms.learning.watched_seconds import from_bytes, union
from lms.records.models import RecordEntry
from tests.catalog.factories import make_course, make_reading, make_video
from tests.concurrency.racing import PATIENCE, at_once, turn_locks_off
from tests.factories import NOW
from tests.support.accounts import actor_of, make_deputy


@pytest.fixture
def deputy(database):
    mandate, account = make_deputy()
    return actor_of(account, Role.DEPUTY, congress_id=mandate.congress_id)


def start(deputy, lesson, now=NOW):
    return start_playback(access.lesson(deputy, lesson.public_id), player=uuid4(), actor=deputy, now=now).token


def beat(deputy, token, runs, seconds):
    sent = Beat(token, Claim(tuple(runs)), position=0)
    return accept_beat(sent, actor=deputy, now=NOW + timedelta(seconds=seconds))


def watched(deputy, lesson):
    db.session.rollback()  # Else it would see what was there when the thread first looked.
    stored = db.session.scalar(
        select(WatchedMedia.seconds).where(
            WatchedMedia.person_id == deputy.person_id, WatchedMedia.media_sha256 == lesson.media_sha256
        )
    )
    return from_bytes(stored)


def test_two_players_with_one_token_share_one_time(deputy):
    lesson = make_video(make_course(congress_id=deputy.congress_id))
    token = start(deputy, lesson)
    answers = at_once(
        lambda: beat(deputy, token, [(0, 60)], 60),
        lambda: beat(deputy, token, [(100, 160)], 60),
        lambda: beat(deputy, token, [(200, 260)], 60),
    )
    told = union([run for answer in answers for run in answer.accepted], total=300)
    assert told == watched(deputy, lesson)
    assert told.bit_count() == 60


def test_a_beat_that_meets_a_take_over_is_credited_before_it_or_not_at_all(deputy):
    lesson = make_video(make_course(congress_id=deputy.congress_id))
    for round_ in range(10):
        begun = round_ * 100
        token = start(deputy, lesson, NOW + timedelta(seconds=begun))
        before = watched(deputy, lesson)
        claim = [(round_ * 20, round_ * 20 + 20)]
        answer, _token = at_once(
            lambda token=token, claim=claim, begun=begun: beat(deputy, token, claim, begun + 20),
            lambda begun=begun: start(deputy, lesson, NOW + timedelta(seconds=begun + 20)),
        )
        gained = watched(deputy, lesson) & ~before
        assert gained == (0 if answer is TakenOver else union(answer.accepted, total=300))


def test_two_first_starts_leave_one_lease_that_works(deputy):
    lesson = make_video(make_course(congress_id=deputy.congress_id))
    tokens = at_once(lambda: start(deputy, lesson), lambda: start(deputy, lesson))
    answers = at_once(*(lambda token=token: beat(deputy, token, [(0, 10)], 10) for token in tokens))
    assert answers.count(TakenOver) == 1


def test_the_last_two_lessons_at_the_same_moment_complete_the_course_once(deputy):
    for _ in range(5):
        course = make_course(congress_id=deputy.congress_id)
        video, reading = make_video(course, seconds=20), make_reading(course)
        token = start(deputy, video)
        at_once(
            lambda token=token: beat(deputy, token, [(0, 20)], 20),
            lambda reading=reading: confirm_reading(
                access.lesson(deputy, reading.public_id), actor=deputy, now=NOW + timedelta(seconds=20)
            ),
        )
        entry = RecordEntry.source_key.startswith(f"course:{course.public_id}:")
        assert db.session.scalar(select(func.count()).where(CourseCompletion.course_id == course.id)) == 1
        assert db.session.scalar(select(func.count()).where(entry)) == 1
        db.session.rollback()


def test_the_same_reading_confirmed_twice_at_once_is_one_completion(deputy):
    reading = make_reading(make_course(congress_id=deputy.congress_id))

    def confirm():
        return confirm_reading(access.lesson(deputy, reading.public_id), actor=deputy, now=NOW)

    assert sorted(at_once(confirm, confirm)) == [False, True]
    assert db.session.scalar(select(func.count()).select_from(LessonCompletion)) == 1


def test_without_the_lock_the_answers_and_the_database_would_part(deputy, monkeypatch):
    """That the race exists at all: else the test above would prove nothing."""
    lesson = make_video(make_course(congress_id=deputy.congress_id))
    token = start(deputy, lesson)
    turn_locks_off(monkeypatch)
    monkeypatch.setattr(beats, "_LOCKED", _unlocked())
    meeting, credit = threading.Barrier(2), beats.credit

    def credit_and_meet(*args, **given):
        with suppress(threading.BrokenBarrierError):
            meeting.wait(PATIENCE)
        return credit(*args, **given)

    monkeypatch.setattr(beats, "credit", credit_and_meet)
    answers = at_once(
        lambda: beat(deputy, token, [(0, 60)], 60),
        lambda: beat(deputy, token, [(100, 160)], 60),
    )
    told = union([run for answer in answers for run in answer.accepted], total=300)
    assert told != watched(deputy, lesson)


def _unlocked():
    statement = beats._LOCKED._texts._statement._clone()
    statement._for_update_arg = None
    return HotSelect(statement, beats._LOCKED._row)
