"""Who had a hand in an entry: such a person answers no objection to it.

Each way into the record that knows its people registers how they are found:

    @hands
    def recorders(session: Session, entry_id: int) -> Iterable[int]: …   # ids of accounts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

Find = TypeVar("Find", bound="Callable[[Session, int], Iterable[int]]")

_finders: list[Callable[[Session, int], Iterable[int]]] = []


def hands(find: Find) -> Find:
    """Register a function that gives the accounts of those who recorded, proposed or decided an entry."""
    if find not in _finders:
        _finders.append(find)
    return find


def had_a_hand(session: Session, entry_id: int, account_id: int) -> bool:
    """Whether an account had a hand in an entry."""
    return any(account_id in set(find(session, entry_id)) for find in _finders)
