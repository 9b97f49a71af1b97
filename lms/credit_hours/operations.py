"""Setting a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import transaction
from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.credit_hours.models import CreditHourBand, CreditHourRule
from lms.credit_hours.queries import newest
from lms.credit_hours.rule import Band, rule_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import Congress

# As the online academy of one province converts (exactly 30 minutes count as long, exactly 15 as short).
FIRST_BANDS = (
    Band(0, includes=False, quarters=1),
    Band(15, includes=False, quarters=2),
    Band(30, includes=True, quarters=4),
)


class RuleChangedMeanwhile(DomainError):
    """Somebody else set a rule since the person looked."""

    template = N_("Somebody else changed the rule meanwhile. Please look at it and decide again.")


def set_rule(bands: Sequence[Band], *, instead_of: int, actor: Actor, now: datetime) -> CreditHourRule:
    """Let a rule hold in the actor's congress from now on. What was worth what before stays known.

    Args:
        bands: the rule.
        instead_of: the version of the rule that the person looked at; 0 if there was none.

    Raises:
        BadBands: the bands are no rule.
        RuleChangedMeanwhile: that version is not the newest any more.
    """
    rule = rule_of(bands)
    try:
        with transaction() as session:
            before = newest(session, actor.congress_id)
            if (before.version if before else 0) != instead_of:
                raise RuleChangedMeanwhile
            row = _insert(session, actor.congress_id, instead_of + 1, rule.bands, set_by=actor.account_id, now=now)
            subject = ("congress", None)
            audit.record(session, actor=actor, action="credit_hours.rule_set", subject=subject, now=now)
            return row
    except IntegrityError as error:
        raise RuleChangedMeanwhile from error


def seed_rule(session: Session, congress: Congress, now: datetime) -> None:
    """Give a new congress its first rule, in the caller's transaction."""
    _insert(session, congress.id, 1, FIRST_BANDS, set_by=None, now=now)


def _insert(
    session: Session, congress_id: int, version: int, bands: Sequence[Band], *, set_by: int | None, now: datetime
) -> CreditHourRule:
    row = CreditHourRule(
        congress_id=congress_id,
        version=version,
        recorded_at=now,
        set_by=set_by,
        bands=[CreditHourBand(minutes=band.minutes, includes=band.includes, quarters=band.quarters) for band in bands],
    )
    session.add(row)
    session.flush()
    return row
