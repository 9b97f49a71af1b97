"""The forecast, against arithmetic that can be done by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reports.coverage.outlook import Outlook, Progress, outlook


def standing(**given):
    return Progress(**{"due": 2778, "trained": 1604, "newly": 470, "days": 365, "days_left": 730} | given)


def test_the_pace_of_the_last_year_goes_on_and_the_gap_is_shared_among_the_years_left():
    assert outlook(standing(), usual_places=90) == Outlook(
        expected=2544, short=234, places_a_year=117, sessions_a_year=2
    )


def test_a_young_term_is_judged_by_the_days_that_it_has_had():
    assert outlook(standing(trained=100, newly=100, days=73, days_left=730), usual_places=215).expected == 1100


def test_nobody_is_trained_twice_to_fill_the_figure():
    assert outlook(standing(newly=5000), usual_places=215) == Outlook(2778, 0, 0, 0)


def test_a_begun_year_is_a_year_in_which_to_act():
    assert outlook(standing(newly=0, days_left=366), usual_places=None).places_a_year == 587
    assert outlook(standing(newly=0, days_left=365), usual_places=None).places_a_year == 1174


@pytest.mark.parametrize("days_left", [0, -10])
def test_after_the_term_nothing_more_comes(days_left):
    assert outlook(standing(days_left=days_left), usual_places=100) == Outlook(1604, 1174, 1174, 12)


def test_without_a_study_session_none_is_proposed():
    assert outlook(standing(), usual_places=None).sessions_a_year is None


@given(
    progress=st.builds(
        Progress,
        due=st.integers(2000, 3000),
        trained=st.integers(0, 2000),
        newly=st.integers(0, 3000),
        days=st.integers(1, 365),
        days_left=st.integers(-100, 2000),
    ),
    places=st.integers(1, 300),
)
def test_what_is_proposed_closes_the_gap_and_no_smaller_number_would(progress, places):
    found = outlook(progress, usual_places=places)
    years = max(1, -(-progress.days_left // 365))
    assert found.expected + found.short == progress.due
    assert found.places_a_year * years >= found.short
    assert found.sessions_a_year * places >= found.places_a_year
    if found.short:
        assert found.short > (found.places_a_year - 1) * years
        assert found.places_a_year > (found.sessions_a_year - 1) * places
