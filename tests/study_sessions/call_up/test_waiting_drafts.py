"""Whoever checks and whoever signs hears of a draft once, and not of the own step."""

from sqlalchemy import select

from lms.core.database import db
from lms.core.permissions import Role
from lms.notices.models import Notice
from lms.people.models import Congress
from lms.study_sessions.call_up import operations
from lms.study_sessions.call_up.operations import Wish
from tests.factories import NOW
from tests.support.accounts import actor_of, make_grant, make_staff


def inbox(kind):
    db.session.rollback()
    told = select(Notice).where(Notice.kind == kind).order_by(Notice.person_id)
    return db.session.scalars(told).all()


def test_checkers_then_signers_are_told_once_for_the_whole_call_up(called):
    congress = db.session.get_one(Congress, called.congress_id)
    drafter, other = (make_staff(Role.ORGANIZER, congress) for _each in range(2))
    checker, signer = (make_staff(Role.BUSINESS_ADMIN, congress) for _each in range(2))
    make_staff(Role.CLASS_HEAD, congress)
    here = congress.id
    told = {each.person_id for each in (other, checker, signer)}
    signs = signer.person_id
    checks = actor_of(checker, Role.BUSINESS_ADMIN, congress_id=here)
    drafts = actor_of(drafter, Role.ORGANIZER, congress_id=here)
    public_id = operations.begin(called.id, Wish(), actor=drafts, now=NOW)
    assert [each.person_id for each in inbox("letters.to_check")] == sorted(told)
    operations.check(called.call_up(public_id).id, actor=checks, now=NOW)
    (notice,) = inbox("letters.to_sign")
    assert notice.person_id == signs
    assert (notice.link_endpoint, notice.link_params) == ("call_up.show", {"public_id": str(public_id)})


def test_whoever_no_longer_holds_the_role_or_has_two_of_them_hears_not_or_once(called):
    congress = db.session.get_one(Congress, called.congress_id)
    both = make_staff(Role.ORGANIZER, congress)
    make_staff(Role.ORGANIZER, congress, closed_at=NOW)
    make_grant(both, Role.BUSINESS_ADMIN, congress)
    person_id = both.person_id
    called.begin()
    assert [each.person_id for each in inbox("letters.to_check")] == [person_id]
