"""The pages of places, with somebody confirmed, somebody in line and a place to give: on each screen and in elder mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.people.accounts.models import Account
from lms.people.models import Mandate
from lms.study_sessions.models import Quota, StudySession
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.quotas import hand_back
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.operations.reserves import reserve
from tests.browser.scenes import open_study_session
from tests.browser.ways import WAYS, Way
from tests.study_sessions.making import organizer

if TYPE_CHECKING:
    from tests.browser.conftest import Come

TITLE = "第8期专题学习班"


@pytest.fixture
def scene(laid_site: str) -> str:
    """The deputy of the demonstration is confirmed, two of the unit wait, and another unit has handed a place back."""
    open_study_session(TITLE, places=35)
    here = db.session.scalars(select(StudySession).where(StudySession.title == TITLE)).one()
    deputy = db.session.scalars(
        select(Mandate).join(Account, Account.person_id == Mandate.person_id).where(Account.username == "deputy")
    ).one()
    by = {"actor": organizer(deputy.congress_id), "now": clock.now()}
    recommend(here.id, deputy.id, **by)
    body_id, deputy_id = deputy.electing_body_id, deputy.id
    others = db.session.scalars(
        select(Mandate.id).where(Mandate.electing_body_id == body_id, Mandate.id != deputy_id).limit(2)
    ).all()
    pools = db.session.scalars(select(Quota).where(Quota.study_session_id == here.id).order_by(Quota.id)).all()
    for mandate_id in others:
        reserve(here.id, mandate_id, **by)
    giving = next(pool for pool in pools if pool.electing_body_id not in (None, body_id))
    hand_back(giving.id, 1, "本单位代表均不能参加", **by)
    confirm_list(here.id, **by)
    path = str(here.public_id)
    db.session.remove()
    return path


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_page_of_places_fits(way: Way, come: Come, scene: str) -> None:
    for username, paths in (
        ("deputy", (f"/my/study-sessions/{scene}", "/my/study-sessions")),
        ("liaison", (f"/study-sessions/{scene}/recommendation",)),
        ("organizer", (f"/study-sessions/{scene}/places", f"/study-sessions/{scene}/edit")),
    ):
        walker = come(way)
        walker.enter(username)
        for path in paths:
            walker.page.goto(path)
            walker.finds_page_fit()
