"""Signing in: the right person at once, everybody else never, and nobody learns which accounts exist."""

from __future__ import annotations

from datetime import timedelta

import argon2
import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core.crypto import blind_index, encrypt
from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.people.accounts import hashing, sign_in
from lms.people.accounts.errors import LockedOut, NoRole, OnlyOnThisComputer, SignInRefused
from lms.people.accounts.models import Account, LoginAttempt, LoginSession, Stage
from lms.people.accounts.policy import AccessPolicy, Limit
from lms.people.accounts.visitor import Visitor
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_person, make_term
from tests.support.accounts import make_account, make_grant, make_staff

PASSWORD = "Kt7#mqRz-quiet"
HASH = hashing.hash_password(PASSWORD)
# A source may fail seven times here: the same rule as with fifty, in less time.
POLICY = AccessPolicy(source_limit=Limit(7, timedelta(minutes=5)))
HERE = Visitor("192.0.2.1")
ELSEWHERE = Visitor("192.0.2.2")
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("database")


def deputy(person=None, **given):
    return make_account(make_mandate(person=person).person, password_hash=HASH, **given)


def enter(name, password=PASSWORD, *, now=NOW, visitor=HERE):
    return sign_in.sign_in(name, password, visitor=visitor, policy=POLICY, now=now)


def fail(name, times=1, *, now=NOW, visitor=HERE):
    for _ in range(times):
        with pytest.raises(SignInRefused):
            enter(name, "Wrong-1234", now=now, visitor=visitor)


def test_a_deputy_signs_in_by_user_name_in_one_step():
    entry = enter(deputy(username="laozhang").username)

    assert entry.stage is Stage.FULL
    assert not entry.chooses_congress


@pytest.mark.parametrize("typed", ["13912345678", " 139 1234 5678 ", "+86 139-1234-5678", "１３９１２３４５６７８"])
def test_a_telephone_number_is_found_however_it_is_typed(typed):
    phone = "13912345678"
    deputy(make_person(phone_sealed=encrypt(phone), phone_index=blind_index(phone)))

    assert enter(typed).stage is Stage.FULL


def test_a_user_name_may_be_typed_in_capitals():
    deputy(username="laozhang")

    assert enter("LaoZhang").stage is Stage.FULL


@pytest.mark.parametrize("name", ["laozhang", "nobody", "", "a\x00b", "𫖯" * 100, "13900000000"])
def test_a_wrong_password_and_an_unknown_name_are_refused_with_the_same_words(name):
    deputy(username="laozhang")

    with pytest.raises(SignInRefused) as refused:
        enter(name, "Wrong-1234")

    assert str(refused.value) == SignInRefused.template


def test_an_unknown_name_costs_the_same_argon2_as_a_known_one(monkeypatch):
    deputy(username="laozhang")
    verified = []
    verify = hashing._hasher.verify
    spy = type("Spy", (), {"verify": lambda _, stored, given: verified.append(stored) or verify(stored, given)})()
    monkeypatch.setattr(hashing, "_hasher", spy)
    hashing._nobodys.cache_clear()
    monkeypatch.setattr(hashing, "_nobodys", lambda: HASH)

    fail("laozhang")
    fail("nobody")

    assert len(verified) == 2


def test_an_account_that_waits_for_its_code_has_no_password_to_guess():
    make_account(make_mandate().person, username="laozhang")

    fail("laozhang")


def test_a_closed_account_is_refused_like_an_unknown_one():
    deputy(username="laozhang", closed_at=NOW)

    with pytest.raises(SignInRefused):
        enter("laozhang")


def test_a_user_name_that_is_somebody_elses_number_opens_neither():
    phone = "13912345678"
    deputy(make_person(phone_sealed=encrypt(phone), phone_index=blind_index(phone)))
    deputy(username=phone)

    with pytest.raises(SignInRefused):
        enter(phone)


def test_five_failures_lock_the_account_even_for_the_right_password_and_say_until_when():
    deputy(username="laozhang")
    fail("laozhang", 5)

    with pytest.raises(LockedOut) as locked:
        enter("laozhang", visitor=ELSEWHERE)

    assert locked.value.until == NOW + 5 * MINUTE
    assert "09:05" in str(locked.value)


def test_four_failures_do_not_lock_and_success_forgets_them():
    deputy(username="laozhang")
    fail("laozhang", 4)
    enter("laozhang")
    fail("laozhang", 4, visitor=ELSEWHERE)

    assert enter("laozhang").stage is Stage.FULL


def test_a_lock_opens_by_itself_after_five_minutes():
    deputy(username="laozhang")
    fail("laozhang", 5)

    with pytest.raises(LockedOut):
        enter("laozhang", now=NOW + 5 * MINUTE - timedelta(seconds=1))
    assert enter("laozhang", now=NOW + 5 * MINUTE).stage is Stage.FULL


