"""Signing in: the right person at once, everybody else never, and nobody learns which accounts exist."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts import hashing, second_factor, sign_in
from lms.people.accounts.errors import LockedOut, NoRole, OnlyOnThisComputer, SignInRefused
from lms.people.accounts.models import Account, Stage
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from tests.factories import NOW, make_mandate, make_person
from tests.support.accounts import make_account, make_staff

PASSWORD = "Kt7#mqRz-quiet"
HASH = hashing.hash_password(PASSWORD)
POLICY = AccessPolicy()
HERE = Visitor("192.0.2.1")
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("database")


def deputy(**given):
    return make_account(make_mandate().person, password_hash=HASH, **given)


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
