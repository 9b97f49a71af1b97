"""What people do at a browser before they are known, and what their password is."""

from __future__ import annotations

from lms.core.database import transaction
from lms.people.accounts import hashing
from lms.people.accounts.models import Account
from tests.support.accounts import id_of

PASSWORD = "Kt7#mqRz-quiet"
HASH = hashing.hash_password(PASSWORD)


def look(client, path):
    """Open a page as a browser does, which says that it wants HTML."""
    return client.get(path, headers={"Accept": "text/html"})


def enter(client, name, password=PASSWORD, **given):
    return client.post("/sign-in", data={"name": name, "password": password, **given})


def with_password(account):
    with transaction() as session:
        session.get_one(Account, id_of(account)).password_hash = HASH
    return account.username
