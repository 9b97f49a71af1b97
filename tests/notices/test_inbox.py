"""What a person is told, and whether it was read."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.notices import Link, tell
from lms.notices.models import Notice
from lms.notices.operations import InboxIsTheirs, mark_all_read, mark_read
from lms.notices.queries import inbox, inbox_count
from lms.notices.wording import words
from tests.factories import NOW
from tests.support.accounts import actor_of, make_deputy, sign_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def deputy():
    """A deputy, and the actor the deputy is."""
    mandate, account = make_deputy()
    return actor_of(account, Role.DEPUTY, congress_id=mandate.congress_id), account


def told(actor, template="Please confirm your place in %(name)s.", now=NOW, **given):
    with transaction() as session:
        values = {"person_id": actor.person_id, "congress_id": actor.congress_id, "kind": "test.notice"}
        given.setdefault("params", {"name": "第1期"})
        return tell(session, template=template, now=now, **values | given)


def test_unread_notices_come_first_then_the_newest(deputy):
    actor, _ = deputy
    old, read, new = (told(actor, now=NOW + timedelta(hours=hour)) for hour in range(3))
    mark_read(read.public_id, actor=actor, now=NOW)
    assert [notice.id for notice in inbox(actor, number=1).items] == [new.id, old.id, read.id]
    assert inbox_count(actor.person_id, congress_id=actor.congress_id) == 2


def test_days_and_instants_are_written_in_the_reader_s_language(deputy):
    notice = told(
        deputy[0], "On %(day)s at %(at)s, %(count)d.", params={"day": date(2026, 3, 31), "at": NOW, "count": 3}
    )
    assert words(db.session.get_one(Notice, notice.id)) == "On 2026年3月31日 at 2026年3月16日 09:00, 3."


def test_a_notice_read_twice_keeps_its_first_instant(deputy):
    actor, _ = deputy
    notice = told(actor)
    mark_read(notice.public_id, actor=actor, now=NOW)
    assert mark_read(notice.public_id, actor=actor, now=NOW + timedelta(days=1)).read_at == NOW


def test_a_foreign_notice_does_not_exist(deputy):
    other, account = make_deputy()
    theirs = told(actor_of(account, Role.DEPUTY, congress_id=other.congress_id))
    with pytest.raises(NotFound):
        mark_read(theirs.public_id, actor=deputy[0], now=NOW)
    assert inbox(deputy[0], number=1).total == 0


def test_a_notice_of_another_congress_is_not_shown_in_this_one(deputy):
    actor, _ = deputy
    elsewhere, _account = make_deputy()
    told(actor, congress_id=elsewhere.congress_id)
    assert inbox(actor, number=1).total == 0
    assert inbox_count(actor.person_id, congress_id=actor.congress_id) == 0


def test_all_are_marked_read_at_once(deputy):
    actor, _ = deputy
    told(actor)
    told(actor)
    mark_all_read(actor=actor, now=NOW)
    assert inbox_count(actor.person_id, congress_id=actor.congress_id) == 0


def test_who_acts_for_a_deputy_can_not_read_for_the_deputy(deputy):
    actor, account = deputy
    notice = told(actor)
    acting = type(actor)(99, actor.person_id, actor.congress_id, acting_for=actor.person_id)
    with pytest.raises(InboxIsTheirs):
        mark_read(notice.public_id, actor=acting, now=NOW)
    with pytest.raises(InboxIsTheirs):
        mark_all_read(actor=acting, now=NOW)
    assert account.person_id == actor.person_id


def test_a_deputy_opens_a_notice_and_goes_on_to_what_it_is_about(client, deputy):
    actor, account = deputy
    notice = told(actor, link=Link("records.mine"))
    sign_in(client, account)
    page = client.get("/notices")
    assert "Please confirm your place in 第1期." in page.text
    answer = client.post(f"/notices/{notice.public_id}/reading")
    assert (answer.status_code, answer.location) == (303, "/record")
    assert db.session.scalars(select(Notice.read_at)).one() is not None


def test_a_notice_whose_page_has_gone_leads_back_to_the_inbox(client, deputy):
    actor, account = deputy
    notice = told(actor, link=Link("room.that_was", {"public_id": uuid.uuid4()}))
    sign_in(client, account)
    assert client.post(f"/notices/{notice.public_id}/reading").location == "/notices"


def test_an_empty_inbox_says_so(client, deputy):
    sign_in(client, deputy[1])
    page = client.get("/notices")
    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_reading_is_a_post(client, deputy):
    notice = told(deputy[0])
    sign_in(client, deputy[1])
    assert client.get(f"/notices/{notice.public_id}/reading").status_code == 405
    client.get("/notices")
    assert inbox_count(deputy[0].person_id, congress_id=deputy[0].congress_id) == 1
