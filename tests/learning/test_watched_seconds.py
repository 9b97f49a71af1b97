"""The bitmap behaves as a set of seconds."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from lms.learning.watched_seconds import first_of, from_bytes, runs_of, seconds_in, to_bytes, union

sets = st.sets(st.integers(0, 400))


def bits(seconds: set[int]) -> int:
    return sum(1 << second for second in seconds)


@given(st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 400))), st.integers(1, 300))
def test_a_union_of_runs_is_the_union_of_their_seconds(runs, total):
    expected = {second for start, end in runs for second in range(max(0, start), min(end, total))}
    assert union(runs, total=total) == bits(expected)


@given(sets)
def test_runs_are_maximal_and_tell_the_same_set(seconds):
    runs = list(runs_of(bits(seconds)))
    assert {second for start, end in runs for second in range(start, end)} == seconds
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(runs))


@given(sets, st.integers(-1, 500))
def test_the_first_seconds_are_the_earliest(seconds, limit):
    assert first_of(bits(seconds), limit) == bits(set(sorted(seconds)[: max(0, limit)]))


@given(sets)
def test_what_is_stored_comes_back(seconds):
    assert from_bytes(to_bytes(bits(seconds))) == bits(seconds)


def test_an_hour_takes_450_bytes():
    assert len(to_bytes(seconds_in((0, 3600), total=3600))) == 450
