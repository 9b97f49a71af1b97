"""Forms and addresses of the roster, accounts and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.demo.words import words
from lms.people.accounts.models import Account
from lms.people.models import Congress, Mandate
from tests.bad_input.forms.known import PAGE, UNKNOWN_ID, Good, day, hebei

if TYPE_CHECKING:
    from collections.abc import Callable

_MOVE = {"effective_on": day(), "announcement": "〔2026〕第3号"}
_NEW_PASSWORD = "Xuexi-2027-Dabiao"


def _congress() -> str:
    return str(db.session.scalars(select(Congress.public_id).where(Congress.code == "npc")).one())


def _known_mandate() -> dict[str, str]:
    mandate = db.session.scalars(
        select(Mandate)
        .join(Account, Account.person_id == Mandate.person_id)
        .where(Account.username == "deputy", Mandate.electing_body_id == hebei().id)
    ).one()
    return {
        "effective_on": day(),
        "card_number": mandate.card_number or "",
        "electing_body": str(mandate.electing_body.public_id),
        "election": "new" if mandate.is_newly_elected else "again",
        "composition": mandate.composition.value,
        "employer": "石家庄市第一中学",
        "post": "教师",
        "work_region": "石家庄市",
        "party": "群众",
        "education": "大学本科",
        "manual_order": "3",
    }


FORMS: dict[str, Callable[[], Good]] = {
    "accounts.begin_acting": lambda: Good({"reason": "代表本人来电委托"}),
    "accounts.begin_sign_in": lambda: Good({"name": "deputy", "password": words("people")["password"], "next": "/"}),
    "accounts.change_password": lambda: Good(
        {"present": words("people")["password"], "password": _NEW_PASSWORD, "again": _NEW_PASSWORD}
    ),
    "accounts.choose_congress": lambda: Good({"congress": _congress(), "next": "/"}),
    "accounts.open_staff": lambda: Good({"name": "王伟", "username": "wangwei"}),
    "accounts.propose": lambda: Good({"role": "class_head", "body": ""}),
    "accounts.propose_elsewhere": lambda: Good(
        {"name": "王伟", "username": "wangwei", "role": "class_head", "body": ""}
    ),
    "accounts.redeem_code": lambda: Good(
        {"name": "deputy", "code": "12345678", "password": _NEW_PASSWORD, "again": _NEW_PASSWORD}
    ),
    "accounts.replace_second_factor": lambda: Good({"code": "123456"}),
    "accounts.request_code": lambda: Good({"name": "13912345678"}),
    "imports.apply": lambda: Good({"choice": "valid_rows", "effective_on": day()}),
    "mandates.change": lambda: Good(_known_mandate()),
    "mandates.correct": lambda: Good(
        {
            "name": "王伟",
            "sex": "male",
            "ethnicity": "汉族",
            "born_on": "1970-05-17",
            "phone": "13912345678",
            "removes_phone": "",
            "document_kind": "resident_id",
            "document_number": "",
            "removes_document": "",
        }
    ),
    "mandates.end": lambda: Good({**_MOVE, "ground": "resigned"}),
    "mandates.resume": lambda: Good(_MOVE),
    "mandates.suspend": lambda: Good({**_MOVE, "ground": "detained"}),
}
BUTTONS = frozenset(
    {
        "accounts.close",
        "accounts.decline",
        "accounts.end_acting",
        "accounts.end_login",
        "accounts.end_other_logins",
        "accounts.grant",
        "accounts.message_deputy",
        "accounts.print_slips",
        "accounts.reopen",
        "accounts.reset_deputy",
        "accounts.reset_second_factor",
        "accounts.reset_staff",
        "accounts.revoke",
        "accounts.sign_out",
        "imports.put_away",
        "people.reveal",
    }
)
APART = frozenset(
    {
        "imports.upload",
        "accounts.pass_second_factor",
    }
)
ADDRESSES: dict[str, dict[str, str]] = {
    "accounts.congress": {"next": "/"},
    "accounts.deputies": PAGE | {"waiting": "yes"},
    "accounts.index": PAGE | {"q": "王", "kind": "staff"},
    "accounts.proposals": PAGE,
    "accounts.second_factor_step": {"next": "/"},
    "accounts.sign_in": {"next": "/"},
    "people.index": PAGE | {"unit": UNKNOWN_ID, "status": "ended", "new": "yes", "grassroots": "no", "q": "王"},
}
