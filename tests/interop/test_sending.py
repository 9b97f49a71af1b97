"""Entries that another system sends: all or none, each once, and each as far as the token reaches."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.interop.tokens.models import Scope
from lms.people.models import ChangeKind, Ground
from lms.records.models import RecordEntry, Source
from tests.factories import make_change, make_congress, make_electing_body, make_mandate, make_term
from tests.interop.conftest import House, System, entry, loose

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


def entries_kept() -> int:
    return db.session.scalar(select(func.count()).select_from(RecordEntry)) or 0


def places(answer: TestResponse) -> list[str]:
    """Where the faults are, once the whole was refused and nothing entered."""
    assert answer.status_code == 422, answer.text
    assert entries_kept() == 0
    return [fault["pointer"] for fault in answer.json["errors"]]


def test_an_entry_stands_in_the_record_with_its_source_and_content(house: House, system: System) -> None:
    answer = system.send(entry(house.mandates[0], details={"place": "石家庄"}))
    assert answer.status_code == 200
    (taken,) = answer.json["entries"]
    assert taken["is_new"] is True
    kept = db.session.scalars(select(RecordEntry)).one()
    assert str(kept.public_id) == taken["entry"]
    assert (kept.source, kept.kind.code, kept.occurred_on) == (Source.API, "hearing", date(2026, 3, 10))
    assert kept.source_key == f"api:meetings:m-1:{house.mandates[0].public_id}"
    assert json.loads(kept.payload.content) == {"title": "立法听证会", "details": {"place": "石家庄"}}


def test_a_deputy_can_be_named_by_card_number(house: House, system: System) -> None:
    mandate = house.mandates[1]
    answer = system.send(entry(mandate, mandate=None, card_number=mandate.card_number))
    assert answer.json["entries"][0]["mandate"] == str(mandate.public_id)


def test_a_card_number_is_that_of_the_term_which_runs_on_the_day(house: House, system: System) -> None:
    old = make_term(house.congress, number=13, starts_on=date(2018, 3, 5), ends_on=date(2023, 3, 4))
    card_number, from_on = house.mandates[0].card_number, date(2018, 3, 5)
    before = loose(make_mandate(make_electing_body(old), card_number=card_number, from_on=from_on))
    card = {"mandate": None, "card_number": before.card_number}
    answer = system.send(entry(before, **card, occurred_on="2022-05-05"), entry(before, **card, external_id="m-2"))
    assert [each["mandate"] for each in answer.json["entries"]] == [
        str(before.public_id),
        str(house.mandates[0].public_id),
    ]


def test_the_same_message_under_another_key_changes_nothing(house: House, system: System) -> None:
    first, second = (system.send(entry(house.mandates[0])).json["entries"][0] for _ in range(2))
    assert (first["is_new"], second["is_new"]) == (True, False)
    assert first["entry"] == second["entry"]
    assert entries_kept() == 1


def test_a_renewed_token_of_the_same_system_knows_its_entries_again(app: Flask, house: House, system: System) -> None:
    system.send(entry(house.mandates[0]))
    renewed = System(app, house.secret())
    assert renewed.send(entry(house.mandates[0])).json["entries"][0]["is_new"] is False


def test_one_fact_may_be_sent_for_several_deputies(house: House, system: System) -> None:
    answer = system.send(*(entry(each) for each in house.mandates))
    assert [each["is_new"] for each in answer.json["entries"]] == [True, True]
    assert entries_kept() == 2


@pytest.mark.parametrize("change", [{"occurred_on": "2026-03-11"}, {"title": "另一场听证会"}])
def test_a_known_fact_with_other_content_is_refused_and_not_passed_over(
    house: House, system: System, change: dict[str, Any]
) -> None:
    system.send(entry(house.mandates[0]))
    answer = system.send(entry(house.mandates[1], external_id="m-9"), entry(house.mandates[0], **change))
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == ["/entries/1/external_id"]
    assert entries_kept() == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "parade"}, "kind"),
        ({"kind": "visit"}, "kind"),
        ({"kind": "course_completion"}, "kind"),
        ({"occurred_on": "2026-03-17"}, "occurred_on"),
        ({"occurred_on": "2020-01-01"}, "occurred_on"),
        ({"mandate": "00000000-0000-4000-8000-000000000000"}, "mandate"),
        ({"mandate": None, "card_number": "999"}, "card_number"),
        ({"external_id": "id-11010519491231002X"}, "external_id"),
    ],
)
def test_what_cannot_be_entered_is_named_by_place_and_nothing_of_the_batch_is(
    house: House, system: System, change: dict[str, Any], place: str
) -> None:
    good, bad = entry(house.mandates[0]), entry(house.mandates[1], **change)
    assert places(system.send(good, bad)) == [f"/entries/1/{place}"]


def test_a_day_after_the_mandate_ended_is_named(house: House, system: System) -> None:
    make_change(house.mandates[0], kind=ChangeKind.ENDED, ground=Ground.RESIGNED, effective_on=date(2026, 3, 1))
    assert places(system.send(entry(house.mandates[0]))) == ["/entries/0/occurred_on"]
    assert system.send(entry(house.mandates[0], occurred_on="2026-02-27")).status_code == 200


def test_the_same_fact_twice_in_a_batch_is_named(house: House, system: System) -> None:
    assert places(system.send(entry(house.mandates[0]), entry(house.mandates[0]))) == ["/entries/1/external_id"]


def test_deputies_of_another_congress_another_body_or_the_army_are_unknown(app: Flask, house: House) -> None:
    army = make_electing_body(house.term, is_army=True)
    bodies = (army, make_electing_body(house.term), make_electing_body(make_term(make_congress())))
    soldier, neighbour, stranger = (loose(make_mandate(each)) for each in bodies)
    loose(army)
    whole, unit = System(app, house.secret()), System(app, house.secret(body_public_id=house.body.public_id))
    assert places(whole.send(entry(soldier), entry(stranger, external_id="m-2"))) == [
        "/entries/0/mandate",
        "/entries/1/mandate",
    ]
    assert places(unit.send(entry(neighbour))) == ["/entries/0/mandate"]
    assert unit.send(entry(house.mandates[0])).status_code == 200
    own = System(app, house.secret(body_public_id=army.public_id))
    assert own.send(entry(soldier)).status_code == 200


def test_a_whole_batch_is_entered_in_one_go(house: House, system: System) -> None:
    batch = [entry(house.mandates[number % 2], external_id=f"m-{number}") for number in range(500)]
    answer = system.send(*batch)
    assert [each["external_id"] for each in answer.json["entries"]] == [each["external_id"] for each in batch]
    assert entries_kept() == 500
    assert places_of_shape(system.send(*batch, entry(house.mandates[0], external_id="one-more"))) == ["/entries"]


def test_sending_is_noted_for_the_auditor_by_token_and_without_values(house: House, system: System) -> None:
    system.send(entry(house.mandates[0]))
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "entries.sent")).one()
    assert (noted.congress_id, noted.account_id, noted.subject_kind) == (house.congress_id, None, "api_token")


def test_what_was_refused_is_not_noted(house: House, system: System) -> None:
    system.send(entry(house.mandates[0], kind="parade"))
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.action == "entries.sent")).all() == []


def test_without_the_scope_nothing_is_sent(app: Flask, house: House) -> None:
    reader = System(app, house.secret({Scope.ENTRIES_READ}))
    answer = reader.send(entry(house.mandates[0]))
    assert answer.status_code == 403
    assert 'scope="entries:write"' in answer.headers["WWW-Authenticate"]
    assert entries_kept() == 0


def places_of_shape(answer: TestResponse) -> list[str]:
    return [fault["pointer"] for fault in answer.json["errors"]]
