"""Making a study session from a line of the annual plan, which becomes one study session and not two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.database import transaction
from lms.planning.annual import lines
from lms.study_sessions.operations import drafting
from lms.study_sessions.planned import SUBJECT

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from lms.core.permissions import Actor
    from lms.study_sessions.operations.drafting import Draft


def create(
    line_key: uuid.UUID, draft: Draft, *, actor: Actor, now: datetime, considered: Collection[str] | None = None
) -> uuid.UUID:
    """Make a draft as `drafting.create` does, and note in the plan what came of the line; returns its public id.

    Raises:
        NotFound: no plan in force of the actor's congress has the line.
        AlreadyHeld: a study session was made from it.
        DaysOutOfOrder, TooManyDays, NoTerm, NumberTaken: as for `drafting.create`.
    """
    with transaction() as session:
        lines.line_to_hold(session, line_key, congress_id=actor.congress_id)
        public_id = drafting.add(session, draft, actor=actor, now=now, considered=considered).public_id
        lines.hold(session, line_key, (SUBJECT, public_id), actor=actor, now=now)
        return public_id
