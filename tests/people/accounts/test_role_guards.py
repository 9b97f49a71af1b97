"""Roles, past the operations: the database is the last guard."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts.models import Account, Duty, GrantState, RoleGrant
from tests.factories import NOW, make_congress
from tests.support.accounts import make_account, make_grant

pytestmark = pytest.mark.usefixtures("database")


def insert(account, role, **given):
    values = {
        "congress_id": make_congress().id,
        "account_id": account.id,
        "role": role,
        "held_duty": Duty.of(role),
        "state": GrantState.PROPOSED,
        "proposed_by": make_account().id,
        "proposed_at": NOW,
    }
    with transaction() as session:
        session.add(RoleGrant(**values | given))


def set_duty(account, duty):
    with transaction() as session:
        session.execute(text("UPDATE account SET duty = :duty WHERE id = :id"), {"duty": duty, "id": account.id})


def test_the_database_refuses_two_posts_of_one_account():
    account = make_account()
    make_grant(account, Role.AUDITOR, make_congress())

    with pytest.raises(IntegrityError):
        insert(account, Role.SECURITY_ADMIN)


def test_the_database_refuses_a_post_beside_a_business_role():
    account = make_account()
    make_grant(account, Role.ORGANIZER, make_congress())

    with pytest.raises(IntegrityError):
        insert(account, Role.AUDITOR)


def test_the_database_refuses_a_business_role_beside_a_post():
    account = make_account()
    make_grant(account, Role.AUDITOR, make_congress())

    with pytest.raises(IntegrityError):
        insert(account, Role.ORGANIZER)


def test_the_database_does_not_let_the_duty_change_while_a_role_is_held():
    account = make_account()
    make_grant(account, Role.AUDITOR, make_congress())

    with pytest.raises(IntegrityError):
        set_duty(account, "business")


def test_the_database_refuses_a_duty_that_is_not_the_roles():
    with pytest.raises(IntegrityError):
        insert(make_account(), Role.AUDITOR, held_duty=Duty.BUSINESS)


def test_the_database_refuses_a_live_role_without_its_duty():
    with pytest.raises(IntegrityError):
        insert(make_account(), Role.ORGANIZER, held_duty=None)


def test_the_database_refuses_a_role_for_oneself():
    account = make_account()

    with pytest.raises(IntegrityError):
        insert(account, Role.ORGANIZER, proposed_by=account.id)
    with pytest.raises(IntegrityError):
        insert(account, Role.ORGANIZER, state=GrantState.GRANTED, decided_by=account.id)


def test_the_database_refuses_a_grant_by_its_proposer():
    proposer = make_account()

    with pytest.raises(IntegrityError):
        insert(
            make_account(),
            Role.ORGANIZER,
            state=GrantState.GRANTED,
            proposed_by=proposer.id,
            decided_by=proposer.id,
        )


def test_the_database_refuses_a_role_that_nobody_granted():
    with pytest.raises(IntegrityError):
        insert(make_account(), Role.ORGANIZER, state=GrantState.GRANTED)


def test_the_database_lets_nobody_but_a_post_be_founded():
    with pytest.raises(IntegrityError):
        insert(make_account(), Role.ORGANIZER, state=GrantState.GRANTED, proposed_by=None)


def test_the_database_refuses_a_liaison_of_nowhere():
    with pytest.raises(IntegrityError):
        insert(make_account(), Role.LIAISON)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.FORMER_DEPUTY])
def test_the_database_refuses_to_grant_what_a_mandate_gives(role):
    with pytest.raises(IntegrityError):
        insert(make_account(), role)


def test_the_database_refuses_a_second_account_of_a_person():
    account = make_account()

    with pytest.raises(IntegrityError):
        make_account(person_id=account.person_id)
    assert db.session.query(Account).where(Account.person_id == account.person_id).count() == 1
