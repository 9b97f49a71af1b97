"""Who asks: a live login session makes an actor, anything else nobody; its owner can end it from anywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from lms.core import clock
from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Grant, Permission, Role
from lms.people.accounts import current, login_sessions
from lms.people.accounts.errors import NotWhileActing
from lms.people.accounts.models import Account, LoginSession, RoleGrant
from lms.people.models import Mandate, MandateStatus
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_term
from tests.support.accounts import actor_of, make_deputy, make_grant, make_staff, sign_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def asks(app, client):
    """What a browser's next request is taken for, at an instant."""

    def ask(now=NOW, **given):
        cookie = client.get_cookie("login")
        headers = {"Cookie": f"login={cookie.value}"} if cookie else {}
        with clock.frozen_at(now), app.test_request_context(headers=headers, **given):
            return current.load_actor()

    with clock.frozen_at(NOW):
        yield ask


def change(row, **values):
    with transaction() as session:
        session.execute(update(type(row)).where(type(row).id == row.id).values(**values))


def test_without_a_cookie_nobody_asks(asks):
    assert asks() is None


@pytest.mark.parametrize("token", ["", "x", "𫖯", "'; --", "x" * 5000])
def test_a_made_up_token_is_nobody(app, database, token):
    with app.test_request_context(headers={"Cookie": f"login={token}"}):
        assert current.load_actor() is None


def test_a_deputy_is_known_with_person_congress_and_role(client, asks):
    mandate, account = make_deputy()
    expected = (account.id, mandate.person_id, mandate.congress_id)
    sign_in(client, account)

    actor = asks()

    assert (actor.account_id, actor.person_id, actor.congress_id) == expected
    assert actor.grants == (Grant(Role.DEPUTY),)


def test_it_takes_one_statement(client, asks):
    body = make_electing_body()
    _mandate, account = make_deputy(body)
    make_grant(account, Role.ORGANIZER, body.congress_id)
    make_grant(account, Role.LIAISON, body.congress_id, body)
    sign_in(client, account)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    actor = asks()

    assert {grant.role for grant in actor.grants} == {Role.DEPUTY, Role.ORGANIZER, Role.LIAISON}
    assert len([each for each in statements if each != "BEGIN"]) == 1


def test_a_liaison_reaches_the_own_unit_only(client, asks):
    body = make_electing_body()
    sign_in(client, make_staff(Role.LIAISON, body=body))

    assert asks().bodies(Permission.RECOMMEND) == {body.id}


def test_roles_of_another_congress_do_not_count(client, asks):
    mandate, account = make_deputy()
    second = make_congress()
    make_grant(account, Role.ORGANIZER, second)
    sign_in(client, account, congress_id=mandate.congress_id)

    assert asks().grants == (Grant(Role.DEPUTY),)


def test_roles_do_not_count_in_a_session_without_a_second_factor(client, asks):
    mandate, account = make_deputy()
    sign_in(client, account)
    make_grant(account, Role.BUSINESS_ADMIN, mandate.congress_id)

    assert not asks().can(Permission.MANAGE_ROSTER)


@pytest.mark.parametrize("status", [MandateStatus.SUSPENDED, MandateStatus.ENDED])
def test_a_suspended_or_ended_mandate_leaves_only_the_own_record(client, asks, status):
    mandate, account = make_deputy()
    sign_in(client, account)
    change(mandate, status=status, until_on=NOW.date() if status is MandateStatus.ENDED else None)

    assert asks().permissions == {Permission.VIEW_OWN_RECORD}


def test_a_mandate_in_office_counts_beside_an_ended_one(client, asks):
    body = make_electing_body()
    mandate, account = make_deputy(body)
    change(mandate, status=MandateStatus.ENDED, until_on=NOW.date())
    next_term = make_term(number=15, congress_id=body.congress_id)
    make_mandate(make_electing_body(next_term), mandate.person)
    sign_in(client, account)

    assert asks().can(Permission.LEARN)


def test_whoever_holds_a_post_is_no_deputy_beside_it(client, asks):
    congress = make_congress()
    account = make_staff(Role.AUDITOR, congress)
    make_mandate(make_electing_body(make_term(congress)), db.session.get_one(Account, account.id).person)
    sign_in(client, account)

    assert asks().grants == (Grant(Role.AUDITOR),)


def test_idleness_ends_it(client, asks):
    sign_in(client, make_deputy()[1])

    assert asks(NOW + 29 * MINUTE) is not None
    assert asks(NOW + 29 * MINUTE + 30 * MINUTE) is None


