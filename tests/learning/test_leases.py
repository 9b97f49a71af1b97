"""The lease of a player over HTTP: one player, one video, one person, and what is told when it has passed on."""

from sqlalchemy import select

from lms.core.database import db
from lms.learning.models import PlaybackLease
from tests.catalog.factories import make_video


def test_an_old_lease_is_told_that_it_was_taken_over_and_credits_nothing(learner):
    lesson = make_video(learner.course)
    phone = learner.start(lesson).json["token"]
    learner.wait(30)
    taken = learner.start(lesson)
    assert taken.json["took_over"] is True
    answer = learner.beat(phone, [(0, 30)])
    assert answer.status_code == 409
    assert "另一" in answer.json["detail"]
    assert learner.watched(lesson) == set()


def test_the_same_page_that_starts_again_is_no_other_device(learner):
    lesson = make_video(learner.course)
    player = "c" * 32
    learner.start(lesson, player)
    assert learner.start(lesson, player).json["took_over"] is False


def test_a_player_that_was_left_long_ago_is_not_told_as_another_device(learner):
    lesson = make_video(learner.course)
    learner.start(lesson)
    learner.wait(121)
    assert learner.start(lesson).json["took_over"] is False


def test_a_lease_is_for_one_video_only(learner):
    first, second = make_video(learner.course), make_video(learner.course)
    token = learner.start(first).json["token"]
    learner.start(second)
    learner.wait(60)
    assert learner.beat(token, [(0, 60)]).status_code == 409
    assert learner.watched(first) == set()


def test_after_the_lease_has_ended_the_player_is_told_to_start_anew(learner):
    lesson = make_video(learner.course)
    token = learner.start(lesson).json["token"]
    learner.wait(500)
    answer = learner.beat(token, [(0, 300)]).json
    assert (answer["watched_seconds"], answer["lease_ended"]) == (120, True)
    learner.wait(100)
    assert learner.beat(token, [(0, 300)]).json["watched_seconds"] == 120


def test_another_device_goes_on_where_the_first_one_stopped(learner):
    lesson = make_video(learner.course)
    token = learner.start(lesson).json["token"]
    learner.wait(20)
    learner.beat(token, [(10, 30)], position=30)
    other = learner.start(lesson).json
    assert (other["position"], other["watched"]) == (30, [[10, 30]])


def test_a_lease_belongs_to_one_person(learner):
    with db.engine.connect() as connection:
        learner.start(make_video(learner.course))
        learner.start(make_video(learner.course))
        assert len(connection.execute(select(PlaybackLease.person_id)).all()) == 1
