"""The question of a report as a page's address asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from werkzeug.datastructures import MultiDict

from lms.core import clock
from lms.core.errors import DomainError
from lms.core.permissions import current_actor
from lms.reports import access, queries

if TYPE_CHECKING:
    from lms.core.permissions import Permission
    from lms.reports.forms import QuestionForm
    from lms.reports.known import Question


def chosen_times() -> MultiDict[str, str]:
    """What the address asks for; today, if it names no day."""
    given = MultiDict(request.args)
    given.setdefault("as_at", clock.today().isoformat())
    return given


def asked(form: QuestionForm, permission: Permission) -> Question | None:
    """The question of a valid form; None if the form came back with an error beside a field."""
    if not form.validate():
        return None
    now, day = clock.now(), form.as_at.data
    if day is None:
        return None
    try:
        return access.question(current_actor(), permission, as_at=day, known_at=form.instant(now), now=now)
    except queries.NotYetKnown as refusal:
        form.known_at.errors = [refusal.message]
    except DomainError as refusal:
        form.as_at.errors = [refusal.message]
    return None
