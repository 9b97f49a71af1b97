"""The shares: sums, the quota rule, minimums, ties, and the numbers that explain them."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.study_sessions.sharing.apportionment import (
    MinimumTooHigh,
    NothingToShareBy,
    ReserveTooHigh,
    apportion,
)
from lms.study_sessions.sharing.worksheet import Worksheet

PLAN_SEATS_14TH = [40, 31, 116, 60, 53, 86, 53, 76, 48, 133, 89, 103, 66, 76, 159, 160, 103, 109]
PLAN_SEATS_14TH += [160, 87, 22, 55, 136, 69, 87, 20, 65, 48, 20, 20, 56, 36, 12, 13, 278]


def shares(weights: list[int], **terms: int) -> Worksheet:
    basis = dict(enumerate(weights, start=1))
    return apportion(basis, official_order=list(basis), **terms)


def places(worksheet: Worksheet) -> list[int]:
    return [share.places for share in worksheet.shares]


@st.composite
def apportionments(draw: st.DrawFn) -> tuple[list[int], dict[str, int]]:
    weights = draw(st.lists(st.integers(0, 400), min_size=1, max_size=40).filter(any))
    minimum = draw(st.integers(0, 3))
    shared = draw(st.integers(max(1, minimum * sum(w > 0 for w in weights)), 400))
    reserve = draw(st.integers(0, 20))
    return weights, {"places": shared + reserve, "minimum": minimum, "reserve": reserve}


@given(apportionments())
def test_every_place_is_given_to_a_body_or_the_reserve(case):
    weights, terms = case
    assert sum(places(shares(weights, **terms))) == terms["places"] - terms["reserve"]


@given(apportionments())
def test_a_share_is_the_quota_rounded_down_or_up_or_the_minimum(case):
    weights, terms = case
    for share in shares(weights, **terms).shares:
        if share.raised_in_round is None:
            assert share.places in (share.floor, share.floor + 1)
            assert share.floor <= share.quota < share.floor + 1
        else:
            assert share.quota < share.places == terms["minimum"]


@given(apportionments())
def test_a_body_with_deputies_never_has_less_than_the_minimum_and_one_without_has_nothing(case):
    weights, terms = case
    for weight, got in zip(weights, places(shares(weights, **terms)), strict=True):
        assert got >= terms["minimum"] if weight else got == 0


@given(apportionments())
def test_more_weight_never_means_fewer_places(case):
    weights, terms = case
    got = sorted(zip(weights, places(shares(weights, **terms)), strict=True))
    assert [share for _, share in got] == sorted(share for _, share in got)


@given(apportionments(), st.randoms())
def test_the_order_in_which_the_basis_is_given_changes_nothing(case, random):
    weights, terms = case
    order = list(range(1, len(weights) + 1))
    basis = dict(enumerate(weights, start=1))
    shuffled = dict(random.sample(list(basis.items()), len(basis)))
    assert apportion(shuffled, official_order=order, **terms) == shares(weights, **terms)


@given(apportionments())
def test_the_places_rounded_up_are_those_of_the_first_ranks(case):
    weights, terms = case
    ranked = sorted((s for s in shares(weights, **terms).shares if s.rank), key=lambda s: s.rank)
    assert [s.rank for s in ranked] == list(range(1, len(ranked) + 1))
    assert [s.is_rounded_up for s in ranked] == sorted((s.is_rounded_up for s in ranked), reverse=True)
    assert all(a.remainder >= b.remainder for a, b in itertools.pairwise(ranked))


def test_a_textbook_case_by_hand():
    worksheet = shares([47000, 16000, 15800, 12000, 6100, 3100], places=10)
    assert places(worksheet) == [5, 2, 1, 1, 1, 0]
    assert worksheet.shares[0].quota == Fraction(47, 10)


def test_the_plan_seats_of_the_14th_npc_share_215_places():
    worksheet = shares(PLAN_SEATS_14TH, places=215)
    assert worksheet.weight == 2745
    assert places(worksheet)[:3] == [3, 2, 9]
    assert places(worksheet)[-1] == 22
    assert sum(places(worksheet)) == 215


def test_a_tie_of_remainders_goes_to_the_larger_weight():
    assert places(shares([1, 3, 1, 3], places=4)) == [0, 2, 0, 2]  # Quotas ½, 1½, ½, 1½; two left over.


def test_a_tie_of_weights_goes_by_official_order():
    assert places(shares([5, 5, 5], places=4)) == [2, 1, 1]
    assert places(shares([5, 5, 5], places=5)) == [2, 2, 1]


def test_a_body_under_the_minimum_is_raised_and_the_others_share_the_rest():
    worksheet = shares([1, 50, 49], places=10, minimum=1)
    assert places(worksheet) == [1, 5, 4]
    assert worksheet.shares[0].raised_in_round == 1
    assert [(r.places, r.weight) for r in worksheet.rounds] == [(10, 100), (9, 99)]


def test_the_reserve_comes_off_first():
    worksheet = shares([1, 1], places=10, reserve=4)
    assert (places(worksheet), worksheet.shared) == ([3, 3], 6)


def test_an_empty_basis_is_refused():
    with pytest.raises(NothingToShareBy):
        shares([0, 0], places=10)


def test_a_reserve_that_leaves_nothing_is_refused():
    with pytest.raises(ReserveTooHigh, match="A reserve of 10"):
        shares([1], places=10, reserve=10)


def test_a_minimum_that_needs_too_many_places_is_refused_with_the_sum():
    with pytest.raises(MinimumTooHigh, match="needs 9 places; only 8"):
        shares([1, 1, 1, 0], places=8, minimum=3)
