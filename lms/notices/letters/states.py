"""Where a draft and a letter stand, and the one table of moves for each."""

from __future__ import annotations

from enum import StrEnum


class DraftState(StrEnum):
    """Where a draft (发文稿) is on its way to a signature."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    SIGNED = "signed"
    SET_ASIDE = "set_aside"


class Delivery(StrEnum):
    """How a letter leaves the house."""

    MAIL = "mail"
    POST = "post"


class LetterState(StrEnum):
    """What became of a letter that was signed."""

    TO_SEND = "to_send"
    SENT = "sent"
    BOUNCED = "bounced"
    RECEIVED = "received"


DRAFT_MOVES: dict[DraftState, frozenset[DraftState]] = {
    DraftState.DRAFTED: frozenset({DraftState.CHECKED, DraftState.SET_ASIDE}),
    DraftState.CHECKED: frozenset({DraftState.SIGNED, DraftState.SET_ASIDE}),
    DraftState.SIGNED: frozenset(),
    DraftState.SET_ASIDE: frozenset(),
}

# A letter that came back can be sent again, to a mended address.
LETTER_MOVES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.TO_SEND: frozenset({LetterState.SENT, LetterState.BOUNCED}),
    LetterState.SENT: frozenset({LetterState.BOUNCED, LetterState.RECEIVED}),
    LetterState.BOUNCED: frozenset({LetterState.SENT, LetterState.TO_SEND}),
    LetterState.RECEIVED: frozenset(),
}

UNDER_WAY = frozenset({DraftState.DRAFTED, DraftState.CHECKED})
"""The states of a draft that nobody has signed or set aside."""
