"""Drafts and letters to test with, and the three people through whose hands they go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.core.database import transaction
from lms.core.permissions import Actor, Grant, Role
from lms.notices.letters import drafting, issuing
from lms.people.models import LetterForm
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.notices.letters.models import Letter

HEAD = drafting.Head(issuer="第一人民代表大会常务委员会办公厅", mark="常办函", contact="联络处，010-00000000")


def drafter(congress_id: int) -> Actor:
    return Actor.of(11, None, congress_id, (Grant(Role.ORGANIZER),))


def checker(congress_id: int) -> Actor:
    return Actor.of(12, None, congress_id, (Grant(Role.ORGANIZER),))


def signer(congress_id: int) -> Actor:
    return Actor.of(13, None, congress_id, (Grant(Role.BUSINESS_ADMIN),))


def make_letterhead(congress_id: int) -> None:
    drafting.set_letterhead(HEAD, actor=drafter(congress_id), now=NOW)


def make_draft(congress_id: int) -> int:
    with transaction() as session:
        return drafting.begin(session, purpose="tests", title="第1期", actor=drafter(congress_id), now=NOW).id


def text(**given: Any) -> issuing.Text:
    values: dict[str, Any] = {
        "form": LetterForm.STANDARD,
        "addressee": "某某有限公司",
        "address": "某市某路1号",
        "email": "",
        "title": "关于参加学习班的函",
        "paragraphs": ["按照安排，请予保障。", "特此函告。"],
    }
    return issuing.Text(**values | given)


def signed(congress_id: int, *texts: issuing.Text, now=NOW) -> Sequence[Letter]:
    """The letters of one draft that went through all hands."""
    draft_id = make_draft(congress_id)
    with transaction() as session:
        drafting.check(session, draft_id, actor=checker(congress_id), now=now)
    with transaction() as session:
        draft = drafting.sign(session, draft_id, actor=signer(congress_id), now=now)
        return issuing.issue(session, draft, texts or [text()], actor=signer(congress_id), now=now)
