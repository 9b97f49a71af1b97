"""Places that are held for deputies from the grassroots stay theirs until the cut-off day, whatever frees them."""

from datetime import date, timedelta

import pytest

from lms.core.database import db, transaction
from lms.people.models import Mandate
from lms.study_sessions.models import Quota
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.proposals import sweep
from lms.study_sessions.operations.quotas import hand_back, move_places
from lms.study_sessions.operations.recommendation import recommend, substitute, withdraw
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.sharing.grassroots import FreePlacesHeld, HeldForGrassroots
from lms.study_sessions.sharing.refusals import PlacesHeld
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import (
    enrolment_of,
    liaison,
    make_quota,
    make_study_session,
    organizer,
    seated,
    waiting,
)

CUT_OFF = NOW.date() + timedelta(days=2)
AFTER = NOW + timedelta(days=3)


class Unit:
    """A unit with three places, of which one is held; its deputies are from the grassroots or others."""

    def __init__(self, **given):
        term = make_term()
        self.body = make_electing_body(term)
        self.study_session = make_study_session(term, **{"cut_off_on": CUT_OFF} | given)
        self.quota_id = make_quota(self.study_session, self.body, 3, grassroots_at_least=1).id
        self.other_quota_id = make_quota(self.study_session, make_electing_body(term), 0).id
        self.others = [make_mandate(self.body, is_grassroots=False) for _ in range(4)]
        self.grassroots = [make_mandate(self.body, is_grassroots=True) for _ in range(2)]
        self.organizer = organizer(term.congress_id)

    def quota(self):
        db.session.rollback()
        found = db.session.get_one(Quota, self.quota_id, populate_existing=True)
        return found.places, found.grassroots_at_least

    def act(self, operation, *arguments, now=NOW):
        return operation(*arguments, actor=liaison(self.body), now=now)

    def recommend(self, *mandates, now=NOW):
        for mandate in mandates:
            self.act(recommend, self.study_session.id, mandate.id, now=now)

    def reserve(self, *mandates):
        for mandate in mandates:
            self.act(reserve, self.study_session.id, mandate.id)

    def seated(self):
        return seated(self.study_session)


@pytest.fixture
def unit(database):
    return Unit()


def people(*mandates):
    return [mandate.person_id for mandate in mandates]


def test_others_take_what_is_not_held_and_the_grassroots_the_rest(unit):
    unit.recommend(*unit.others[:2])
    with pytest.raises(FreePlacesHeld, match="held for deputies from the grassroots"):
        unit.recommend(unit.others[2])
    unit.recommend(unit.grassroots[0])
    assert unit.seated() == people(*unit.others[:2], unit.grassroots[0])


def test_the_grassroots_may_have_more_than_is_held(unit):
    unit.recommend(*unit.grassroots, *unit.others[:1])
    assert len(unit.seated()) == 3


def test_an_other_does_not_take_the_seat_of_a_grassroots_deputy_over(unit):
    unit.recommend(*unit.others[:2], unit.grassroots[0])
    leaving = enrolment_of(unit.study_session, unit.grassroots[0])
    with pytest.raises(FreePlacesHeld):
        unit.act(substitute, leaving.id, unit.others[2].id)
    unit.act(substitute, leaving.id, unit.grassroots[1].id)
    assert unit.seated() == people(*unit.others[:2], unit.grassroots[1])


def test_a_held_place_waits_for_the_first_grassroots_deputy_in_line(unit):
    unit.recommend(*unit.others[:2], unit.grassroots[0])
    unit.reserve(*unit.others[2:], unit.grassroots[1])
    unit.act(withdraw, enrolment_of(unit.study_session, unit.grassroots[0]).id)
    assert unit.seated() == people(*unit.others[:2], unit.grassroots[1])


def test_a_held_place_stays_free_while_only_others_wait(unit):
    unit.recommend(*unit.others[:2])
    unit.reserve(unit.others[2])
    assert waiting(unit.study_session) == people(unit.others[2])
    unit.act(withdraw, enrolment_of(unit.study_session, unit.others[0]).id)
    assert unit.seated() == people(unit.others[1], unit.others[2])


def test_who_is_in_line_behind_many_others_is_still_found(database):
    unit = Unit()
    unit.recommend(*unit.others[:2])
    unit.reserve(*[make_mandate(unit.body, is_grassroots=False) for _ in range(12)], unit.grassroots[0])
    assert unit.seated() == people(*unit.others[:2], unit.grassroots[0])


def test_after_the_cut_off_day_nothing_is_held(database):
    unit = Unit(fills_by_itself=True)
    unit.recommend(*unit.others[:2])
    unit.reserve(unit.others[2])
    sweep(now=AFTER)
    assert unit.seated() == people(*unit.others[:3])


def test_after_the_cut_off_day_an_other_takes_the_seat_of_a_grassroots_deputy_over(unit):
    unit.recommend(*unit.others[:2], unit.grassroots[0])
    leaving = enrolment_of(unit.study_session, unit.grassroots[0])
    unit.act(substitute, leaving.id, unit.others[2].id, now=AFTER)
    assert unit.seated() == people(*unit.others[:3])


def test_without_a_cut_off_day_places_are_held_to_the_end(database):
    unit = Unit(cut_off_on=None, fills_by_itself=True)
    unit.recommend(*unit.others[:2])
    unit.reserve(unit.others[2])
    sweep(now=AFTER)
    assert unit.seated() == people(*unit.others[:2])


def test_places_that_are_free_but_held_are_not_moved_away(unit):
    unit.recommend(*unit.others[:2])
    with pytest.raises(PlacesHeld):
        move_places(unit.quota_id, unit.other_quota_id, 1, "平衡", actor=unit.organizer, now=NOW)
    assert unit.quota() == (3, 1)


def test_a_held_place_that_the_unit_hands_back_is_held_no_longer(unit):
    unit.recommend(*unit.others[:2])
    unit.act(hand_back, unit.quota_id, 1, "无基层代表可派")
    assert unit.quota() == (2, 0)


def test_a_place_that_is_handed_back_takes_from_what_is_not_held_first(unit):
    unit.recommend(unit.others[0])
    unit.act(hand_back, unit.quota_id, 1, "无人能来")
    assert unit.quota() == (2, 1)


@pytest.mark.parametrize("cut_off_on", [None, date(2026, 3, 1)])
def test_a_list_on_which_others_came_to_sit_in_held_places_is_confirmed_only_after_the_cut_off_day(
    database, cut_off_on
):
    unit = Unit(cut_off_on=cut_off_on)
    unit.recommend(*unit.others[:2], unit.grassroots[0])
    with transaction() as session:
        session.get_one(Mandate, unit.grassroots[0].id).is_grassroots = False
    by = {"actor": unit.organizer, "now": NOW}
    if cut_off_on is None:
        with pytest.raises(HeldForGrassroots, match="holds 1 of its 3 places"):
            confirm_list(unit.study_session.id, **by)
    else:
        assert confirm_list(unit.study_session.id, **by) == 3
