"""A laid-out site for tests that walk it: the demonstration year with a few deputies, laid today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

import lms.handlers  # noqa: F401  # A year that is laid puts work in the queue, so jobs must be known.
from lms.core import clock
from lms.core.database import db
from lms.demo.year import Size, lay
from lms.people.accounts.models import Account
from lms.people.models import Congress
from tests.architecture.samples import lay_samples
from tests.support.accounts import sign_in

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.http import HouseClient

PER_UNIT = 3

# Every kind of visitor, by the user name that the demonstration gives; None is somebody who has not signed in.
ROLES: dict[str, str | None] = {
    "anonymous": None,
    "deputy": "deputy",
    "deputy of another unit": "deputy3",
    "deputy of another congress": "county-deputy",
    "organizer of another congress": "county-organizer",
    "liaison": "liaison",
    "another unit's liaison": "liaison2",
    "organizer": "organizer",
    "class head": "classhead",
    "editor": "editor",
    "reviewer": "reviewer",
    "approver": "approver",
    "business admin": "business",
    "evaluation office": "evaluation",
    "system admin": "system",
    "security admin": "security",
    "auditor": "auditor",
}


def lay_small_year() -> None:
    """The demonstration year as the tests use it."""
    lay(today=clock.today(), size=Size(PER_UNIT), say=lambda _part: lambda _done, _total: None)
    lay_samples()


def client_of(app: Flask, role: str) -> HouseClient:
    """A browser in which a visitor of this kind is signed in."""
    client: HouseClient = app.test_client()
    username = ROLES[role]
    if username is not None:
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        sign_in(client, account, congress_id=congress_of(role))
    return client


def congress_of(role: str) -> int:
    """The congress in which a visitor of this kind works."""
    code = "demo-county" if role.endswith("of another congress") else "npc"
    return db.session.scalars(select(Congress.id).where(Congress.code == code)).one()
