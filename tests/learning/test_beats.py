"""Beats over HTTP: the evidence ends with exactly the seconds that a simple model of the truth allows."""

import json
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from lms.catalog.models import Lesson
from lms.core.database import db, transaction
from lms.learning.models import LessonCompletion, PlaybackLease
from tests.catalog.factories import make_video
from tests.learning.conftest import make_learner, withdraw
from tests.learning.truth import Truth

TOTAL = 120

runs = st.lists(
    st.tuples(st.integers(0, 130), st.integers(0, 40)).map(lambda run: (run[0], run[0] + run[1])), max_size=4
)
# Whole milliseconds; the pause may outlast the lease, and the server's clock may be set back.
pauses = st.one_of(st.integers(0, 20_000), st.integers(-5_000, 200_000))
# Which of the tokens ever given is used: most often the newest, sometimes an old one.
steps = st.one_of(
    st.tuples(st.just("start"), pauses, st.sampled_from("AB")),
    st.tuples(st.just("beat"), pauses, st.integers(0, 3), runs, st.sampled_from([0.5, 1, 1.25, 2, 16, 1000])),
    st.tuples(st.just("again"), pauses, st.integers(0, 3)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=14))
def test_forged_replayed_reordered_and_parallel_beats_end_with_the_seconds_of_the_model(client, actions):
    learner, truth, tokens, claims = make_learner(client), Truth(TOTAL), [], []
    lesson = make_video(learner.course, seconds=TOTAL)
    players = {"A": "a" * 32, "B": "b" * 32}

    def start(player):
        tokens.append(learner.start(lesson, players[player]).json["token"])
        truth.start(tokens[-1], Fraction(str(learner.seconds)))

    def beat(token, played, speed):
        learner.beat(token, played, speed=speed)
        truth.beat(token, played, Fraction(str(speed)), Fraction(str(learner.seconds)))

    start("A")
    for action, pause, *rest in actions:
        learner.wait(pause / 1000)
        if action == "start":
            start(*rest)
        elif action == "beat":
            age, played, speed = rest
            claims.append((tokens[-1 - age % len(tokens)], played, speed))
            beat(*claims[-1])
        elif claims:
            beat(*claims[-1 - rest[0] % len(claims)])
        assert learner.watched(lesson) == truth.watched


def test_an_honest_deputy_watches_to_the_end_and_completes_the_lesson_once(learner):
    lesson = make_video(learner.course, seconds=60)
    token = learner.start(lesson).json["token"]
    completed = []
    for start in range(0, 60, 15):
        learner.wait(15)
        answer = learner.beat(token, [(start, start + 15)], position=start + 15).json
        completed.append(answer["is_complete"])
    assert completed == [False, False, True, True]
    assert learner.watched(lesson) == set(range(60))
    assert len(db.session.scalars(select(LessonCompletion)).all()) == 1


def test_a_forged_whole_video_completes_nothing(learner):
    lesson = make_video(learner.course)
    token = learner.start(lesson).json["token"]
    learner.wait(15)
    answer = learner.beat(token, [(0, 300)], position=300)
    assert answer.json == {
        "accepted": [[0, 15]],
        "watched_seconds": 15,
        "is_complete": False,
        "completed_course": False,
        "lease_ended": False,
    }


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


def test_a_position_past_the_end_is_the_end(learner):
    lesson = make_video(learner.course)
    token = learner.start(lesson).json["token"]
    learner.beat(token, [], position=999_999_999_999)
    assert learner.start(lesson).json["position"] == 300


def test_seconds_go_with_the_file_into_another_lesson_and_complete_it_at_once(learner):
    first = make_video(learner.course, seconds=20)
    same = {"media_sha256": first.media_sha256, "captions_sha256": first.captions_sha256}
    second = make_video(learner.course, seconds=20, **same)
    token = learner.start(first).json["token"]
    learner.wait(20)
    learner.beat(token, [(0, 20)])
    assert learner.start(second).json["is_complete"] is True
    assert len(db.session.scalars(select(LessonCompletion)).all()) == 2


def test_a_video_that_was_replaced_while_it_played_earns_nothing_more(learner):
    lesson, other = make_video(learner.course), make_video(learner.course)
    token = learner.start(lesson).json["token"]
    learner.wait(15)
    with db.engine.begin() as connection:
        table = type(lesson).__table__
        connection.execute(
            table.update().where(table.c.id == lesson.id).values(media_sha256=other.media_sha256, duration_ms=10_000)
        )
    assert learner.beat(token, [(0, 15)]).status_code == 410


