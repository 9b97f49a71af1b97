"""A liaison helps the deputies of the own unit, and nobody else's; staff are helped by two people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.core.crypto import blind_index, encrypt
from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.core.outbox import OutboxMessage
from lms.core.permissions import Role
from lms.people.accounts import access_codes, hashing, operations, second_factor, sign_in, slips
from lms.people.accounts.errors import (
    AccountClosed,
    BadUsername,
    NoTelephone,
    NotThisAccount,
    SignInRefused,
    StaffAccount,
    UsernameTaken,
)
from lms.people.accounts.models import Account, Stage
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_person, make_term
from tests.support.accounts import actor_of, make_account, make_deputy, make_grant, make_staff

POLICY = AccessPolicy()
HERE = Visitor("192.0.2.1")
OLD, NEW = "Kt7#mqRz-quiet", "Shan7Shui!Tian"
HASH = hashing.hash_password(OLD)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def body():
    return make_electing_body()


@pytest.fixture
def liaison(body):
    return actor_of(make_staff(Role.LIAISON, body=body), Role.LIAISON, congress_id=body.congress_id, body=body)


def enter(account, password):
    return sign_in.sign_in(account.username, password, visitor=HERE, policy=POLICY, now=NOW)


def reset(person, actor):
    return slips.reset_deputy(person.public_id, actor=actor, policy=POLICY, now=NOW)


def test_a_reset_takes_the_old_password_at_once_and_the_slip_sets_a_new_one(body, liaison):
    mandate = make_mandate(body)
    account = make_account(mandate.person, password_hash=HASH)

    slip = reset(mandate.person, liaison)

    assert slip.person_name == mandate.person.name
    with pytest.raises(SignInRefused):
        enter(account, OLD)
    access_codes.redeem(account.username, slip.code, NEW, visitor=HERE, policy=POLICY, now=NOW)
    assert enter(account, NEW).token


def test_another_units_deputy_is_not_found(body, liaison):
    other = make_electing_body(make_term(number=15, congress_id=body.congress_id))
    mandate, account = make_deputy(other)

    with pytest.raises(NotFound):
        reset(mandate.person, liaison)
    with pytest.raises(NotFound):
        slips.message_deputy(mandate.person.public_id, actor=liaison, policy=POLICY, now=NOW)
    assert db.session.get_one(Account, account.id).password_hash is None


def test_a_deputy_of_another_congress_is_not_found(liaison):
    mandate, _ = make_deputy()

    with pytest.raises(NotFound):
        reset(mandate.person, liaison)


def test_a_deputy_who_holds_a_staff_role_is_left_to_the_system_administrator(body, liaison):
    mandate, account = make_deputy(body)
    make_grant(account, Role.ORGANIZER, body.congress_id)

    with pytest.raises(StaffAccount):
        reset(mandate.person, liaison)


def test_a_closed_account_is_not_reset(body, liaison):
    mandate = make_mandate(body)
    make_account(mandate.person, closed_at=NOW)

    with pytest.raises(NotFound):
        reset(mandate.person, liaison)


def test_a_code_can_be_sent_to_the_telephone_that_is_known(body, liaison):
    person = make_person(phone_sealed=encrypt("13912345678"), phone_index=blind_index("13912345678"))
    make_account(make_mandate(body, person).person)

    slips.message_deputy(person.public_id, actor=liaison, policy=POLICY, now=NOW)

    assert db.session.scalars(select(OutboxMessage.person_id)).all() == [person.id]


def test_without_a_telephone_no_code_is_sent(body, liaison):
    mandate, _ = make_deputy(body)

    with pytest.raises(NoTelephone):
        slips.message_deputy(mandate.person.public_id, actor=liaison, policy=POLICY, now=NOW)


def test_who_has_no_telephone_is_given_a_user_name_on_the_slip(body, liaison):
    mandate = make_mandate(body)
    make_account(mandate.person, username=None)

    slip = reset(mandate.person, liaison)

    access_codes.redeem(slip.username, slip.code, NEW, visitor=HERE, policy=POLICY, now=NOW)
    assert sign_in.sign_in(slip.username, NEW, visitor=HERE, policy=POLICY, now=NOW).token


def test_who_has_a_telephone_needs_no_user_name(body, liaison):
    person = make_person(phone_sealed=encrypt("13912345678"), phone_index=blind_index("13912345678"))
    make_account(make_mandate(body, person).person, username=None)

    assert reset(person, liaison).username is None


def test_slips_are_printed_for_those_of_the_unit_who_wait_and_for_nobody_else(body, liaison):
    waiting = [make_deputy(body)[0].person.name for _ in range(3)]
    make_account(make_mandate(body).person, password_hash=HASH)
    make_deputy(make_electing_body(make_term(number=15, congress_id=body.congress_id)))

    printed = slips.print_waiting(actor=liaison, policy=POLICY, now=NOW)

    assert [slip.person_name for slip in printed] == waiting
    assert len({slip.code for slip in printed}) == 3
    assert slips.count_waiting(db.session(), actor=liaison) == 3


@pytest.fixture
def system(body):
    account = make_account(opened_in=body.congress_id)
    make_grant(account, Role.SYSTEM_ADMIN, body.congress_id)
    return actor_of(account, Role.SYSTEM_ADMIN, congress_id=body.congress_id)


def open_staff(actor, name="李明", username="li.ming"):
    return operations.open_staff(name, username, actor=actor, policy=POLICY, now=NOW)


def test_a_staff_account_is_opened_with_a_slip_and_can_do_nothing_yet(system):
    slip = open_staff(system)

    access_codes.redeem("li.ming", slip.code, NEW, visitor=HERE, policy=POLICY, now=NOW)

    account = db.session.scalars(select(Account).where(Account.username == "li.ming")).one()
    assert account.person.sort_key
    assert account.opened_in == system.congress_id


def test_a_user_name_is_given_once(system):
    open_staff(system)

    with pytest.raises(UsernameTaken):
        open_staff(system, name="李明明", username="LI.MING")


@pytest.mark.parametrize("username", ["", "ab", "1abc", "13912345678", "李明", "a b c", "x" * 65, "a/b", "_abc"])
def test_a_user_name_that_could_be_mistaken_is_refused(system, username):
    with pytest.raises(BadUsername):
        open_staff(system, username=username)


def test_resetting_a_staff_password_leaves_the_second_factor(system, body):
    account = make_staff(Role.ORGANIZER, password_hash=HASH, opened_in=body.congress_id)
    make_grant(account, Role.EDITOR, body.congress_id)
    with transaction() as session:
        second_factor.prepare(session, account, now=NOW, secret="JBSWY3DPEHPK3PXP")

    slip = operations.reset_staff(account.public_id, actor=system, policy=POLICY, now=NOW)
    access_codes.redeem(account.username, slip.code, NEW, visitor=HERE, policy=POLICY, now=NOW)

    assert enter(account, NEW).stage is Stage.SECOND_FACTOR
    assert second_factor.is_set_up(db.session(), account.id)


def test_the_second_factor_is_reset_by_another_act(system, body):
    account = make_account(opened_in=body.congress_id)
    with transaction() as session:
        second_factor.prepare(session, account, now=NOW, secret="JBSWY3DPEHPK3PXP")

    operations.reset_second_factor(account.public_id, actor=system, now=NOW)

    assert not second_factor.is_set_up(db.session(), account.id)


@pytest.mark.parametrize("act", ["close", "reset_second_factor"])
def test_nobody_does_this_to_the_own_account(system, act):
    own = db.session.get_one(Account, system.account_id)

    with pytest.raises(NotThisAccount):
        getattr(operations, act)(own.public_id, actor=system, now=NOW)


@pytest.mark.parametrize("act", ["close", "reopen", "reset_second_factor"])
def test_an_account_of_another_congress_is_not_found(system, act):
    stranger = make_account(opened_in=make_congress().id)

    with pytest.raises(NotFound):
        getattr(operations, act)(stranger.public_id, actor=system, now=NOW)


def test_a_closed_account_signs_nobody_in_and_can_be_reopened(system, body):
    mandate = make_mandate(body)
    account = make_account(mandate.person, password_hash=HASH)
    operations.close(account.public_id, actor=system, now=NOW)

    with pytest.raises(SignInRefused):
        enter(account, OLD)
    with pytest.raises(AccountClosed):
        operations.close(account.public_id, actor=system, now=NOW)
    operations.reopen(account.public_id, actor=system, now=NOW)
    assert enter(account, OLD).token
