"""Deputies are told of the plan in force, each once, and counts say how many have read it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lms.core.database import db
from lms.core.jobs import run_pending
from lms.notices.models import Notice
from lms.notices.operations import mark_read
from lms.people.models import ChangeKind, Ground
from lms.planning.annual import telling
from lms.planning.annual.refusals import NotInForce
from tests.factories import NOW, make_change, make_electing_body
from tests.planning.cast import TODAY, Cast
from tests.support.accounts import actor_of, make_account


def tell(cast: Cast, public_id) -> None:
    telling.ask_to_tell(public_id, actor=cast.organizer, now=NOW)
    run_pending(now=NOW)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Notice)) or 0


def test_every_deputy_in_office_is_told_once(cast: Cast) -> None:
    for _ in range(2):
        cast.deputy()
    make_change(cast.deputy(), kind=ChangeKind.ENDED, ground=Ground.RESIGNED, effective_on=TODAY, values={})
    public_id = cast.approved()
    tell(cast, public_id)
    tell(cast, public_id)
    assert count() == 2


def test_who_came_later_is_told_when_it_is_told_again(cast: Cast) -> None:
    cast.deputy()
    public_id = cast.approved()
    tell(cast, public_id)
    cast.deputy()
    tell(cast, public_id)
    assert count() == 2


def test_a_plan_that_is_not_in_force_is_not_told(cast: Cast) -> None:
    with pytest.raises(NotInForce):
        telling.ask_to_tell(cast.plan(), actor=cast.organizer, now=NOW)


def test_counts_of_reading_stand_by_unit_in_official_order(cast: Cast) -> None:
    second = make_electing_body(cast.term, official_order=cast.body.official_order + 1)
    reader, *_others = (cast.deputy() for _ in range(3))
    public_id = cast.approved()
    tell(cast, public_id)
    notice = db.session.scalars(select(Notice).where(Notice.person_id == reader.person_id)).one()
    mark_read(notice.public_id, actor=actor_of(make_account(reader.person), congress_id=cast.congress_id), now=NOW)
    units = telling.readings(db.session(), cast.version(public_id))
    assert [(each.body.id, each.told, each.read) for each in units] == [(cast.body.id, 3, 1)]
    assert second.id not in {each.body.id for each in units}