def test_a_lesson_that_was_dropped_while_it_played_earns_nothing_more(learner):
    lesson = make_video(learner.course, seconds=20)
    token = learner.start(lesson).json["token"]
    learner.wait(15)
    with transaction() as session:
        session.get_one(Lesson, lesson.id).is_current = False
    assert learner.beat(token, [(0, 15)]).status_code == 410
    assert learner.watched(lesson) == set()


def test_a_course_that_was_withdrawn_while_it_played_earns_nothing_more_and_says_so(learner):
    lesson = make_video(learner.course, seconds=20)
    token = learner.start(lesson).json["token"]
    learner.wait(15)
    withdraw(learner.course)
    answer = learner.beat(token, [(0, 15)])
    assert (answer.status_code, answer.json["detail"]) == (410, "本课程已撤下。您已完成的学习仍保留在履职档案中。")
    assert not db.session.scalars(select(LessonCompletion)).all()


@pytest.mark.parametrize(
    "change",
    [
        {"token": None},
        {"token": "x"},
        {"token": 3},
        {"runs": None},
        {"runs": {}},
        {"runs": [[0]]},
        {"runs": [[0, 1.5]]},
        {"runs": [[0, True]]},
        {"runs": [[-1, 5]]},
        {"runs": [[5, 1]]},
        {"runs": [[0, 10**30]]},
        {"runs": [[0, 1]] * 65},
        {"speed": "fast"},
        {"speed": -1},
        {"speed": None},
        {"position": True},
        {"position": -5},
        {"position": "end"},
    ],
    ids=str,
)
def test_what_is_no_beat_is_refused_in_words(learner, change):
    token = learner.start(make_video(learner.course)).json["token"]
    good = {"token": token, "runs": [[0, 5]], "speed": 1, "position": 5}
    answer = learner.post("/learning/playback/beats", json=good | change)
    assert answer.status_code == 422
    assert "请" in answer.json["detail"]


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b"[" * 10_000, b'{"speed": NaN}', b'{"runs": ' + b"9" * 5000 + b"}", b"\xff\xfe"],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_json_object_is_refused_in_words(learner, body):
    answer = learner.post("/learning/playback/beats", data=body, content_type="application/json")
    assert answer.status_code == 422


def test_a_beat_is_small(learner):
    answer = learner.post("/learning/playback/beats", data=b" " * 20_000, content_type="application/json")
    assert answer.status_code == 413


def test_a_start_without_the_token_of_the_page_is_refused(learner):
    video = make_video(learner.course)
    answer = learner.post(f"/learning/lessons/{video.public_id}/playback", json={"player": str(uuid4())}, csrf=False)
    assert answer.status_code == 400


def test_a_beat_needs_the_token_of_its_lease_and_not_that_of_the_page(learner):
    video = make_video(learner.course)
    token = learner.start(video).json["token"]
    learner.wait(5)
    body = {"token": token, "runs": [[0, 5]], "speed": 1, "position": 5}
    forged = learner.post("/learning/playback/beats", json={**body, "token": str(uuid4())}, csrf=False)
    assert (forged.status_code, learner.watched(video)) == (409, set())
    assert learner.post("/learning/playback/beats", json=body, csrf=False).json["accepted"] == [[0, 5]]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_beat_in_a_form_that_another_site_could_send_unasked_is_refused(learner, content_type):
    video = make_video(learner.course)
    body = json.dumps({"token": learner.start(video).json["token"], "runs": [[0, 5]], "speed": 1, "position": 5})
    learner.wait(5)
    answer = learner.post("/learning/playback/beats", data=body, content_type=content_type, csrf=False)
    assert (answer.status_code, learner.watched(video)) == (422, set())


def test_a_beat_before_any_start_credits_nothing(learner):
    assert learner.beat("0" * 32, [(0, 5)]).status_code == 409


def statements_of(learner, token, run):
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "SET", "SHOW")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    learner.beat(token, [run])
    event.remove(db.engine, "before_cursor_execute", note)
    return asked


def test_a_beat_takes_three_statements_after_the_one_that_finds_the_actor(learner):
    token = learner.start(make_video(learner.course)).json["token"]
    learner.wait(15)
    assert len(statements_of(learner, token, (0, 15))) == 4


def test_once_the_lesson_is_complete_a_beat_costs_no_more_than_before(learner):
    make_video(learner.course)
    token = learner.start(make_video(learner.course, seconds=30)).json["token"]
    learner.wait(25)
    assert len(statements_of(learner, token, (0, 25))) > 4
    learner.wait(5)
    assert len(statements_of(learner, token, (25, 30))) == 4


def test_a_lease_belongs_to_one_person(learner):
    with db.engine.connect() as connection:
        learner.start(make_video(learner.course))
        learner.start(make_video(learner.course))
        assert len(connection.execute(select(PlaybackLease.person_id)).all()) == 1
