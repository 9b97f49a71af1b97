"""Writing templates, copying one for a study session, and ticking off what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.planning import subjects
from lms.planning.checklists import access
from lms.planning.checklists.models import Checklist, ChecklistItem, ChecklistTemplate, TemplateItem
from lms.planning.checklists.refusals import AlreadyCopied, NoSuchSubject, NothingToCopy
from lms.planning.refusals import NameTaken

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def add_template(name: str, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Begin a template without items; returns its public id. Raises NameTaken."""
    with transaction() as session:
        template = ChecklistTemplate(congress_id=actor.congress_id, name=name)
        session.add(template)
        try:
            session.flush()
        except IntegrityError as error:
            raise NameTaken(name=name) from error
        _note(session, "checklist_template.added", template.public_id, actor=actor, now=now)
        return template.public_id


def add_item(template_id: uuid.UUID, words: str, *, role: str, days_before: int, actor: Actor, now: datetime) -> None:
    """Put a thing to do into a template; checklists that were copied stay as they are. Raises NotFound."""
    with transaction() as session:
        template = access.template(session, template_id, actor=actor)
        session.add(TemplateItem(template_id=template.id, words=words, role=role, days_before=days_before))
        _note(session, "checklist_template.changed", template_id, actor=actor, now=now)


def remove_item(template_id: uuid.UUID, item_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Take a thing to do out of a template. Raises NotFound."""
    with transaction() as session:
        template = access.template(session, template_id, actor=actor)
        mine = delete(TemplateItem).where(TemplateItem.template_id == template.id, TemplateItem.public_id == item_id)
        if not session.execute(mine.returning(TemplateItem.id)).all():
            raise NotFound
        _note(session, "checklist_template.changed", template_id, actor=actor, now=now)


def retire_template(template_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Copy it no more. A second time changes nothing. Raises NotFound."""
    with transaction() as session:
        template = access.template(session, template_id, actor=actor)
        if template.retired_at is None:
            template.retired_at = now
            _note(session, "checklist_template.retired", template_id, actor=actor, now=now)


def copy(template_id: uuid.UUID, subject_kind: str, subject_id: uuid.UUID, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Make a checklist of a template for a subject; returns its public id.

    Raises:
        NotFound: no such template.
        NoSuchSubject: what it is for is gone.
        NothingToCopy: the template has no items, or is retired.
        AlreadyCopied: the subject has that checklist.
    """
    with transaction() as session:
        template = access.template(session, template_id, actor=actor)
        subject = subjects.find(session, actor.congress_id, subject_kind, subject_id)
        if subject is None:
            raise NoSuchSubject
        if not template.items or template.retired_at is not None:
            raise NothingToCopy
        checklist = Checklist(
            congress_id=actor.congress_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            name=template.name,
            copied_by=actor.account_id,
            copied_at=now,
        )
        session.add(checklist)
        try:
            session.flush()
        except IntegrityError as error:
            raise AlreadyCopied(title=subject.title) from error
        session.add_all(
            ChecklistItem(checklist_id=checklist.id, words=each.words, role=each.role, days_before=each.days_before)
            for each in template.items
        )
        _note(session, "checklist.copied", checklist.public_id, actor=actor, now=now)
        return checklist.public_id


def tick(item_id: uuid.UUID, *, is_done: bool, actor: Actor, now: datetime) -> uuid.UUID:
    """Say that a thing is done, or that it is not after all; returns the checklist's public id.

    Who was first stays: ticked off a second time, it keeps the name and the day. Raises NotFound.
    """
    with transaction() as session:
        found, checklist = access.item(session, item_id, actor=actor)
        item = lock_row(session, ChecklistItem, found.id)
        if (item.done_at is not None) is not is_done:
            item.done_by, item.done_at = (actor.account_id, now) if is_done else (None, None)
            verb = "ticked" if is_done else "unticked"
            _note(session, f"checklist.{verb}", checklist.public_id, actor=actor, now=now)
        return checklist.public_id


def _note(session: Session, action: str, public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    subject = (action.partition(".")[0], public_id)
    audit.record(session, actor=actor, action=action, subject=subject, now=now)