def test_after_a_lock_the_count_begins_anew():
    deputy(username="laozhang")
    fail("laozhang", 5)
    fail("laozhang", 4, now=NOW + 6 * MINUTE, visitor=ELSEWHERE)

    assert enter("laozhang", now=NOW + 7 * MINUTE).stage is Stage.FULL


def test_failures_of_long_ago_do_not_count():
    deputy(username="laozhang")
    fail("laozhang", 4)
    fail("laozhang", 4, now=NOW + 10 * MINUTE, visitor=ELSEWHERE)

    assert enter("laozhang", now=NOW + 11 * MINUTE).stage is Stage.FULL


def test_a_name_that_nobody_has_locks_like_one_that_somebody_has():
    fail("nobody", 5)

    with pytest.raises(LockedOut):
        enter("nobody")


def test_a_source_that_guesses_many_names_is_locked_and_others_are_not():
    deputy(username="laozhang")
    for number in range(POLICY.source_limit.failures):
        fail(f"guess{number}")

    with pytest.raises(LockedOut):
        enter("laozhang")
    assert enter("laozhang", visitor=ELSEWHERE).stage is Stage.FULL


def test_one_who_gets_in_does_not_wipe_out_what_others_failed_at_the_same_source():
    deputy(username="laozhang")
    for number in range(5):
        fail(f"guess{number}")
    enter("laozhang")

    assert max(db.session.scalars(select(LoginAttempt.failures))) == 5


def test_neither_names_nor_addresses_can_be_read_from_the_counters():
    fail("nobody")

    kept = db.session.scalars(select(LoginAttempt.key)).all()

    assert kept
    assert all(len(key) == 32 and b"nobody" not in key and b"192.0" not in key for key in kept)


def test_an_old_hash_is_made_anew_with_todays_parameters():
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    account = make_account(make_mandate().person, username="laozhang", password_hash=weak)

    enter("laozhang")

    stored = db.session.get_one(Account, account.id, populate_existing=True).password_hash
    assert "m=19456,t=2,p=1" in stored
    assert hashing.verify(stored, PASSWORD)


def test_staff_get_no_further_than_the_second_factor():
    account = make_staff(Role.ORGANIZER, password_hash=HASH)

    entry = enter(account.username)

    assert entry.stage is Stage.SECOND_FACTOR


def test_an_account_without_role_or_mandate_is_told_so():
    account = make_account(password_hash=HASH)

    with pytest.raises(NoRole):
        enter(account.username)


def test_a_former_deputy_still_signs_in():
    mandate = make_mandate(status="ended", until_on=NOW.date())
    account = make_account(mandate.person, password_hash=HASH)

    assert enter(account.username).stage is Stage.FULL


def test_a_demonstration_account_is_refused_off_loopback():
    account = deputy(is_demonstration=True)

    with pytest.raises(OnlyOnThisComputer):
        enter(account.username)
    assert enter(account.username, visitor=Visitor("127.0.0.1", may_demonstrate=True)).stage is Stage.FULL


def test_who_has_something_to_do_in_two_congresses_chooses_one():
    mandate = make_mandate()
    second = make_congress()
    account = make_account(mandate.person, password_hash=HASH)
    make_mandate(make_electing_body(make_term(second)), mandate.person)

    entry = enter(account.username)
    login = db.session.scalars(select(LoginSession)).one()
    assert entry.chooses_congress
    assert login.congress_id is None

    sign_in.choose_congress(login.id, second.public_id, now=NOW)
    assert db.session.get_one(LoginSession, login.id, populate_existing=True).congress_id == second.id


def test_a_congress_in_which_one_has_nothing_is_not_found():
    account = deputy()
    enter(account.username)
    login = db.session.scalars(select(LoginSession)).one()

    with pytest.raises(NotFound):
        sign_in.choose_congress(login.id, make_congress().public_id, now=NOW)


def test_the_table_does_not_hold_the_token():
    entry = enter(deputy().username)

    login = db.session.scalars(select(LoginSession)).one()

    assert len(login.token_digest) == 32
    assert entry.token.encode() not in login.token_digest


def test_success_and_failure_are_audited_without_the_name():
    account = deputy(username="laozhang")
    fail("laozhang")
    enter("laozhang")

    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()

    assert [(event.action, event.succeeded) for event in events] == [
        ("sign_in.refused", False),
        ("sign_in.succeeded", True),
    ]
    assert {event.subject_id for event in events} == {account.public_id}


def test_a_role_that_is_only_proposed_asks_for_no_second_factor():
    account = deputy()
    grant = make_grant(account, Role.ORGANIZER, make_congress())
    with transaction() as session:
        fresh = session.get_one(type(grant), grant.id)
        fresh.state, fresh.decided_by = "proposed", None

    assert enter(account.username).stage is Stage.FULL
