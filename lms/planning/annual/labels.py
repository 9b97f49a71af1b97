"""The words of plans on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import EMPTY
from lms.core.i18n import gettext as _
from lms.planning.annual.states import DECISION, PLAN_STATE
from lms.planning.kinds import SESSION_KIND
from lms.planning.resources.labels import span

if TYPE_CHECKING:
    from lms.planning.annual.models import PlanDecision, PlanLine, PlanVersion
    from lms.planning.annual.states import PlanState


def state_tag(state: PlanState) -> tuple[str, str]:
    """The reader's word for a state, and the tone of its tag."""
    words, tone = PLAN_STATE[state]
    return _(words), tone


def decision_words(decision: PlanDecision) -> str:
    """What was decided, with the number of the document."""
    words = _(DECISION[decision.decision])
    return _("%(decision)s (%(number)s)", decision=words, number=decision.number) if decision.number else words


def line_kind(line: PlanLine) -> str:
    """The kind, and which of its kind in the year."""
    words = _(SESSION_KIND[line.kind])
    return _("%(kind)s, No. %(number)d", kind=words, number=line.number) if line.number else words


def line_days(line: PlanLine) -> str:
    """When: the days, else the month, else nothing yet."""
    if line.starts_on is not None:
        return span(line.starts_on, line.ends_on or line.starts_on)
    return EMPTY if line.month is None else _("Month %(month)d", month=line.month)


def version_words(version: PlanVersion) -> str:
    """Which version."""
    return _("Version %(number)d", number=version.number)
