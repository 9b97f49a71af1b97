"""Accounts for a whole roster, the first holders of the three posts, the demonstration, and what is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from lms.core import clock
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts import access_codes, demonstration, founding, hashing, jobs, operations, sign_in
from lms.people.accounts.cli import accounts as command
from lms.people.accounts.errors import NoSuchAccount, NoSuchCongress, PostFounded
from lms.people.accounts.models import Account, ActivationCode, GrantState, LoginAttempt, LoginSession, RoleGrant, Stage
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from lms.people.models import Person
from lms.people.named_congress import WhichCongress
from tests.factories import NOW, make_congress, make_person
from tests.support.accounts import make_account, make_deputy, make_staff
from tests.support.accounts import sign_in as sign_in_browser

POLICY = AccessPolicy()
HERE = Visitor("192.0.2.1")
NEW = "Shan7Shui!Tian"

pytestmark = pytest.mark.usefixtures("database")


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def open_for(ids):
    with transaction() as session:
        return operations.open_for_persons(session, ids, NOW)


def test_accounts_are_opened_for_a_whole_roster_and_only_once():
    with transaction() as session:
        people = [Person(name=f"王{number}", sort_key=f"{number:06}", created_at=NOW) for number in range(2977)]
        session.add_all(people)
    ids = [person.id for person in people]
    make_account(people[0])

    assert open_for(ids) == 2976
    assert open_for(ids) == 0
    assert count(Account) == 2977


def test_an_account_opened_for_a_roster_waits_without_a_password():
    person = make_person()
    open_for([person.id, person.id])

    account = db.session.scalars(select(Account)).one()

    assert not account.is_activated
    assert account.public_id is not None


def found(post=Role.SECURITY_ADMIN, congress=None, username="first.admin"):
    congress = congress or make_congress()
    return founding.found_post(
        post, congress_code=congress.code, name="李明", username=username, policy=POLICY, now=NOW
    )


def test_the_first_holder_of_a_post_is_founded_and_signs_in_with_the_code():
    slip = found()
    access_codes.redeem("first.admin", slip.code, NEW, visitor=HERE, policy=POLICY, now=NOW)

    entry = sign_in.sign_in("first.admin", NEW, visitor=HERE, policy=POLICY, now=NOW)

    assert entry.stage is Stage.SECOND_FACTOR
    assert db.session.scalars(select(RoleGrant.state)).one() is GrantState.GRANTED


def test_a_post_is_founded_once():
    congress = make_congress()
    found(congress=congress)

    with pytest.raises(PostFounded):
        found(congress=congress, username="second.admin")
    found(Role.AUDITOR, congress, "third.admin")


def test_a_post_that_somebody_was_granted_is_not_founded_beside_them():
    congress = make_congress()
    make_staff(Role.SECURITY_ADMIN, congress)

    with pytest.raises(PostFounded):
        found(congress=congress)


def test_after_its_last_holder_is_closed_a_post_can_be_founded_anew():
    congress = make_congress()
    found(congress=congress)
    founding.close_by_operator("first.admin", now=NOW)

    assert found(congress=congress, username="second.admin").code


def test_an_unknown_congress_or_account_is_named():
    with pytest.raises(NoSuchCongress):
        founding.found_post(
            Role.AUDITOR, congress_code="nowhere", name="李明", username="li.ming", policy=POLICY, now=NOW
        )
    with pytest.raises(NoSuchAccount):
        founding.rescue("nobody", with_second_factor=True, policy=POLICY, now=NOW)


def test_the_command_prints_the_code_once():
    make_congress()

    answer = CliRunner().invoke(command, ["create-admin", "system", "--name", "李明", "--username", "li.ming"])

    assert answer.exit_code == 0, answer.output
    code = answer.output.split("activation code: ")[1][:9]
    access_codes.redeem("li.ming", code, NEW, visitor=HERE, policy=POLICY, now=clock.now())


def test_the_command_asks_which_congress_when_there_are_several():
    codes = sorted(make_congress().code for _ in range(2))

    answer = CliRunner().invoke(command, ["create-admin", "system", "--name", "李明", "--username", "li.ming"])

    assert isinstance(answer.exception, WhichCongress)
    assert all(code in answer.exception.message for code in codes)


def test_the_operator_helps_the_only_security_administrator():
    found()

    answer = CliRunner().invoke(command, ["new-code", "first.admin", "--second-factor"])

    assert answer.exit_code == 0, answer.output
    assert CliRunner().invoke(command, ["close", "first.admin"]).exit_code == 0


def test_demonstration_accounts_are_marked_and_their_roles_keep_the_rules():
    congress = make_congress()
    with transaction() as session:
        laid = {}
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.ORGANIZER):
            person = Person(name=role, sort_key="x", created_at=NOW)
            session.add(person)
            session.flush()
            laid[role] = demonstration.lay_account(
                session,
                person_id=person.id,
                username=role.replace("_", "."),
                password_hash=hashing.hash_password(NEW),
                congress_id=congress.id,
                totp_secret="JBSWY3DPEHPK3PXP",
                now=NOW,
            )
            is_post = role is not Role.ORGANIZER
            demonstration.lay_role(
                session,
                laid[role],
                role,
                congress_id=congress.id,
                body_id=None,
                proposed_by=None if is_post else laid[Role.SYSTEM_ADMIN],
                granted_by=None if is_post else laid[Role.SECURITY_ADMIN],
                now=NOW,
            )

    assert all(account.is_demonstration for account in laid.values())
    entry = sign_in.sign_in(
        "organizer", NEW, visitor=Visitor("127.0.0.1", may_demonstrate=True), policy=POLICY, now=NOW
    )
    assert entry.stage is Stage.SECOND_FACTOR


def test_old_traces_are_erased_and_fresh_ones_kept(client):
    _, account = make_deputy()
    with clock.frozen_at(NOW):
        sign_in_browser(client, account)
    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in("nobody", "Wrong-1234", visitor=HERE, policy=POLICY, now=NOW)
    found()

    jobs.erase_old(now=NOW + timedelta(hours=23))
    assert (count(LoginAttempt), count(LoginSession), count(ActivationCode)) == (2, 1, 1)
    jobs.erase_old(now=NOW + timedelta(days=2))
    assert (count(LoginAttempt), count(LoginSession), count(ActivationCode)) == (0, 1, 1)
    jobs.erase_old(now=NOW + timedelta(days=231))
    assert (count(LoginSession), count(ActivationCode)) == (0, 0)
