"""Two at once: guesses are counted one by one, a code counts once, two posts never meet in one person."""

from __future__ import annotations

import threading

import pyotp
import pytest

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts import attempts, roles, second_factor, sign_in
from lms.people.accounts.errors import CodeUsedAlready, DomainError, LockedOut, SignInRefused
from lms.people.accounts.models import Account, RoleGrant
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from tests.factories import NOW, make_congress, make_mandate
from tests.support.accounts import actor_of, make_account, make_staff

pytestmark = pytest.mark.usefixtures("database")

POLICY = AccessPolicy()
SECRET = pyotp.random_base32()


def at_once(work, times):
    """The outcomes of the same work, begun together by so many threads."""
    together, outcomes = threading.Barrier(times), []

    def run(number):
        together.wait()
        try:
            work(number)
            outcomes.append("done")
        except DomainError as error:
            outcomes.append(type(error))
        finally:
            db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_guesses_sent_side_by_side_never_exceed_the_limit():
    account = make_account(make_mandate().person)

    def guess(number):
        sign_in.sign_in(account.username, "Wrong-1234", visitor=Visitor(f"192.0.2.{number}"), policy=POLICY, now=NOW)

    outcomes = at_once(guess, 8)

    assert outcomes.count(SignInRefused) == 5
    assert outcomes.count(LockedOut) == 3


def test_the_first_attempts_on_a_fresh_key_are_both_counted():
    key = attempts.key_of("sign_in", "somebody")

    def count(_number):
        with transaction() as session:
            attempts.count(session, key, POLICY.account_limit, now=NOW)

    assert at_once(count, 2) == ["done", "done"]
    with transaction() as session:
        assert not attempts.count(session, key, POLICY.account_limit, now=NOW)
        assert not attempts.count(session, key, POLICY.account_limit, now=NOW)
        assert attempts.count(session, key, POLICY.account_limit, now=NOW)


def test_of_two_requests_with_the_same_code_one_gets_in():
    account = make_account()
    with transaction() as session:
        second_factor.prepare(session, account, now=NOW, secret=SECRET)
    code = pyotp.TOTP(SECRET).at(NOW)

    def use(_number):
        with transaction() as session:
            second_factor.accept(session, account.id, code, now=NOW)

    outcomes = at_once(use, 4)

    assert outcomes.count("done") == 1
    assert outcomes.count(CodeUsedAlready) == 3


def test_of_several_posts_proposed_at_once_for_one_person_one_stands():
    congress = make_congress()
    account = make_account(opened_in=congress.id)
    admins = [make_staff(Role.SYSTEM_ADMIN, congress) for _ in range(3)]
    posts = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]

    def propose(number):
        actor = actor_of(admins[number], Role.SYSTEM_ADMIN, congress_id=congress.id)
        roles.propose(account.public_id, posts[number], body_public_id=None, actor=actor, now=NOW)

    outcomes = at_once(propose, 3)

    assert outcomes.count("done") == 1
    held = db.session.query(RoleGrant).where(RoleGrant.account_id == account.id).all()
    assert len(held) == 1
    assert db.session.get_one(Account, account.id, populate_existing=True).duty == "post"
