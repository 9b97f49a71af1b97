"""A worksheet as JSON and back: fractions as `numerator/denominator`, so that what was computed is what is printed."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from lms.study_sessions.apportionment import Round, Share, Worksheet


def as_json(worksheet: Worksheet) -> dict[str, Any]:
    """The worksheet in values that JSON can spell."""
    shares = [
        {name: str(value) if isinstance(value, Fraction) else value for name, value in asdict(share).items()}
        for share in worksheet.shares
    ]
    return {**asdict(worksheet), "rounds": [asdict(each) for each in worksheet.rounds], "shares": shares}


def from_json(stored: dict[str, Any]) -> Worksheet:
    """The worksheet that `as_json` spelt."""
    shares = [
        Share(**{**share, "quota": Fraction(share["quota"]), "remainder": Fraction(share["remainder"])})
        for share in stored["shares"]
    ]
    rounds = [Round(**each) for each in stored["rounds"]]
    return Worksheet(**{**stored, "rounds": tuple(rounds), "shares": tuple(shares)})
