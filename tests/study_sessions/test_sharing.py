"""What the places are shared by, among whom, after which approval, and what is held for the grassroots."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.people.models import Exemption
from lms.study_sessions.models import Quota
from lms.study_sessions.operations.lifecycle import send_out_quotas
from lms.study_sessions.operations.quotas import Terms, apply_apportionment, compare, move_places
from lms.study_sessions.refusals import MoveNotAllowed
from lms.study_sessions.sharing.approvals import (
    Approval,
    ApprovedInTheFuture,
    NotApproved,
    approval_of,
    record_approval,
)
from lms.study_sessions.sharing.refusals import PlacesHeld
from lms.study_sessions.sharing.units import choose_units
from lms.study_sessions.sharing.worksheet import Method
from lms.study_sessions.states import Basis, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term, saved
from tests.study_sessions.making import make_study_session, organizer

pytestmark = pytest.mark.usefixtures("database")
MARCH_1 = date(2026, 3, 1)


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def bodies(term):
    """Two units with 60 and 40 plan seats, each with three deputies: new grassroots, grassroots, neither."""
    units = [make_electing_body(term, plan_seats=seats) for seats in (60, 40)]
    for unit in units:
        make_mandate(unit, is_newly_elected=True, is_grassroots=True)
        make_mandate(unit, is_newly_elected=False, is_grassroots=True)
        make_mandate(unit, is_newly_elected=False, is_grassroots=False)
    return units


@pytest.fixture
def draft(term, bodies):
    return make_study_session(term, state=State.DRAFT, places=10)


def by(study_session):
    return {"actor": organizer(study_session.congress_id), "now": NOW}


def quotas(study_session):
    db.session.rollback()
    rows = db.session.scalars(select(Quota).where(Quota.study_session_id == study_session.id))
    return {quota.electing_body_id: quota for quota in rows}


def weights_of(study_session, basis):
    terms = Terms(basis=basis, as_at=MARCH_1)
    found = compare(db.session(), study_session, terms, today=MARCH_1)
    return [share.weight for share in found[Method.D_HONDT].shares]


def test_only_those_not_yet_trained_count_and_of_these_the_new_or_the_grassroots(draft, bodies):
    exempt = make_mandate(bodies[1], is_newly_elected=True, is_grassroots=True)
    word = {"congress_id": draft.congress_id, "mandate_id": exempt.id, "recorded_at": NOW, "recorded_by": None}
    saved(Exemption(is_exempt=True, reason="长期病假", effective_on=MARCH_1, **word))
    assert weights_of(draft, Basis.IN_OFFICE) == [3, 4]
    assert weights_of(draft, Basis.NOT_YET_TRAINED) == [3, 3]
    assert weights_of(draft, Basis.NEW_NOT_YET_TRAINED) == [1, 1]
    assert weights_of(draft, Basis.GRASSROOTS_NOT_YET_TRAINED) == [2, 2]


def test_the_methods_are_compared_on_the_same_terms(draft):
    found = compare(db.session(), draft, Terms(basis=Basis.PLAN_SEATS, reserve=1), today=MARCH_1)
    assert set(found) == set(Method)
    assert all(sum(share.places for share in each.shares) == 9 for each in found.values())
    assert not compare(db.session(), draft, Terms(basis=Basis.SHARED), today=MARCH_1)


def test_only_units_that_were_chosen_get_places(draft, bodies):
    terms = Terms(basis=Basis.PLAN_SEATS)
    apply_apportionment(draft.id, terms, **by(draft))
    assert choose_units(draft.id, [bodies[1].id], **by(draft))
    assert quotas(draft) == {}
    apply_apportionment(draft.id, terms, **by(draft))
    assert {body: quota.places for body, quota in quotas(draft).items()} == {None: 0, bodies[1].id: 10}
    assert not choose_units(draft.id, [bodies[1].id], **by(draft))
    assert choose_units(draft.id, [body.id for body in bodies], **by(draft))


def test_units_are_not_chosen_while_they_recommend(term, bodies):
    study_session = make_study_session(term)
    with pytest.raises(MoveNotAllowed):
        choose_units(study_session.id, [bodies[0].id], **by(study_session))


def test_a_pool_that_places_were_moved_from_stays_empty_when_they_are_shared_anew(draft, bodies):
    apply_apportionment(draft.id, Terms(basis=Basis.PLAN_SEATS, reserve=2), **by(draft))
    pools = quotas(draft)
    move_places(pools[None].id, pools[bodies[0].id].id, 1, "西藏退回", **by(draft))
    apply_apportionment(draft.id, Terms(basis=Basis.SHARED), **by(draft))
    assert {body: quota.places for body, quota in quotas(draft).items()} == {
        None: 0,
        bodies[0].id: None,
        bodies[1].id: None,
    }


def test_no_unit_sees_its_places_before_the_approval(draft):
    apply_apportionment(draft.id, Terms(basis=Basis.PLAN_SEATS), **by(draft))
    with pytest.raises(NotApproved):
        send_out_quotas(draft.id, **by(draft))
    assert db.session.get(type(draft), draft.id).state is State.DRAFT
    record_approval(draft.id, Approval(number="代培〔2026〕3号", approved_on=MARCH_1), **by(draft))
    send_out_quotas(draft.id, **by(draft))


def test_the_newest_approval_holds_and_none_is_of_tomorrow(draft):
    for number in ("代培〔2026〕3号", "代培〔2026〕5号"):
        record_approval(draft.id, Approval(number=number, approved_on=MARCH_1), **by(draft))
    assert approval_of(db.session(), draft).number == "代培〔2026〕5号"
    with pytest.raises(ApprovedInTheFuture):
        record_approval(draft.id, Approval(number="1", approved_on=date(2027, 1, 1)), **by(draft))


def test_held_places_are_kept_with_the_quota_and_not_moved_away(draft, bodies):
    apply_apportionment(draft.id, Terms(basis=Basis.PLAN_SEATS, grassroots=4), **by(draft))
    pools = quotas(draft)
    assert [pools[body.id].grassroots_at_least for body in bodies] == [2, 2]
    with pytest.raises(PlacesHeld):
        move_places(pools[bodies[1].id].id, pools[bodies[0].id].id, 3, "平衡", **by(draft))
    move_places(pools[bodies[1].id].id, pools[bodies[0].id].id, 2, "平衡", **by(draft))
