"""The auditor reads who did what: filtered, a page at a time, and takes it out only as an act of its own."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import lms
from lms import audit
from lms.audit import operations, queries
from lms.audit.labels import ACTION
from lms.audit.models import AuditEvent
from lms.audit.queries import AuditFilter
from lms.core import clock
from lms.core.clock import local_date
from lms.core.database import db, transaction
from lms.core.permissions import Actor, Role
from lms.people.accounts.roles import NOTED
from lms.people.models import ChangeKind
from lms.study_sessions.states import PlaceState, State
from tests.factories import NOW, make_congress
from tests.support.accounts import actor_of, make_staff, sign_in

DAY = timedelta(days=1)


@pytest.fixture
def congress(database):
    return make_congress()


@pytest.fixture
def auditor(congress):
    return make_staff(Role.AUDITOR, congress)


@pytest.fixture
def actor(auditor, congress):
    return actor_of(auditor, Role.AUDITOR, congress_id=congress.id)


def note(congress_id, action="role.granted", *, account_id=1, subject=None, now=NOW, succeeded=True):
    who = Actor.of(account_id, None, congress_id, ()) if congress_id else None
    with transaction() as session:
        audit.record(
            session, actor=who, action=action, subject=("thing", subject), now=now, fields=["name"], succeeded=succeeded
        )


def found(actor, **wanted):
    return [event.action for event in queries.page(AuditFilter(**wanted), actor=actor).items]


def test_the_newest_comes_first(actor):
    note(actor.congress_id, "role.proposed")
    note(actor.congress_id, "role.granted")

    assert found(actor) == ["role.granted", "role.proposed"]


def test_another_congress_is_not_seen_and_what_belongs_to_none_is(actor):
    note(make_congress().id, "role.granted")
    note(None, "sign_in.refused", succeeded=False)

    assert found(actor) == ["sign_in.refused"]


def test_days_are_those_of_shanghai_and_both_count(actor):
    late = clock.start_of(local_date(NOW) + DAY) - timedelta(seconds=1)
    note(actor.congress_id, "role.granted", now=late)
    note(actor.congress_id, "role.revoked", now=late + timedelta(seconds=1))
    day = local_date(NOW)

    assert found(actor, since=day, until=day) == ["role.granted"]
    assert found(actor, since=day + DAY) == ["role.revoked"]


def test_it_is_filtered_by_act_actor_subject_and_refusal(actor):
    subject = uuid.uuid4()
    note(actor.congress_id, "role.granted", account_id=7)
    note(actor.congress_id, "role.revoked", account_id=8, subject=subject)
    note(actor.congress_id, "sign_in.refused", account_id=9, succeeded=False)

    assert found(actor, action="role.granted") == ["role.granted"]
    assert found(actor, account_id=8) == ["role.revoked"]
    assert found(actor, subject_id=subject) == ["role.revoked"]
    assert found(actor, is_refusal=True) == ["sign_in.refused"]


def test_pages_join_without_gap_or_overlap_while_the_log_grows(actor):
    for _ in range(queries.PAGE + 10):
        note(actor.congress_id)
    first = queries.page(AuditFilter(), actor=actor)
    note(actor.congress_id)
    second = queries.page(AuditFilter(), actor=actor, older_than=first.older_than)

    ids = [event.id for event in (*first.items, *second.items)]
    assert len(ids) == len(set(ids)) == queries.PAGE + 10
    assert second.older_than is None


def test_taking_the_log_out_is_noted_by_the_names_of_the_filters(actor):
    note(actor.congress_id, account_id=7)

    operations.note_export(AuditFilter(account_id=7), actor=actor, now=NOW)

    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (last.action, last.fields) == ("audit.exported", ["account_id"])


def test_too_much_does_not_go_into_one_file(actor, monkeypatch):
    monkeypatch.setattr(operations, "MOST_ROWS", 1)
    note(actor.congress_id)
    note(actor.congress_id)

    with pytest.raises(operations.TooMuchToExport):
        operations.note_export(AuditFilter(), actor=actor, now=NOW)


def test_the_page_shows_what_the_address_asks_for(client, auditor, congress):
    note(congress.id, "role.granted", account_id=4711)
    note(congress.id, "role.revoked", account_id=4712)
    sign_in(client, auditor)

    page = client.get("/audit?account=4712").text

    assert "4712" in page
    assert "4711" not in page


@pytest.mark.parametrize(
    "query",
    ["since=2026-02-30", "since=x", "account=x", "account=0", "account=99999999999999999999", "subject=x", "action=x"],
)
def test_a_filter_that_makes_no_sense_is_told_and_not_a_fault(client, auditor, query):
    sign_in(client, auditor)

    assert client.get(f"/audit?{query}").status_code == 422


def test_a_key_that_makes_no_sense_begins_at_the_newest(client, auditor):
    sign_in(client, auditor)

    assert client.get("/audit?older_than=x").status_code == 200


def test_the_file_holds_just_what_is_shown(client, auditor, congress):
    note(congress.id, "role.granted", account_id=4711)
    note(congress.id, "role.revoked", account_id=4712)
    sign_in(client, auditor)

    answer = client.post("/audit/export?account=4712", buffered=True)

    assert answer.mimetype == "text/csv"
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "role.revoked" in lines[1]
    assert "4712" in lines[1]


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.BUSINESS_ADMIN])
def test_nobody_else_reads_the_log(client, congress, role):
    sign_in(client, make_staff(role, congress))

    assert client.get("/audit").status_code == 403
    assert client.post("/audit/export").status_code == 403


def test_every_act_that_the_house_notes_has_words_for_the_auditor():
    house = Path(lms.__file__).parent
    pattern = re.compile(r'action="([a-z_.]+)"')
    noted = {action for path in house.rglob("*.py") for action in pattern.findall(path.read_text("utf-8"))}
    noted |= {action for both in NOTED.values() for action in both}
    noted |= {f"study_session.{state}" for state in State} | {"study_session.created", "study_session.edited"}
    noted |= {f"enrolment.{state}" for state in PlaceState}
    noted |= {f"mandate.{kind}" for kind in ChangeKind}

    assert noted - set(ACTION) == set()
