"""People and files with which the ways into the record are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lms.core.permissions import Role
from lms.records.models import Head, Source
from tests.factories import make_electing_body, make_kind, make_mandate, make_term
from tests.support.accounts import actor_of, make_account, make_staff

if TYPE_CHECKING:
    from lms.core.permissions import Actor
    from lms.people.accounts.models import Account
    from lms.people.models import ElectingBody, Mandate
    from lms.records.models import EntryKind

PDF = b"%PDF-1.7\n1 0 obj\n"
GIVEN = frozenset({Source.UNIT, Source.EXCEL, Source.DIARY})


class Unit(NamedTuple):
    """An electing unit with its liaison, some deputies, and a kind that anyone may enter."""

    body: ElectingBody
    account: Account
    liaison: Actor
    deputies: list[Mandate]
    kind: EntryKind


def make_unit(body: ElectingBody | None = None, *, deputies: int = 2, **kind: Any) -> Unit:
    """A unit of a congress of its own, unless a body is given."""
    body = body or make_electing_body(make_term())
    account = make_staff(Role.LIAISON, body=body)
    mandates = [make_mandate(body) for _ in range(deputies)]
    given = {"code": "inspection", "head": Head.ACTIVITIES, "name": "视察", "sources": GIVEN}
    return Unit(body, account, liaison_of(body, account), mandates, make_kind(body.congress_id, **given | kind))


def liaison_of(body: ElectingBody, account: Account | None = None) -> Actor:
    """A liaison of a unit."""
    account = account or make_staff(Role.LIAISON, body=body)
    return actor_of(account, Role.LIAISON, congress_id=body.congress_id, body=body)


def deputy_of(mandate: Mandate) -> Actor:
    """The deputy who holds a mandate."""
    return actor_of(make_account(mandate.person), Role.DEPUTY, congress_id=mandate.congress_id)
