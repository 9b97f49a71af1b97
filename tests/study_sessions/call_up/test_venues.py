"""The venue of a change: chosen from the list with its address or written, and told with the address that is known."""

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import Congress, Mandate
from lms.planning.resources import operations
from lms.planning.resources.models import VenueKind
from lms.study_sessions.call_up.models import CallUp
from lms.study_sessions.call_up.states import Change
from tests.factories import NOW
from tests.notices.letters_making import drafter
from tests.support.accounts import make_account, make_staff, sign_in

CENTRE, STREET = "会议中心", "湖滨路8号"
MOVED = {"change": "moved", "reason": "场地维修"}


@pytest.fixture
def organizer(client, called):
    words = operations.VenueWords(kind=VenueKind.VENUE, name=CENTRE, address=STREET)
    operations.add_venue(words, actor=drafter(called.congress_id), now=NOW)
    sign_in(client, make_staff(Role.ORGANIZER, db.session.get_one(Congress, called.congress_id)))
    with clock.frozen_at(NOW):
        yield client


@pytest.fixture
def path(called) -> str:
    return f"/study-sessions/{called.study_session.public_id}/call-up/new"


def drafted_venue() -> str:
    db.session.rollback()
    return db.session.scalars(select(CallUp.venue)).one()


def test_the_list_is_offered_with_addresses_beside_what_holds(organizer, path):
    page = organizer.get(path).text
    assert f"{CENTRE} · {STREET}" in page
    assert "<dd>北京</dd>" in page.replace("\n", "").replace("  ", "")


@pytest.mark.parametrize(
    ("said", "drafted"),
    [
        ({**MOVED, "listed_venue": CENTRE}, CENTRE),
        ({**MOVED, "venue": "某宾馆"}, "某宾馆"),
        ({"change": "none", "listed_venue": CENTRE}, "北京"),
    ],
)
def test_the_venue_is_the_one_chosen_or_written_and_stays_where_nothing_changes(organizer, path, said, drafted):
    assert organizer.post(path, data=said).status_code == 303
    assert drafted_venue() == drafted


def test_new_days_without_a_new_venue_keep_the_venue(organizer, path):
    days = {"arrival_on": "2026-04-12", "starts_on": "2026-04-13", "ends_on": "2026-04-15"}
    assert organizer.post(path, data={**MOVED, "change": "postponed", **days, "venue": ""}).status_code == 303
    assert drafted_venue() == "北京"


def test_chosen_and_written_at_once_is_asked_about_and_both_are_kept(organizer, path):
    answer = organizer.post(path, data={**MOVED, "listed_venue": CENTRE, "venue": "某宾馆"})
    assert answer.status_code == 422
    assert 'href="#venue"' in answer.text
    assert 'value="某宾馆"' in answer.text
    assert f'<option selected value="{CENTRE}"' in answer.text


def test_the_deputy_is_told_where_it_is(organizer, client, called):
    call_up_id = called.do(change=Change.MOVED, reason="场地维修", venue=CENTRE)
    public_id = db.session.get_one(CallUp, call_up_id).public_id
    sign_in(client, make_account(db.session.get_one(Mandate, called.mailed).person))
    for page in (f"/my/call-ups/{public_id}", f"/my/study-sessions/{called.study_session.public_id}"):
        assert f"{CENTRE}（{STREET}）" in client.get(page).text
    assert f"LOCATION:{CENTRE}（{STREET}）" in client.get(f"/my/call-ups/{public_id}/calendar").text
