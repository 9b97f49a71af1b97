"""Founding the National People's Congress: 35 electing units in official order."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.people.founding import AlreadyFounded, UnknownCongress, found
from lms.people.models import ElectingBody
from lms.records.founding import seed_kinds
from lms.records.models import EntryKind, Head
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")


def test_the_npc_has_35_units_with_2745_seats_in_official_order() -> None:
    found("npc", now=NOW)
    bodies = db.session.scalars(select(ElectingBody).order_by(ElectingBody.official_order)).all()
    assert len(bodies) == 35
    assert sum(body.plan_seats for body in bodies) == 2745
    assert [bodies[0].short_name, bodies[-1].short_name] == ["北京", "解放军和武警部队"]
    assert [body.is_army for body in bodies].count(True) == 1


def test_its_catalogue_of_kinds_has_all_five_heads() -> None:
    found("npc", now=NOW, and_then=(seed_kinds,))
    assert set(db.session.scalars(select(EntryKind.head))) == set(Head)


def test_a_congress_is_founded_once() -> None:
    found("npc", now=NOW)
    with pytest.raises(AlreadyFounded):
        found("npc", now=NOW)


def test_an_unknown_congress_is_named_with_those_known() -> None:
    with pytest.raises(UnknownCongress, match="npc"):
        found("moon", now=NOW)
