"""What other systems read: a page at a time, without names, and no more than the token is good for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db, transaction
from lms.interop.tokens.models import Scope
from lms.records.models import Readers, RecordEntry
from lms.records.posting import Fact, MandateFact, post_for_mandate, post_for_mandates
from tests.factories import NOW, make_congress, make_electing_body, make_kind, make_mandate, make_term
from tests.interop.conftest import DAY, House, System, entry, loose
from tests.support.statements import noted_statements

if TYPE_CHECKING:
    from flask import Flask

    from lms.people.models import Mandate


def pages(system: System, path: str, **more: Any) -> list[list[dict[str, Any]]]:
    """All pages of a list, by its cursors."""
    found, cursor, sign = [], "", "&" if "?" in path else "?"
    while cursor is not None:
        answer = system.get(f"{path}{sign}limit=2" + (f"&cursor={cursor}" if cursor else ""))
        assert answer.status_code == 200, answer.text
        found.append(answer.json["items"])
        cursor = answer.json["next"]
        for act in more.values():
            act(len(found))
    return found


def test_the_catalogue_says_which_kinds_may_be_sent(app: Flask, house: House) -> None:
    kinds = System(app, house.secret({Scope.ENTRIES_WRITE})).get("/entry-kinds").json["items"]
    assert {each["code"]: each["may_be_sent"] for each in kinds} == {
        "course_completion": False,
        "study_session_completion": False,
        "hearing": True,
        "visit": False,
    }


def test_deputies_are_told_by_numbers_and_without_names(house: House, system: System) -> None:
    answer = system.get("/deputies")
    assert answer.json["items"][0] == {
        "mandate": str(house.mandates[0].public_id),
        "electing_body": "河北省",
        "electing_body_code": "130000",
        "status": "in_office",
        "card_number": house.mandates[0].card_number,
    }
    assert "王" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_card_numbers_need_a_scope_of_their_own(app: Flask, house: House) -> None:
    listed = System(app, house.secret({Scope.DEPUTIES_READ})).get("/deputies").json["items"]
    assert [each["card_number"] for each in listed] == [None, None]


def test_another_congress_the_army_and_other_bodies_are_out_of_sight(app: Flask, house: House) -> None:
    army = loose(make_electing_body(house.term, is_army=True))
    soldier, neighbour = loose(make_mandate(army)), loose(make_mandate(make_electing_body(house.term)))
    make_mandate(make_electing_body(make_term(make_congress())))
    ours = [str(each.public_id) for each in house.mandates]

    def seen(**given: Any) -> list[str]:
        listed = System(app, house.secret(**given)).get("/deputies").json["items"]
        return [each["mandate"] for each in listed]

    assert seen() == [*ours, str(neighbour.public_id)]
    assert seen(body_public_id=house.body.public_id) == ours
    assert seen(body_public_id=army.public_id) == [str(soldier.public_id)]


def test_what_was_sent_is_read_with_the_senders_own_id(app: Flask, house: House, system: System) -> None:
    sent = system.send(entry(house.mandates[0])).json["entries"][0]
    (read,) = system.get("/entries").json["items"]
    assert read == {
        "id": sent["entry"],
        "mandate": str(house.mandates[0].public_id),
        "kind": "hearing",
        "occurred_on": DAY,
        "recorded_at": "2026-03-16T01:00:00Z",
        "source": "api",
        "external_id": "m-1",
        "title": "立法听证会",
        "is_standing": True,
        "withdraws": False,
        "supersedes": None,
        "superseded_by": None,
    }
    other = System(app, house.secret(system="archive"))
    assert other.get("/entries").json["items"][0]["external_id"] is None


def test_a_corrected_entry_names_what_stands_in_its_place(house: House, system: System) -> None:
    system.send(entry(house.mandates[0]))
    old = db.session.scalars(select(RecordEntry)).one()
    fact = Fact(kind="hearing", occurred_on=old.occurred_on, source_key="correction:1", supersedes=old, withdraws=True)
    with transaction() as session:
        post_for_mandate(session, mandate_id=house.mandates[0].id, fact=fact, now=NOW + timedelta(hours=1))
    first, second = system.get("/entries").json["items"]
    assert (first["is_standing"], first["superseded_by"]) == (False, second["id"])
    assert (second["is_standing"], second["withdraws"], second["supersedes"]) == (False, True, first["id"])


def test_what_only_the_keepers_of_records_read_does_not_leave_the_house(house: House, system: System) -> None:
    make_kind(house.congress, code="inner", readers=Readers.KEEPERS)
    enter(house.mandates[0], "inner")
    assert system.get("/entries").json["items"] == []


def test_entries_of_the_army_and_of_other_bodies_are_out_of_sight(app: Flask, house: House, system: System) -> None:
    for body in (make_electing_body(house.term, is_army=True), make_electing_body(house.term)):
        enter(make_mandate(body), "hearing")
    enter(house.mandates[0], "hearing")
    unit = System(app, house.secret(body_public_id=house.body.public_id))
    assert len(system.get("/entries").json["items"]) == 2
    assert len(unit.get("/entries").json["items"]) == 1


def test_entries_can_be_asked_for_by_mandate_and_by_instant(house: House, system: System) -> None:
    system.send(entry(house.mandates[0]))
    with clock.frozen_at(NOW + timedelta(hours=1)):
        system.send(entry(house.mandates[1]))
    of_first = system.get(f"/entries?mandate={house.mandates[0].public_id}").json["items"]
    later = system.get("/entries?recorded_since=2026-03-16T10:00:00%2B08:00").json["items"]
    assert [each["mandate"] for each in of_first] == [str(house.mandates[0].public_id)]
    assert [each["mandate"] for each in later] == [str(house.mandates[1].public_id)]


def test_a_list_is_read_whole_though_rows_are_added_meanwhile(house: House, system: System) -> None:
    system.send(*(entry(house.mandates[0], external_id=f"m-{number}") for number in range(5)))

    def add(number: int) -> None:
        if number < 3:
            enter(house.mandates[1], "hearing", key=f"late:{number}", hours=number)

    found = [each["id"] for page in pages(system, "/entries", meanwhile=add) for each in page]
    assert len(found) == len(set(found)) == 7


def test_deputies_come_by_cursor_too(house: House, system: System) -> None:
    for _ in range(3):
        make_mandate(house.body)
    found = pages(system, "/deputies")
    assert [len(page) for page in found] == [2, 2, 1]
    assert len({each["mandate"] for page in found for each in page}) == 5


@pytest.mark.parametrize("path", ["/entries?mandate=00000000-0000-4000-8000-000000000000&", "/deputies?"])
def test_a_cursor_opens_no_other_question(house: House, system: System, path: str) -> None:
    system.send(*(entry(house.mandates[0], external_id=f"m-{number}") for number in range(3)))
    cursor = system.get("/entries?limit=2").json["next"]
    answer = system.get(f"{path}cursor={cursor}")
    assert (answer.status_code, answer.json["type"]) == (422, "urn:lms:problem:invalid-cursor")


def test_a_cursor_of_another_token_or_one_that_was_touched_opens_nothing(app: Flask, house: House) -> None:
    one, other = System(app, house.secret()), System(app, house.secret())
    one.send(*(entry(house.mandates[0], external_id=f"m-{number}") for number in range(3)))
    cursor = one.get("/entries?limit=2").json["next"]
    assert one.get(f"/entries?cursor={cursor}").status_code == 200
    assert other.get(f"/entries?cursor={cursor}").status_code == 422
    for touched in (cursor[:-2], cursor[5:], cursor[:-2] + "AA", "AAAA", "A", "_" * 200):
        assert one.get(f"/entries?cursor={touched}").status_code == 422, touched


# How each engine says what a statement reads, and says that it reads a whole table. PostgreSQL rightly does so with a
# small one; forbidden to, it shows whether there is another way.
EXPLAINED = {
    "sqlite": (["ANALYZE"], "EXPLAIN QUERY PLAN", "SCAN record_entry"),
    "postgresql": (["ANALYZE", "SET enable_seqscan = off"], "EXPLAIN", "Seq Scan on record_entry"),
}


def test_a_page_never_reads_the_whole_record(house: House, system: System, engine_name: str) -> None:
    """Not even by statistics taken while next to nothing was corrected, when all entries look alike to SQLite."""
    fact = Fact(kind="hearing", occurred_on=NOW.date(), source_key="")
    facts = [MandateFact(house.mandates[0].id, replace(fact, source_key=f"fact:{number}")) for number in range(1000)]
    with transaction() as session:
        post_for_mandates(session, facts, now=NOW)
    prepare, explain, whole = EXPLAINED[engine_name]
    with noted_statements() as noted:
        system.get("/entries")
    asked = [each for each in noted if "FROM record_entry" in each.text]
    with db.owner() as engine, engine.connect() as connection:
        for statement in prepare:
            connection.exec_driver_sql(statement)
        plans = [str(row) for each in asked for row in connection.exec_driver_sql(f"{explain} {each.text}", each.given)]
    assert len(asked) == 2
    assert not [each for each in plans if whole in each]


def test_reading_writes_nothing_but_the_tokens_last_use_once_a_minute(house: House, system: System) -> None:
    from tests.architecture.test_routes import tables_written

    assert tables_written(lambda: system.get("/deputies")) == {"api_token"}
    for path in ("/deputies", "/entries", "/entry-kinds"):
        assert tables_written(lambda: system.get(path)) == set()  # noqa: B023  # Called at once.


def enter(of: Mandate, kind: str, *, key: str = "fact:1", hours: int = 0) -> None:
    fact = Fact(kind=kind, occurred_on=NOW.date(), source_key=key, payload={"title": "调研"})
    with transaction() as session:
        post_for_mandate(session, mandate_id=of.id, fact=fact, now=NOW + timedelta(hours=hours))
