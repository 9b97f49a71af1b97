"""What a length is worth: bounds exact to the second, and nothing shorter is worth more."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.credit_hours.operations import FIRST_BANDS
from lms.credit_hours.rule import BadBands, Band, rule_of

RULE = rule_of(FIRST_BANDS)


@pytest.mark.parametrize(
    ("seconds", "hours"),
    [
        (0, "0"),
        (1, "0.25"),
        (14 * 60, "0.25"),
        (15 * 60, "0.25"),
        (15 * 60 + 1, "0.5"),
        (30 * 60 - 1, "0.5"),
        (30 * 60, "1"),
        (300 * 60, "1"),
    ],
)
def test_the_first_rule_is_exact_at_its_bounds(seconds: int, hours: str) -> None:
    assert RULE.hours(seconds) == Decimal(hours)


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [Band(5, includes=False, quarters=1)],
        [Band(0, includes=True, quarters=1)],
        [Band(0, includes=False, quarters=2), Band(30, includes=True, quarters=1)],
        [Band(0, includes=False, quarters=1), Band(30, includes=True, quarters=1)],
        [
            Band(0, includes=False, quarters=1),
            Band(30, includes=False, quarters=2),
            Band(30, includes=True, quarters=3),
        ],
    ],
)
def test_what_is_no_rule_is_refused(bands: list[Band]) -> None:
    with pytest.raises(BadBands):
        rule_of(bands)


BANDS = st.lists(st.tuples(st.integers(1, 200), st.booleans()), max_size=5, unique_by=lambda band: band[0])


@given(bounds=BANDS, one=st.integers(1, 20_000), other=st.integers(1, 20_000))
def test_a_longer_course_is_never_worth_less(bounds: list[tuple[int, bool]], one: int, other: int) -> None:
    bands = [Band(minutes, includes, at) for at, (minutes, includes) in enumerate(sorted(bounds), start=2)]
    rule = rule_of([Band(0, includes=False, quarters=1), *bands])
    assert rule.quarters(min(one, other)) <= rule.quarters(max(one, other))
    assert rule.quarters(one) >= 1
