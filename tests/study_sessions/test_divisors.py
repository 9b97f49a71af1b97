"""D'Hondt and Sainte-Laguë: published results, the minimum, ties, and what no largest remainder can promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.study_sessions.sharing import worksheet_json
from lms.study_sessions.sharing.apportionment import TooManyForTheGrassroots, apportion, hold_for_grassroots
from lms.study_sessions.sharing.worksheet import Method

DIVISORS = (Method.D_HONDT, Method.SAINTE_LAGUE)
WEIGHTS = st.lists(st.integers(0, 400), min_size=1, max_size=30).filter(any)


def shares(method, weights, **terms):
    basis = dict(enumerate(weights, start=1))
    return apportion(basis, official_order=list(basis), method=method, **terms)


def places(worksheet):
    return [share.places for share in worksheet.shares]


@pytest.mark.parametrize(
    ("method", "weights", "total", "given_places"),
    [
        # The textbook example of highest averages: 8 seats.
        (Method.D_HONDT, [100_000, 80_000, 30_000, 20_000], 8, [4, 3, 1, 0]),
        (Method.SAINTE_LAGUE, [100_000, 80_000, 30_000, 20_000], 8, [3, 3, 1, 1]),
        # The textbook example of seven seats that the two share out differently.
        (Method.D_HONDT, [53_000, 24_000, 23_000], 7, [4, 2, 1]),
        (Method.SAINTE_LAGUE, [53_000, 24_000, 23_000], 7, [3, 2, 2]),
    ],
)
def test_published_results_are_reached(method, weights, total, given_places):
    assert places(shares(method, weights, places=total)) == given_places


def test_the_largest_remainders_take_a_place_away_when_there_is_one_more():
    """The Alabama paradox, in its textbook example: weights 6, 6 and 2."""
    assert places(shares(Method.LARGEST_REMAINDER, [6, 6, 2], places=10)) == [4, 4, 2]
    assert places(shares(Method.LARGEST_REMAINDER, [6, 6, 2], places=11)) == [5, 5, 1]


@given(st.sampled_from(DIVISORS), WEIGHTS, st.integers(0, 3), st.integers(1, 200))
def test_with_divisors_one_more_place_costs_nobody_one(method, weights, minimum, more):
    total = minimum * len(weights) + more
    before = places(shares(method, weights, places=total, minimum=minimum))
    after = places(shares(method, weights, places=total + 1, minimum=minimum))
    assert sorted(b - a for a, b in zip(before, after, strict=True)) == [0] * (len(weights) - 1) + [1]


@given(st.sampled_from(DIVISORS), WEIGHTS, st.integers(0, 3), st.integers(1, 200))
def test_nobody_who_missed_a_place_had_a_higher_quotient_than_who_got_one(method, weights, minimum, more):
    worksheet = shares(method, weights, places=minimum * len(weights) + more, minimum=minimum)
    assert sum(places(worksheet)) == worksheet.shared
    winning = [share.last_quotient for share in worksheet.shares if share.turn]
    missing = [share.next_quotient for share in worksheet.shares if share.weight]
    assert min(winning) >= max(missing)
    for share in worksheet.shares:
        assert share.places >= minimum if share.weight else share.places == 0


@given(WEIGHTS, st.integers(1, 300))
def test_d_hondt_gives_nobody_less_than_the_whole_part(weights, total):
    assert all(share.places >= share.floor for share in shares(Method.D_HONDT, weights, places=total).shares)


@given(st.sampled_from(DIVISORS), WEIGHTS, st.integers(1, 300))
def test_more_weight_never_means_fewer_places(method, weights, total):
    got = sorted(zip(weights, places(shares(method, weights, places=total)), strict=True))
    assert [share for _, share in got] == sorted(share for _, share in got)


@pytest.mark.parametrize("method", DIVISORS)
def test_equal_quotients_go_to_the_larger_weight_and_then_by_official_order(method):
    assert places(shares(method, [5, 5, 5], places=4)) == [2, 1, 1]
    # The second place of the one weighs as much as the first of the other.
    second = 2 if method is Method.D_HONDT else 3
    worksheet = shares(method, [1, second], places=2)
    assert places(worksheet) == [0, 2]
    assert worksheet.is_decided_by_tie_rule


def test_the_minimum_comes_first_and_the_quotients_go_on_from_there():
    worksheet = shares(Method.D_HONDT, [1, 50, 49], places=10, minimum=1)
    assert places(worksheet) == [1, 5, 4]
    assert worksheet.shares[0].turn is None
    assert [worksheet.last_in.body_id, worksheet.first_out.body_id, worksheet.contested] == [2, 3, 7]


@given(st.sampled_from(tuple(Method)), WEIGHTS, st.integers(1, 200), st.integers(0, 60))
def test_a_worksheet_is_read_as_it_was_kept(method, weights, total, held):
    worksheet = shares(method, weights, places=total)
    worksheet = hold_for_grassroots(worksheet, min(held, total), dict.fromkeys(range(1, 31), 2))
    assert worksheet_json.from_json(worksheet_json.as_json(worksheet)) == worksheet


def test_a_worksheet_of_before_there_were_other_methods_is_one_of_largest_remainders():
    worksheet = shares(Method.LARGEST_REMAINDER, [5, 3], places=4)
    stored = worksheet_json.as_json(worksheet)
    old = {name: stored[name] for name in ("places", "reserve", "minimum", "rounds")}
    new = ("last_quotient", "next_quotient", "turn", "grassroots")
    old["shares"] = [{name: value for name, value in each.items() if name not in new} for each in stored["shares"]]
    assert worksheet_json.from_json(old) == worksheet


@given(WEIGHTS, st.integers(1, 300), st.data())
def test_held_places_fit_in_each_unit_and_are_never_more_than_it_has_grassroots_deputies(weights, total, data):
    worksheet = shares(Method.LARGEST_REMAINDER, weights, places=total)
    asked = data.draw(st.integers(0, total))
    held = hold_for_grassroots(worksheet, asked, dict.fromkeys(range(1, 31), 3))
    assert all(0 <= share.grassroots <= min(share.places, 3) for share in held.shares)
    assert hold_for_grassroots(worksheet, asked, dict.fromkeys(range(1, 31), 300)).held == asked


def test_more_held_places_than_there_are_is_refused():
    with pytest.raises(TooManyForTheGrassroots):
        hold_for_grassroots(shares(Method.LARGEST_REMAINDER, [1], places=4, reserve=1), 4, {})
