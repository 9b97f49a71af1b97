"""Claims are credited exactly as far as a simple model of the truth allows."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.evidence import Claim, CompletionRule, Lease, credit, start_lease
from lms.learning.watched_seconds import from_bytes, runs_of, to_bytes
from tests.learning.truth import LEASE, Truth

BEGINNING = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)
LENGTH = timedelta(seconds=LEASE)
TOTAL = 300

runs = st.lists(st.tuples(st.integers(-20, 400), st.integers(-20, 400)), max_size=6)
speeds = st.sampled_from([0, 25, 50, 75, 100, 125, 133, 150, 200, 400, 1600])
# Milliseconds from beat to beat; a clock may also run backwards, or a line be lost for minutes.
pauses = st.integers(-30_000, 300_000)


def at(milliseconds: int) -> datetime:
    return BEGINNING + timedelta(milliseconds=milliseconds)


def seconds_of(bits: int) -> set[int]:
    return {second for start, end in runs_of(bits) for second in range(start, end)}


def beat(
    watched: int, lease: Lease, played: list[tuple[int, int]], milliseconds: int, speed: int = 100
) -> tuple[int, Lease]:
    result = credit(watched, Claim(tuple(played), speed), lease, total=TOTAL, now=at(milliseconds), length=LENGTH)
    return result.watched, result.lease


@given(st.lists(st.tuples(pauses, runs, speeds), max_size=25))
def test_any_stream_of_claims_ends_with_the_seconds_of_the_model(claims):
    truth, watched, lease, time = Truth(TOTAL), 0, start_lease(BEGINNING, LENGTH), 0
    truth.start("player", Fraction(0))
    for pause, played, speed in claims:
        time += pause
        truth.beat("player", played, Fraction(speed, 100), Fraction(time, 1000))
        watched, lease = beat(watched, lease, played, time, speed)
        watched = from_bytes(to_bytes(watched))
        assert seconds_of(watched) == truth.watched


@given(st.lists(st.tuples(pauses, runs, speeds), max_size=25))
def test_no_stream_of_claims_earns_more_than_twice_the_wall_time(claims):
    watched, lease, time, latest = 0, start_lease(BEGINNING, LENGTH), 0, 0
    for pause, played, speed in claims:
        time += pause
        latest = max(latest, time)
        watched, lease = beat(watched, lease, played, time, speed)
        assert watched.bit_count() <= 2 * latest / 1000


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4_000)), min_size=1, max_size=20))
def test_an_honest_player_on_a_bad_line_loses_nothing(line):
    """Each beat is delayed by up to 4 s or lost; what was not accepted is claimed again."""
    watched, lease, pending = 0, start_lease(BEGINNING, LENGTH), set()
    for number, (is_lost, delay) in enumerate(line, start=1):
        pending |= set(range((number - 1) * 5, number * 5))
        if not is_lost:
            claim = [(second, second + 1) for second in sorted(pending)]
            watched, lease = beat(watched, lease, claim, number * 5_000 + delay)
            pending -= seconds_of(watched)
    watched, _ = beat(watched, lease, [(s, s + 1) for s in sorted(pending)], len(line) * 5_000 + 8_000)
    assert seconds_of(watched) == set(range(len(line) * 5))


def test_a_forged_whole_video_earns_only_the_time_that_passed():
    watched, _ = beat(0, start_lease(BEGINNING, LENGTH), [(0, TOTAL)], 15_000)
    assert seconds_of(watched) == set(range(15))


def test_sixteen_times_the_speed_is_held_to_twice():
    watched, _ = beat(0, start_lease(BEGINNING, LENGTH), [(0, TOTAL)], 15_000, speed=1600)
    assert watched.bit_count() == 30


def test_a_replay_adds_nothing_and_costs_nothing():
    watched, lease = beat(0, start_lease(BEGINNING, LENGTH), [(0, 15)], 15_000)
    watched, _ = beat(watched, lease, [(0, 15), (15, 30)], 30_000)
    assert watched.bit_count() == 30


def test_a_seek_without_playing_credits_nothing():
    watched, lease = beat(0, start_lease(BEGINNING, LENGTH), [], 15_000)
    assert beat(watched, lease, [(290, 290)], 30_000)[0] == 0


def test_fractions_of_a_second_are_not_lost_between_beats():
    watched, lease = 0, start_lease(BEGINNING, LENGTH)
    for number in range(1, 11):
        watched, lease = beat(watched, lease, [(0, 9)], number * 900)
    assert watched.bit_count() == 9


def test_time_that_was_not_claimed_can_not_be_saved_up():
    watched, lease = beat(0, start_lease(BEGINNING, LENGTH), [], 60_000)
    assert beat(watched, lease, [(0, TOTAL)], 61_500)[0].bit_count() == 1


def test_after_a_lost_line_time_counts_up_to_the_end_of_the_lease_and_then_no_more():
    watched, lease = beat(0, start_lease(BEGINNING, LENGTH), [(0, TOTAL)], 600_000)
    assert watched.bit_count() == LEASE
    assert lease.has_ended(at(600_000))
    assert beat(watched, lease, [(0, TOTAL)], 700_000)[0] == watched


def test_a_clock_that_runs_backwards_earns_nothing_twice():
    watched, lease = beat(0, start_lease(BEGINNING, LENGTH), [(0, 30)], 30_000)
    watched, lease = beat(watched, lease, [(30, 60)], 10_000)
    assert beat(watched, lease, [(30, 60)], 31_000)[0].bit_count() == 31


def test_the_answer_names_claimed_seconds_that_are_in_whether_new_or_old():
    result = credit(0b11, Claim(((0, 10),)), start_lease(BEGINNING, LENGTH), total=TOTAL, now=at(3_000), length=LENGTH)
    assert seconds_of(result.accepted) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("total", "needed"), [(105, 80), (106, 81), (25, 16), (6, 1), (3, 1)], ids=lambda value: f"{value}"
)
def test_four_fifths_without_the_last_five_seconds_complete(total, needed):
    rule = CompletionRule()
    assert rule.needed(total) == needed
    assert rule.is_met((1 << needed) - 1, total=total)
    assert not rule.is_met((1 << needed - 1) - 1, total=total)


def test_the_free_seconds_at_the_end_can_not_stand_in_for_others():
    rule = CompletionRule()
    tail = sum(1 << second for second in range(100, 105))
    assert not rule.is_met((1 << 75) - 1 | tail, total=105)
