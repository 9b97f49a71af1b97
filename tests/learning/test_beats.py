"""Beats over HTTP: the evidence ends with exactly the seconds that a simple model of the truth allows."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.catalog.models import Lesson
from lms.core.database import db, transaction
from lms.learning.models import LessonCompletion
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
