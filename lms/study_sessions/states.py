"""The words of a study session's life, and the one table of moves for each of its two lives."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a study session is for (学习班的类别)."""

    THEMATIC = "thematic"
    INDUCTION = "induction"
    STUDY_TOUR = "study_tour"
    BUSINESS_TRAINING = "business_training"
    EXCHANGE = "exchange"


class State(StrEnum):
    """Where a study session is in its life."""

    DRAFT = "draft"
    QUOTAS_OUT = "quotas_out"
    RECOMMENDING = "recommending"
    LIST_CONFIRMED = "list_confirmed"
    COMPLETED = "completed"
    CALLED_OFF = "called_off"


class PlaceState(StrEnum):
    """Where one person's enrolment is in its life."""

    RECOMMENDED = "recommended"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    SUBSTITUTED = "substituted"
    RELEASED = "released"


class Priority(IntEnum):
    """Who is put forward first: the newly elected from the grassroots, then the newly elected, then the others."""

    NEW_GRASSROOTS = 1
    NEW = 2
    OTHER = 3


class Basis(StrEnum):
    """What quotas are computed by. `SHARED` computes none: every unit draws on the total."""

    PLAN_SEATS = "plan_seats"
    IN_OFFICE = "in_office"
    SHARED = "shared"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.QUOTAS_OUT, State.CALLED_OFF}),
    State.QUOTAS_OUT: frozenset({State.RECOMMENDING, State.CALLED_OFF}),
    State.RECOMMENDING: frozenset({State.LIST_CONFIRMED, State.CALLED_OFF}),
    State.LIST_CONFIRMED: frozenset({State.RECOMMENDING, State.COMPLETED, State.CALLED_OFF}),
    State.COMPLETED: frozenset(),
    State.CALLED_OFF: frozenset(),
}

PLACE_MOVES: dict[PlaceState, frozenset[PlaceState]] = {
    PlaceState.RECOMMENDED: frozenset(
        {
            PlaceState.CONFIRMED,
            PlaceState.WITHDRAWN,
            PlaceState.RETURNED,
            PlaceState.SUBSTITUTED,
            PlaceState.RELEASED,
        }
    ),
    PlaceState.CONFIRMED: frozenset({PlaceState.RETURNED, PlaceState.RELEASED}),
    PlaceState.WITHDRAWN: frozenset(),
    PlaceState.RETURNED: frozenset(),
    PlaceState.SUBSTITUTED: frozenset(),
    PlaceState.RELEASED: frozenset(),
}

SEATED = frozenset({PlaceState.RECOMMENDED, PlaceState.CONFIRMED})
"""What holds a seat. The only definition: Python, SQL and the partial unique index are made from it."""

SEATED_SQL = f"state IN ({', '.join(repr(state.value) for state in sorted(SEATED))})"

OPEN = frozenset({State.DRAFT, State.QUOTAS_OUT, State.RECOMMENDING, State.LIST_CONFIRMED})
"""The states of a study session that is still to come or under way."""
