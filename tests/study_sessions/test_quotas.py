"""Places are shared out by computation, moved by hand with a reason, and always add up."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.people.models import ChangeKind, Ground
from lms.study_sessions.history import QuotaMove
from lms.study_sessions.models import Quota
from lms.study_sessions.operations.lifecycle import open_recommending, send_out_quotas
from lms.study_sessions.operations.quotas import Terms, apply_apportionment, move_places
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.refusals import (
    MoveNotAllowed,
    NoFixedQuota,
    NoQuota,
    PlacesInUse,
    QuotasDoNotAddUp,
    StudySessionFull,
)
from lms.study_sessions.sharing import worksheet_json
from lms.study_sessions.sharing.models import ApportionmentRun
from lms.study_sessions.states import Basis, State
from tests.factories import NOW, make_change, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import liaison, make_approval, make_quota, make_study_session, organizer

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def bodies(term):
    """Three units with 50, 30 and 20 plan seats, of whom 1, 2 and 1 deputies are in office."""
    units = [make_electing_body(term, plan_seats=seats) for seats in (50, 30, 20)]
    for unit, deputies in zip(units, (1, 2, 1), strict=True):
        for _ in range(deputies):
            make_mandate(unit)
    return units


@pytest.fixture
def draft(term, bodies):
    study_session = make_study_session(term, state=State.DRAFT, places=10)
    make_approval(study_session)
    return study_session


def share_out(study_session, **terms):
    apply_apportionment(study_session.id, Terms(**terms), actor=organizer(study_session.congress_id), now=NOW)


def quotas(study_session):
    """Places by electing body; the common pool is under None."""
    db.session.rollback()
    rows = db.session.scalars(select(Quota).where(Quota.study_session_id == study_session.id))
    return {quota.electing_body_id: quota for quota in rows}


def places(study_session):
    return {body: quota.places for body, quota in quotas(study_session).items()}


def test_plan_seats_share_the_places(draft, bodies):
    share_out(draft, basis=Basis.PLAN_SEATS)
    assert places(draft) == {None: 0, bodies[0].id: 5, bodies[1].id: 3, bodies[2].id: 2}


def test_deputies_in_office_are_counted_on_the_named_day(draft, bodies):
    share_out(draft, basis=Basis.IN_OFFICE, as_at=date(2026, 3, 1), reserve=2)
    assert places(draft) == {None: 2, bodies[0].id: 2, bodies[1].id: 4, bodies[2].id: 2}


def test_who_left_office_before_the_day_does_not_count(draft, bodies):
    leaver = make_mandate(bodies[0])
    make_change(leaver, kind=ChangeKind.ENDED, effective_on=date(2026, 2, 1), ground=Ground.RESIGNED)
    share_out(draft, basis=Basis.IN_OFFICE, as_at=date(2026, 1, 31))
    assert places(draft)[bodies[0].id] == 4
    share_out(draft, basis=Basis.IN_OFFICE, as_at=date(2026, 2, 1))
    assert places(draft)[bodies[0].id] == 3  # Quotas 2½, 5, 2½: the tie goes by official order.


def test_the_worksheet_is_kept_as_it_was_computed(draft):
    share_out(draft, basis=Basis.PLAN_SEATS, reserve=1, minimum=1)
    run = db.session.scalars(select(ApportionmentRun)).one()
    kept = worksheet_json.from_json(run.worksheet)
    assert (kept.places, kept.reserve, kept.minimum, kept.weight) == (10, 1, 1, 100)
    assert [share.places for share in kept.shares] == [4, 3, 2]
    assert worksheet_json.as_json(kept) == run.worksheet


def test_without_apportionment_every_unit_draws_on_the_total(draft, bodies):
    share_out(draft, basis=Basis.PLAN_SEATS)
    share_out(draft, basis=Basis.SHARED)
    assert places(draft) == dict.fromkeys([body.id for body in bodies])


def test_quotas_that_do_not_add_up_do_not_go_out(term, draft, bodies):
    with pytest.raises(QuotasDoNotAddUp, match="0 places are shared out, but the study session has 10"):
        send_out_quotas(draft.id, actor=organizer(draft.congress_id), now=NOW)
    share_out(draft, basis=Basis.PLAN_SEATS)
    send_out_quotas(draft.id, actor=organizer(draft.congress_id), now=NOW)
    assert db.session.get(type(draft), draft.id).state is State.QUOTAS_OUT


def test_places_are_not_shared_out_anew_while_units_recommend(draft):
    share_out(draft, basis=Basis.PLAN_SEATS)
    send_out_quotas(draft.id, actor=organizer(draft.congress_id), now=NOW)
    share_out(draft, basis=Basis.PLAN_SEATS, reserve=1)
    open_recommending(draft.id, actor=organizer(draft.congress_id), now=NOW)
    with pytest.raises(MoveNotAllowed):
        share_out(draft, basis=Basis.PLAN_SEATS)


def move(study_session, giving, getting, count, reason="西藏退回"):
    pools = quotas(study_session)
    move_places(pools[giving].id, pools[getting].id, count, reason, actor=organizer(study_session.congress_id), now=NOW)


def test_moving_places_keeps_the_total_and_the_reason(draft, bodies):
    share_out(draft, basis=Basis.PLAN_SEATS)
    move(draft, bodies[0].id, None, 2)
    move(draft, None, bodies[2].id, 1)
    assert places(draft) == {None: 1, bodies[0].id: 3, bodies[1].id: 3, bodies[2].id: 3}
    assert db.session.scalars(select(QuotaMove.reason)).all() == ["西藏退回", "西藏退回"]


def test_a_place_that_a_deputy_holds_is_not_moved_away(term, bodies):
    study_session = make_study_session(term)
    for body in bodies[:2]:
        make_quota(study_session, body, 2)
    recommend(study_session.id, make_mandate(bodies[0]).id, actor=liaison(bodies[0]), now=NOW)
    with pytest.raises(PlacesInUse, match="at most 1 places"):
        move(study_session, bodies[0].id, bodies[1].id, 2)
    move(study_session, bodies[0].id, bodies[1].id, 1)
    assert places(study_session) == {bodies[0].id: 1, bodies[1].id: 3}


def test_a_pool_without_a_number_gives_nothing(draft, bodies):
    share_out(draft, basis=Basis.SHARED)
    with pytest.raises(NoFixedQuota):
        move(draft, bodies[0].id, bodies[1].id, 1)


def test_nothing_is_moved_once_the_list_is_confirmed(term, bodies):
    study_session = make_study_session(term, state=State.LIST_CONFIRMED)
    for body in bodies[:2]:
        make_quota(study_session, body, 2)
    with pytest.raises(MoveNotAllowed):
        move(study_session, bodies[0].id, bodies[1].id, 1)


def test_a_raised_quota_admits_one_more(term, bodies):
    study_session = make_study_session(term, places=2)
    make_quota(study_session, bodies[0], 0)
    make_quota(study_session, bodies[1], 2)
    deputy = make_mandate(bodies[0])
    with pytest.raises(NoQuota):
        recommend(study_session.id, deputy.id, actor=liaison(bodies[0]), now=NOW)
    move(study_session, bodies[1].id, bodies[0].id, 1)
    recommend(study_session.id, deputy.id, actor=liaison(bodies[0]), now=NOW)
    assert quotas(study_session)[bodies[0].id].seats_left == 0


def test_seats_left_is_the_same_in_python_and_in_sql(term, bodies):
    study_session = make_study_session(term, places=3)
    for body, limit in zip(bodies, (1, None, 0), strict=True):
        make_quota(study_session, body, limit)
    for body in bodies[:2]:
        recommend(study_session.id, make_mandate(body).id, actor=liaison(body), now=NOW)
    in_sql = dict(db.session.execute(select(Quota.electing_body_id, Quota.seats_left)).all())
    in_python = {body: quota.seats_left for body, quota in quotas(study_session).items()}
    assert in_sql == in_python == {bodies[0].id: 0, bodies[1].id: None, bodies[2].id: 0}
    study_session = db.session.get(type(study_session), study_session.id)
    assert study_session.seats_left == db.session.scalar(select(type(study_session).seats_left)) == 1


def test_the_total_is_never_oversold_whatever_the_quotas_say(term, bodies):
    study_session = make_study_session(term, places=1)
    for body in bodies[:2]:
        make_quota(study_session, body, 5)
    recommend(study_session.id, make_mandate(bodies[0]).id, actor=liaison(bodies[0]), now=NOW)
    with pytest.raises(StudySessionFull):
        recommend(study_session.id, make_mandate(bodies[1]).id, actor=liaison(bodies[1]), now=NOW)
