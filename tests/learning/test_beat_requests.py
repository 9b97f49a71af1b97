"""What a beat may be as a request: its shape, its token, its size, and what it costs the database."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import event

from lms.core.database import db
from tests.catalog.factories import make_video


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
