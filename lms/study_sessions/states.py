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


class Audience(StrEnum):
    """Whom a study session is for: deputies, or staff whom units send, and who get no record."""

    DEPUTIES = "deputies"
    STAFF = "staff"


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

    WAITING = "waiting"
    RECOMMENDED = "recommended"
    REVIEWED = "reviewed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    SUBSTITUTED = "substituted"
    RELEASED = "released"


class Priority(IntEnum):
    """Who is put forward first: who was not yet trained this term (the newly elected from the grassroots, then the newly
    elected, then the others), and after them who was.
    """

    NEW_GRASSROOTS = 1
    NEW = 2
    NOT_YET_TRAINED = 3
    TRAINED = 4


class Basis(StrEnum):
    """What quotas are computed by. `SHARED` computes none: every unit draws on the total.

    Not yet trained (未训) are those in office on the day who are neither trained this term nor exempt.
    """

    PLAN_SEATS = "plan_seats"
    IN_OFFICE = "in_office"
    NOT_YET_TRAINED = "untrained"
    NEW_NOT_YET_TRAINED = "new"
    GRASSROOTS_NOT_YET_TRAINED = "grassroots"
    SHARED = "shared"


COUNTED = frozenset(
    {Basis.IN_OFFICE, Basis.NOT_YET_TRAINED, Basis.NEW_NOT_YET_TRAINED, Basis.GRASSROOTS_NOT_YET_TRAINED}
)
"""The bases that count deputies, and so name a day."""

COUNTED_SQL = f"basis IN ({', '.join(repr(basis.value) for basis in sorted(COUNTED))})"

FOR_STAFF = frozenset({Basis.PLAN_SEATS, Basis.SHARED})
"""The bases that do not ask how many deputies there are, and so can share places for staff."""

MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.QUOTAS_OUT, State.CALLED_OFF}),
    State.QUOTAS_OUT: frozenset({State.RECOMMENDING, State.CALLED_OFF}),
    State.RECOMMENDING: frozenset({State.LIST_CONFIRMED, State.CALLED_OFF}),
    State.LIST_CONFIRMED: frozenset({State.RECOMMENDING, State.COMPLETED, State.CALLED_OFF}),
    State.COMPLETED: frozenset(),
    State.CALLED_OFF: frozenset(),
}

_GONE: frozenset[PlaceState] = frozenset()

PLACE_MOVES: dict[PlaceState, frozenset[PlaceState]] = {
    PlaceState.WAITING: frozenset(
        {
            PlaceState.RECOMMENDED,
            PlaceState.CONFIRMED,
            PlaceState.WITHDRAWN,
            PlaceState.RETURNED,
            PlaceState.RELEASED,
        }
    ),
    PlaceState.RECOMMENDED: frozenset(
        {
            PlaceState.REVIEWED,
            PlaceState.CONFIRMED,
            PlaceState.WITHDRAWN,
            PlaceState.RETURNED,
            PlaceState.SUBSTITUTED,
            PlaceState.RELEASED,
        }
    ),
    PlaceState.REVIEWED: frozenset(
        {
            PlaceState.CONFIRMED,
            PlaceState.WITHDRAWN,
            PlaceState.RETURNED,
            PlaceState.SUBSTITUTED,
            PlaceState.RELEASED,
        }
    ),
    PlaceState.CONFIRMED: frozenset(
        {
            PlaceState.ACCEPTED,
            PlaceState.DECLINED,
            PlaceState.RETURNED,
            PlaceState.SUBSTITUTED,
            PlaceState.RELEASED,
        }
    ),
    PlaceState.ACCEPTED: frozenset(
        {PlaceState.DECLINED, PlaceState.RETURNED, PlaceState.SUBSTITUTED, PlaceState.RELEASED}
    ),
    PlaceState.DECLINED: _GONE,
    PlaceState.WITHDRAWN: _GONE,
    PlaceState.RETURNED: _GONE,
    PlaceState.SUBSTITUTED: _GONE,
    PlaceState.RELEASED: _GONE,
}

SEATED = frozenset({PlaceState.RECOMMENDED, PlaceState.REVIEWED, PlaceState.CONFIRMED, PlaceState.ACCEPTED})
"""What holds a seat. The only definition: Python and SQL are made from it."""

CALLED = frozenset({PlaceState.CONFIRMED, PlaceState.ACCEPTED})
"""The seats that the organizer has confirmed, whether the deputy has answered or not."""

STANDING = SEATED | {PlaceState.WAITING}
"""Who holds a seat or waits for one: once per person and study session. The partial unique index is made from it."""

STANDING_SQL = f"state IN ({', '.join(repr(state.value) for state in sorted(STANDING))})"

OPEN = frozenset({State.DRAFT, State.QUOTAS_OUT, State.RECOMMENDING, State.LIST_CONFIRMED})
"""The states of a study session that is still to come or under way."""

FILLING = frozenset({State.RECOMMENDING, State.LIST_CONFIRMED})
"""The states of a study session in which a free place is filled from those who wait."""
