"""The life of one version of an annual plan, and the one table of its moves."""

from __future__ import annotations

from enum import StrEnum

from lms.core.i18n import N_


class PlanState(StrEnum):
    """Where a version is in its life. The approved one is the current plan; there is at most one."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_PRINCIPLE = "in_principle"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Decision(StrEnum):
    """What was decided about a version, each a line of its history."""

    BEGUN = "begun"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    IN_PRINCIPLE = "in_principle"
    APPROVED = "approved"


PLAN_STATE = {
    PlanState.DRAFT: (N_("Being drafted"), "amber"),
    PlanState.SUBMITTED: (N_("Submitted for approval"), "blue"),
    PlanState.IN_PRINCIPLE: (N_("Approved in principle, to be changed"), "amber"),
    PlanState.APPROVED: (N_("In force now"), "green"),
    PlanState.SUPERSEDED: (N_("Replaced by a later version"), ""),
}

DECISION = {
    Decision.BEGUN: N_("Version begun"),
    Decision.SUBMITTED: N_("Submitted for approval"),
    Decision.RETURNED: N_("Returned for changes"),
    Decision.IN_PRINCIPLE: N_("Approved in principle"),
    Decision.APPROVED: N_("Approved"),
}

MOVES: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    PlanState.SUBMITTED: frozenset({PlanState.DRAFT, PlanState.IN_PRINCIPLE, PlanState.APPROVED}),
    PlanState.IN_PRINCIPLE: frozenset({PlanState.SUBMITTED, PlanState.APPROVED}),
    PlanState.APPROVED: frozenset({PlanState.SUPERSEDED}),
    PlanState.SUPERSEDED: frozenset(),
}

WRITABLE = frozenset({PlanState.DRAFT, PlanState.IN_PRINCIPLE})
"""The states in which organizers write."""

WORKING = frozenset({PlanState.DRAFT, PlanState.SUBMITTED, PlanState.IN_PRINCIPLE})
"""The states of a version on its way; a plan has at most one of these."""

BEFORE_DECISION = frozenset({PlanState.SUBMITTED, PlanState.IN_PRINCIPLE})
"""The states in which the office records what was decided."""
