"""The largest remainders (Hamilton's method, Hare quota), with a minimum that is reached round by round."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from lms.study_sessions.sharing.worksheet import Round, Share

if TYPE_CHECKING:
    from collections.abc import Mapping


def share_by_remainders(weights: Mapping[int, int], places: int, minimum: int) -> tuple[dict[int, Share], list[Round]]:
    """Share the places, and say in which rounds; `weights` come in official order, which is the last rule of ties.

    The minimum must fit: `minimum` times the bodies is at most `places`.
    """
    raised, rounds = _raise_to_minimum(weights, places, minimum)
    sharing = {body: weight for body, weight in weights.items() if body not in raised}
    return raised | _largest_remainder(sharing, rounds[-1]), rounds


def _raise_to_minimum(weights: Mapping[int, int], places: int, minimum: int) -> tuple[dict[int, Share], list[Round]]:
    """Take out those below the minimum, round by round; the last round is the one that shares.

    It ends: each round but the last takes at least one body out, and as the places left never
    fall below the minimum times the bodies left, one body always stays.
    """
    raised: dict[int, Share] = {}
    rounds: list[Round] = []
    left = dict(weights)
    while True:
        this = Round(len(rounds) + 1, places - minimum * len(raised), sum(left.values()))
        rounds.append(this)
        below = {b: w for b, w in left.items() if w * this.places < minimum * this.weight}
        if not below:
            return raised, rounds
        for body, weight in below.items():
            raised[body] = _at_minimum(body, weight, minimum, this)
            del left[body]


def _at_minimum(body: int, weight: int, minimum: int, this: Round) -> Share:
    quota = Fraction(weight * this.places, this.weight)
    floor = int(quota)
    return Share(
        body,
        weight,
        quota=quota,
        floor=floor,
        remainder=quota - floor,
        rank=None,
        places=minimum,
        raised_in_round=this.number,
    )


def _largest_remainder(weights: Mapping[int, int], this: Round) -> dict[int, Share]:
    """`weights` come in official order, which a stable sort keeps as the last rule of ties."""
    quotas = {b: Fraction(w * this.places, this.weight) for b, w in weights.items()}
    by_remainder = sorted(weights, key=lambda b: (-(quotas[b] % 1), -weights[b]))
    left_over = this.places - sum(int(quota) for quota in quotas.values())
    return {
        body: Share(
            body,
            weights[body],
            quota=quotas[body],
            floor=int(quotas[body]),
            remainder=quotas[body] % 1,
            rank=rank,
            places=int(quotas[body]) + (rank <= left_over),
        )
        for rank, body in enumerate(by_remainder, start=1)
    }
