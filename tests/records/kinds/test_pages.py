"""The pages of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.permissions import Role
from lms.records.models import EntryKind, Source
from tests.factories import make_congress, make_kind
from tests.support.accounts import make_staff, sign_in

if TYPE_CHECKING:
    from lms.people.models import Congress
    from tests.support.http import HouseClient


@pytest.fixture
def congress(client: HouseClient) -> Congress:
    congress = make_congress()
    sign_in(client, make_staff(Role.BUSINESS_ADMIN, congress))
    return congress


def kind_of(code: str) -> EntryKind:
    db.session.rollback()
    return db.session.scalars(select(EntryKind).where(EntryKind.code == code)).one()


NEW = {"head": "activities", "name": "视察", "name_en": "inspection", "readers": "offices"}


def test_a_kind_is_added_with_its_sources(client: HouseClient, congress: Congress) -> None:
    answer = client.post("/entry-kinds", data=NEW | {"code": "inspection", "sources": ["unit", "diary"]})
    assert answer.status_code == 303
    assert kind_of("inspection").sources == {Source.UNIT, Source.DIARY}


@pytest.mark.parametrize("code", ["", "Has Space", "大写", "9lives", "x" * 41, "course_completion"])
def test_a_code_that_cannot_be_is_refused_beside_its_field(client: HouseClient, congress: Congress, code: str) -> None:
    answer = client.post("/entry-kinds", data=NEW | {"code": code})
    assert answer.status_code == 422
    assert "code-error" in answer.text


def test_a_kind_is_retired_and_taken_up_again_by_buttons(client: HouseClient, congress: Congress) -> None:
    make_kind(congress, code="survey")
    client.post("/entry-kinds/survey/retirement")
    assert "恢复使用" in client.get("/entry-kinds/survey").text
    client.post("/entry-kinds/survey/reopening")
    assert kind_of("survey").retired_at is None


def test_no_source_and_no_other_readers_can_be_made_up(client: HouseClient, congress: Congress) -> None:
    make_kind(congress, code="survey")
    for bad in ({"sources": ["platform"]}, {"sources": ["thought"]}, {"readers": "everybody"}):
        assert client.post("/entry-kinds/survey", data=NEW | bad).status_code == 422
