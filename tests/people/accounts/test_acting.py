"""Acting for a deputy: by the liaison of the own unit, with a reason, for half an hour, told and noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.audit.models import AuditEvent
from lms.core import clock
from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.core.events import Event
from lms.core.permissions import Permission, Role
from lms.people.accounts import acting, current, login_sessions, roles
from lms.people.accounts.errors import ActingOver, NotWhileActing, ReasonNeeded
from lms.people.accounts.models import ActingEnd, ActingFor, RoleGrant
from lms.people.models import Mandate, MandateStatus
from tests.factories import NOW, make_electing_body, make_term
from tests.support.accounts import actor_of, make_deputy, make_staff, sign_in

MINUTE = timedelta(minutes=1)


class Unit:
    """An electing body with its liaison signed in, and a deputy."""

    def __init__(self, client):
        self.body = make_electing_body()
        self.deputy, self.deputy_account = make_deputy(self.body)
        self.person = self.deputy.person
        self.account = make_staff(Role.LIAISON, body=self.body)
        self.login = sign_in(client, self.account)
        # Kept as values: a request ends the session that its rows hang on.
        self.account_id, self.login_id, self.person_id = self.account.id, self.login.id, self.person.id
        self.person_name, self.person_public_id = self.person.name, self.person.public_id
        self.liaison = actor_of(self.account, Role.LIAISON, congress_id=self.body.congress_id, body=self.body)

    def start(self, person=None, reason="代为确认参训", now=NOW):
        person = person or self.person
        return acting.start(person.public_id, reason, login_session_id=self.login_id, actor=self.liaison, now=now)


@pytest.fixture
def unit(client):
    with clock.frozen_at(NOW):
        yield Unit(client)


@pytest.fixture
def asks(app, client):
    def ask(now=NOW):
        headers = {"Cookie": f"login={client.get_cookie('login').value}"}
        with clock.frozen_at(now), app.test_request_context(headers=headers):
            return current.load_actor()

    return ask


def test_the_liaison_stands_in_for_the_deputy_and_stays_who_sits_there(unit, asks):
    unit.start()

    actor = asks()

    assert actor.account_id == unit.account_id
    assert (actor.person_id, actor.acting_for) == (unit.person_id, unit.person_id)


def test_what_is_the_deputys_alone_stays_out_of_reach(unit, asks):
    unit.start()

    actor = asks()

    assert actor.can(Permission.VIEW_OWN_RECORD)
    assert not actor.can(Permission.LEARN)
    assert not actor.can(Permission.RECOMMEND)
    assert not actor.can(Permission.ACT_FOR_DEPUTY)


def test_another_units_deputy_is_not_found(unit):
    other, _ = make_deputy(make_electing_body(make_term(number=15, congress_id=unit.body.congress_id)))

    with pytest.raises(NotFound):
        unit.start(other.person)


@pytest.mark.parametrize("status", [MandateStatus.SUSPENDED, MandateStatus.ENDED])
def test_nobody_acts_for_one_who_is_not_in_office(unit, status):
    until = NOW.date() if status is MandateStatus.ENDED else None
    with transaction() as session:
        session.execute(update(Mandate).where(Mandate.id == unit.deputy.id).values(status=status, until_on=until))

    with pytest.raises(NotFound):
        unit.start()


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_reason_is_needed(unit, reason):
    with pytest.raises(ReasonNeeded):
        unit.start(reason=reason)


def test_it_ends_by_itself_after_half_an_hour(unit, asks):
    unit.start()

    assert asks(NOW + 29 * MINUTE).acting_for is not None
    assert asks(NOW + 30 * MINUTE).acting_for is None


def test_it_ends_with_the_button(unit, asks):
    unit.start()

    acting.end(unit.login_id, actor=asks(), now=NOW + MINUTE)

    assert asks(NOW + MINUTE).acting_for is None
    assert asks(NOW + MINUTE).can(Permission.RECOMMEND)
    with pytest.raises(ActingOver):
        acting.end(unit.login_id, actor=asks(), now=NOW + MINUTE)


def test_it_does_not_reach_into_another_browser(unit, asks, client):
    unit.start()
    sign_in(client, unit.account)

    assert asks().acting_for is None


def test_it_ends_with_the_login_session(unit):
    started = unit.start()

    login_sessions.sign_out(unit.login_id, actor=unit.liaison, now=NOW)

    assert db.session.get_one(ActingFor, started.id, populate_existing=True).end_reason is ActingEnd.SIGNED_OUT


def test_who_acts_does_not_act_for_yet_another(unit, asks):
    unit.start()
    second, _ = make_deputy(unit.body)

    with pytest.raises(NotWhileActing):
        acting.start(second.person.public_id, "也代办", login_session_id=unit.login_id, actor=asks(), now=NOW)


def test_after_its_time_is_up_another_can_begin(unit):
    first = unit.start()
    second, _ = make_deputy(unit.body)

    unit.start(second.person, now=NOW + 31 * MINUTE)

    assert db.session.get_one(ActingFor, first.id, populate_existing=True).end_reason is ActingEnd.REPLACED


def test_it_is_over_when_the_liaison_loses_the_role(unit, asks):
    unit.start()
    with transaction() as session:
        session.execute(
            update(RoleGrant).where(RoleGrant.account_id == unit.account_id).values(state="revoked", held_duty=None)
        )

    actor = asks()

    assert actor.acting_for is None
    assert actor.permissions == frozenset()


def test_it_is_over_when_the_deputy_moves_to_another_unit(unit, asks):
    unit.start()
    other = make_electing_body(make_term(number=15, congress_id=unit.body.congress_id))
    with transaction() as session:
        session.execute(update(Mandate).where(Mandate.id == unit.deputy.id).values(electing_body_id=other.id))

    assert asks().acting_for is None


def test_the_deputy_is_told_by_an_event_that_names_nobody(unit):
    started = unit.start()

    event = db.session.scalars(select(Event).where(Event.kind == acting.EVENT)).one()

    assert event.payload["acting_for"] == str(started.public_id)
    assert "代为" not in str(event.payload)


def test_beginning_and_end_are_noted_with_both_ids(unit, asks):
    unit.start()
    acting.end(unit.login_id, actor=asks(), now=NOW)

    begun, ended = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-2:]

    assert (begun.action, begun.account_id, begun.subject_id) == (
        "acting_for.started",
        unit.account_id,
        unit.person_public_id,
    )
    assert (ended.action, ended.account_id, ended.acting_for_person_id) == (
        "acting_for.ended",
        unit.account_id,
        unit.person_id,
    )


def test_every_page_says_so_and_has_the_button(unit, client):
    unit.start()

    page = client.get("/deputy-accounts")
    assert page.status_code == 403
    shown = client.get("/record").text

    assert unit.person_name in shown
    assert 'action="/acting-for/end"' in shown


@pytest.mark.parametrize("path", ["/my-account", "/my-account/password", "/my-account/second-factor"])
def test_the_own_account_is_closed_while_acting(unit, client, path):
    unit.start()

    assert client.get(path).status_code == 403


def test_a_revoked_grant_signs_the_liaison_out_of_the_acting_too(unit):
    started = unit.start()
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == unit.account_id)).one()
    security = make_staff(Role.SECURITY_ADMIN)
    actor = actor_of(security, Role.SECURITY_ADMIN, congress_id=unit.body.congress_id)

    roles.revoke(grant.public_id, actor=actor, now=NOW)

    assert db.session.get_one(ActingFor, started.id, populate_existing=True).ended_at == NOW
