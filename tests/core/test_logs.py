"""Logs tell what happened, never to whom by name."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from flask import Flask

from lms.core import logs


@pytest.fixture
def site():
    site = Flask("site")
    logs.init_app(site)
    site.get("/people/<name>")(lambda name: f"{name} {logs.work_id()}")
    return site.test_client()


@pytest.fixture
def lines(caplog):
    """What the JSON formatter makes of the records."""
    caplog.set_level(logging.INFO)
    caplog.handler.setFormatter(logs.JsonFormatter())
    return lambda: [json.loads(line) for line in caplog.text.splitlines()]


def test_every_answer_carries_the_id_under_which_it_is_logged(site, lines):
    answer = site.get("/people/x")
    assert answer.headers["X-Request-Id"] == lines()[0]["request"]
    assert answer.text.endswith(lines()[0]["request"])


def test_two_requests_have_two_ids(site):
    assert site.get("/people/x").headers["X-Request-Id"] != site.get("/people/x").headers["X-Request-Id"]


def test_neither_path_nor_query_nor_form_is_logged(site, caplog, lines):
    site.get("/people/王小明?phone=13800138000")
    site.post("/people/王小明", data={"phone": "13800138000"})
    site.get("/nothing/王小明")
    assert [(line["route"], line["status"]) for line in lines()] == [
        ("/people/<name>", 200),
        (None, 405),
        (None, 404),
    ]
    assert "王小明" not in caplog.text
    assert "13800138000" not in caplog.text


def failing():
    try:
        int("13800138000 王小明")
    except ValueError as error:
        raise RuntimeError("王小明") from error


def test_an_error_is_logged_by_type_and_place_without_its_text(lines, caplog):
    try:
        failing()
    except RuntimeError:
        logging.getLogger("test").exception("it failed", extra={"run": 7})
    line = lines()[0]
    assert line["error"]["type"] == "builtins.RuntimeError"
    assert line["error"]["cause"] == "builtins.ValueError"
    assert line["error"]["trace"][-1].endswith(" failing")
    assert line["run"] == 7
    assert "王小明" not in caplog.text


def test_lines_of_a_job_bear_its_run(lines):
    with logs.working_for("run-1"):
        logging.getLogger("test").info("inside")
    logging.getLogger("test").info("outside")
    assert [line.get("request") for line in lines()] == ["run-1", None]


def test_a_developer_reads_whole_tracebacks():
    try:
        failing()
    except RuntimeError:
        record = logging.makeLogRecord({"msg": "it failed", "exc_info": sys.exc_info()})
    assert "RuntimeError: 王小明" in logs.HumanFormatter().format(record)
