"""Whom the news from the rooms below reaches."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.event_delivery import deliver_pending
from lms.core.permissions import Role
from lms.notices import subscriptions
from lms.notices.models import Notice
from lms.notices.wording import details, words
from lms.people.accounts import acting
from tests.factories import NOW, make_electing_body
from tests.support.accounts import actor_of, make_deputy, make_staff, sign_in

pytestmark = pytest.mark.usefixtures("database")


def test_a_deputy_is_told_who_acts_for_them_why_and_how_long(client):
    body = make_electing_body(name="北京市")
    mandate, _account = make_deputy(body)
    liaison = make_staff(Role.LIAISON, body=body)
    actor = actor_of(liaison, Role.LIAISON, congress_id=body.congress_id, body=body)
    login = sign_in(client, liaison)
    acting.start(mandate.person.public_id, "不会操作", login_session_id=login.id, actor=actor, now=NOW)
    assert deliver_pending(now=NOW) == 1
    notice = db.session.scalars(select(Notice).where(Notice.person_id == mandate.person_id)).one()
    assert notice.template == subscriptions.ACTED_FOR
    assert "北京市" in words(notice)
    assert "不会操作" in details(notice)
    assert "2026年3月16日 09:30" in details(notice)
