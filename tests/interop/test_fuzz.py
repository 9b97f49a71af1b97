"""Chance looks for a request that is a mishap, or an answer that the document does not know. The seed is fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks as conformance

from lms.core import settings as house_settings
from lms.interop.api import validation
from lms.interop.catalogue import OPERATIONS
from tests.interop.conftest import DAY, House

if TYPE_CHECKING:
    from flask import Flask
    from schemathesis import Case
    from schemathesis.openapi import OpenApiSchema

CHECKS = [
    checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
]
# What is none of the described must be refused; the converse can not be held: a well-formed deputy need not exist.
REFUSES = [*CHECKS, conformance.negative_data_rejection]
EXAMPLES = 100


@pytest.fixture
def described(app: Flask, house: House, monkeypatch: pytest.MonkeyPatch) -> OpenApiSchema:
    """The document, read from the application itself, with no limit on how often one may ask."""
    many = house_settings.Settings(**vars(house_settings.current()) | {"api_writes_per_minute": 1_000_000})
    monkeypatch.setattr(house_settings, "_used", [many])
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("name", [each.name for each in OPERATIONS])
def test_chance_finds_no_mishap(described: OpenApiSchema, house: House, name: str, mode: GenerationMode) -> None:
    seen = statuses(described, house, name, mode)
    assert seen <= {200, 400, 401, 415, 422}  # A token that is none is one of the bad things tried.
    assert 200 in seen or mode is GenerationMode.NEGATIVE


def test_a_planted_fault_is_found(described: OpenApiSchema, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "query_of", lambda shape, _given: shape())
    with pytest.raises(FailureGroup, match="rejected"):
        statuses(described, house, "entries", GenerationMode.NEGATIVE)


def statuses(described: OpenApiSchema, house: House, name: str, mode: GenerationMode) -> set[int]:
    """Ask by chance, hold each answer to the document, and say with which statuses it was answered."""
    operation = described.find_operation_by_id(name)
    headers = {"Authorization": f"Bearer {house.secret()}"}
    held = CHECKS if mode is GenerationMode.POSITIVE else REFUSES
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: Case, known: bool) -> None:
        if known and mode is GenerationMode.POSITIVE and isinstance(case.body, dict):
            make_known(case.body, house)
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=held)
        seen.add(answer.status_code)

    ask()
    return seen


def make_known(body: dict[str, Any], house: House) -> None:
    """Let entries that chance has made be of a deputy, a kind and a day that there are."""
    for number, each in enumerate(body["entries"]):
        each |= {"mandate": str(house.mandates[0].public_id), "kind": "hearing", "occurred_on": DAY}
        each["external_id"] = f"{number}-{each['external_id']}"[:80]
        each["card_number"] = None
