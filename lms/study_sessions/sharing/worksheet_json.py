"""A worksheet as JSON and back: fractions as `numerator/denominator`, so that what was computed is what is printed."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from lms.study_sessions.sharing.worksheet import Method, Round, Share, Worksheet

FRACTIONS = ("quota", "remainder", "last_quotient", "next_quotient")


def as_json(worksheet: Worksheet) -> dict[str, Any]:
    """The worksheet in values that JSON can spell."""
    shares = [
        {name: str(value) if isinstance(value, Fraction) else value for name, value in asdict(share).items()}
        for share in worksheet.shares
    ]
    return {**asdict(worksheet), "rounds": [asdict(each) for each in worksheet.rounds], "shares": shares}


def from_json(stored: dict[str, Any]) -> Worksheet:
    """The worksheet that `as_json` spelt; one that was kept before there were other methods is of largest remainders."""
    said = {**stored, "method": Method(stored.get("method", Method.LARGEST_REMAINDER))}
    rounds = tuple(Round(**each) for each in stored["rounds"])
    return Worksheet(**{**said, "rounds": rounds, "shares": tuple(map(_share, stored["shares"]))})


def _share(stored: dict[str, Any]) -> Share:
    fractions = {name: Fraction(stored[name]) for name in FRACTIONS if stored.get(name) is not None}
    return Share(**{**stored, **fractions})
