"""What those who wrote in a draft are told when others have dealt with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.authoring.models import Step
from lms.catalog.authoring.operations.drafts import hands_of
from lms.core.i18n import N_
from lms.notices import Link, tell
from lms.people.accounts.models import Account

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.catalog.authoring.models import CourseDraft

# What happened, and what else is to be known.
_WORDS = {
    Step.REVIEWED: (N_("The draft “%(title)s” has been reviewed."), N_("It waits for approval now.")),
    Step.RETURNED: (N_("The draft “%(title)s” has been returned to you."), N_("Reason given: %(reason)s")),
    Step.APPROVED: (
        N_("The course “%(title)s” has been approved and published."),
        N_("It is version %(version)d; deputies see it now."),
    ),
}


def tell_authors(session: Session, draft: CourseDraft, step: Step, *, now: datetime, **words: object) -> None:
    """Tell each person who wrote in a draft of a step that somebody else took, in the caller's transaction."""
    template, detail = _WORDS[step]
    hands = select(Account.person_id).where(Account.id.in_(hands_of(session, draft))).distinct()
    for person_id in session.scalars(hands.order_by(Account.person_id)):
        tell(
            session,
            person_id=person_id,
            congress_id=draft.congress_id,
            kind=f"course_draft.{step}",
            template=template,
            detail=detail,
            params={"title": draft.title, **words},
            link=Link("authoring.show", {"draft_id": draft.public_id}),
            now=now,
        )
