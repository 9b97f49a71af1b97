"""Divisor methods: places go one by one to the highest quotient of weight and divisor.

A minimum is given first, to every body that has any weight; the quotients then go on where it left off. This is the divisor
method under a minimum (Balinski and Young, Fair Representation, 1982, chapter 11): nobody falls below it, and one more
place never costs anybody one.
"""

from __future__ import annotations

import heapq
from fractions import Fraction
from typing import TYPE_CHECKING

from lms.study_sessions.sharing.worksheet import Method, Share

if TYPE_CHECKING:
    from collections.abc import Mapping


def divisor(method: Method, place: int) -> int:
    """By what the weight is divided for a body's first, second, third … place: 1, 2, 3 … (D'Hondt), 1, 3, 5 … (Sainte-Laguë)."""
    return place if method is Method.D_HONDT else 2 * place - 1


def share_by_divisors(method: Method, weights: Mapping[int, int], places: int, minimum: int) -> dict[int, Share]:
    """Share the places; `weights` come in official order, which is the last rule of ties.

    The minimum must fit: `minimum` times the bodies is at most `places`.
    """
    given = dict.fromkeys(weights, minimum)
    turns: dict[int, int] = {}
    order = {body: position for position, body in enumerate(weights)}

    def claim(body: int) -> tuple[Fraction, int, int, int]:
        """The best claim sorts first: quotient, then weight, then official order."""
        quotient = Fraction(weights[body], divisor(method, given[body] + 1))
        return -quotient, -weights[body], order[body], body

    claims = [claim(body) for body in weights]
    heapq.heapify(claims)
    for turn in range(1, places - minimum * len(weights) + 1):
        body = claims[0][-1]
        given[body] += 1
        turns[body] = turn
        heapq.heapreplace(claims, claim(body))
    total = sum(weights.values())
    return {
        body: _share(
            method, body, weight, quota=Fraction(weight * places, total), places=given[body], turn=turns.get(body)
        )
        for body, weight in weights.items()
    }


def _share(method: Method, body: int, weight: int, *, quota: Fraction, places: int, turn: int | None) -> Share:
    return Share(
        body,
        weight,
        quota=quota,
        floor=int(quota),
        remainder=quota % 1,
        rank=None,
        places=places,
        last_quotient=Fraction(weight, divisor(method, places)) if places else None,
        next_quotient=Fraction(weight, divisor(method, places + 1)),
        turn=turn,
    )