def test_being_used_keeps_it_alive_until_its_longest_life(client, asks):
    sign_in(client, make_deputy()[1])

    for minutes in range(20, 12 * 60, 20):
        assert asks(NOW + minutes * MINUTE) is not None
    assert asks(NOW + 12 * 60 * MINUTE) is None


def test_being_seen_is_written_at_most_once_a_minute(client, asks):
    login = sign_in(client, make_deputy()[1])

    def seen():
        return db.session.scalars(
            select(LoginSession.last_seen_at).where(LoginSession.id == login.id),
        ).one()

    asks(NOW + timedelta(seconds=59))
    assert seen() == NOW
    asks(NOW + timedelta(seconds=60))
    db.session.rollback()
    assert seen() == NOW + MINUTE


def test_a_closed_account_is_nobody(client, asks):
    _, account = make_deputy()
    sign_in(client, account)
    change(account, closed_at=NOW)

    assert asks() is None


def test_a_revoked_role_is_gone_at_once(client, asks):
    account = make_staff(Role.ORGANIZER)
    sign_in(client, account)
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
    change(grant, state="revoked", held_duty=None)

    assert asks().permissions == frozenset()


def test_a_demonstration_session_is_refused_off_loopback(client, asks):
    _, account = make_deputy()
    sign_in(client, account)
    change(account, is_demonstration=True)

    assert asks(environ_base={"REMOTE_ADDR": "127.0.0.1"}) is not None
    assert asks(environ_base={"REMOTE_ADDR": "192.0.2.7"}) is None
    assert asks(environ_base={"REMOTE_ADDR": "127.0.0.1"}, base_url="http://academy.example") is None
    assert asks(environ_base={"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}) is None


def test_a_pending_sign_in_is_nobody_yet(client, asks):
    login = sign_in(client, make_staff(Role.ORGANIZER))
    change(login, stage="second_factor")

    assert asks() is None


def test_without_a_chosen_congress_nobody_acts(client, asks):
    login = sign_in(client, make_deputy()[1])
    change(login, congress_id=None)

    assert asks() is None


def test_the_owner_ends_one_login_session(client, asks):
    mandate, account = make_deputy()
    login = sign_in(client, account)
    actor = actor_of(account, Role.DEPUTY, congress_id=mandate.congress_id)

    login_sessions.revoke(login.public_id, actor=actor, now=NOW)

    assert asks() is None


def test_nobody_ends_somebody_elses_login_session(client, asks):
    login = sign_in(client, make_deputy()[1])
    mandate, stranger = make_deputy()

    with pytest.raises(NotFound):
        actor = actor_of(stranger, Role.DEPUTY, congress_id=mandate.congress_id)
        login_sessions.revoke(login.public_id, actor=actor, now=NOW)
    assert asks() is not None


def test_all_others_end_and_the_one_in_use_stays(client, asks):
    mandate, account = make_deputy()
    others = [sign_in(client, account) for _ in range(2)]
    here = sign_in(client, account)
    actor = actor_of(account, Role.DEPUTY, congress_id=mandate.congress_id)

    assert login_sessions.revoke_others(here.id, actor=actor, now=NOW) == len(others)
    assert asks() is not None
    live = db.session.scalars(select(LoginSession.id).where(LoginSession.ended_at.is_(None))).all()
    assert live == [here.id]


def test_who_acts_for_a_deputy_ends_no_login_session(client):
    _, account = make_deputy()
    login = sign_in(client, account)
    actor = actor_of(account, congress_id=login.congress_id)
    acting = type(actor)(**{name: getattr(actor, name) for name in actor.__slots__} | {"acting_for": 7})

    with pytest.raises(NotWhileActing):
        login_sessions.revoke(login.public_id, actor=acting, now=NOW)
    with pytest.raises(NotWhileActing):
        login_sessions.revoke_others(login.id, actor=acting, now=NOW)


def test_mandates_are_read_with_the_account_and_not_one_by_one(client, asks):
    body = make_electing_body()
    mandate, account = make_deputy(body)
    for number in (15, 16):
        make_mandate(make_electing_body(make_term(number=number, congress_id=body.congress_id)), mandate.person)
    sign_in(client, account)

    assert asks().grants == (Grant(Role.DEPUTY),)
    assert len(db.session.scalars(select(Mandate.id)).all()) == 3
