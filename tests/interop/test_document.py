"""The OpenAPI document says what is done, and every operation is in it whole."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from lms.interop.api.operations import Write
from lms.interop.catalogue import OPERATIONS

if TYPE_CHECKING:
    from tests.support.http import HouseClient


@pytest.fixture
def document(client: HouseClient) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_a_planted_fault_would_be_seen(document: dict[str, Any]) -> None:
    del document["paths"]["/entries"]["post"]["responses"]["200"]["description"]
    assert list(OpenAPIV31SpecValidator(document).iter_errors())


def test_every_operation_is_there_with_its_problems(document: dict[str, Any]) -> None:
    for each in OPERATIONS:
        said = document["paths"][each.path][each.method.lower()]
        assert said["operationId"] == each.name
        for problem in each.refusals:
            assert f"urn:lms:problem:{problem.slug}" in said["responses"][str(int(problem.status))]["description"]


def test_what_is_sent_holds_nothing_that_was_not_declared(document: dict[str, Any]) -> None:
    for name in ("NewEntry", "NewEntries"):
        assert document["components"]["schemas"][name]["additionalProperties"] is False


def test_who_writes_says_which_act_the_auditor_reads_and_needs_a_scope() -> None:
    for each in OPERATIONS:
        if isinstance(each, Write):
            assert re.fullmatch(r"[a-z_]+\.[a-z_]+", each.action)
            assert each.scope is not None
            assert each.status in (HTTPStatus.OK, HTTPStatus.CREATED)


def test_it_is_written_in_chinese_or_english(client: HouseClient, document: dict[str, Any]) -> None:
    english = client.get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json
    assert "报送" in document["paths"]["/entries"]["post"]["summary"]
    assert english is not None
    assert english["paths"]["/entries"]["post"]["summary"] == "Send entries for the record"
