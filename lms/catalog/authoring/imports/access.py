"""Files of questions, fetched through their draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from lms.catalog.authoring import access as drafts
from lms.catalog.authoring.imports.models import QuestionImport
from lms.core.database import db
from lms.core.errors import NotFound

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from lms.catalog.authoring.models import CourseDraft
    from lms.core.permissions import Actor


def question_import(actor: Actor, draft_id: uuid.UUID, public_id: uuid.UUID) -> QuestionImport:
    """One file of a draft of the actor's congress.

    Raises:
        NotFound: there is none that this actor may see.
    """
    draft = drafts.draft(actor, draft_id)
    found = db.session.scalar(
        select(QuestionImport).where(QuestionImport.public_id == public_id, QuestionImport.draft_id == draft.id)
    )
    if found is None:
        raise NotFound
    return found


def of_draft(draft: CourseDraft) -> Sequence[QuestionImport]:
    """The files that were handed in for a draft, the latest first; what they say is not read."""
    return db.session.scalars(
        select(QuestionImport)
        .where(QuestionImport.draft_id == draft.id)
        .order_by(QuestionImport.id.desc())
        .options(defer(QuestionImport.content))
    ).all()
