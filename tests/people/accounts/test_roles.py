"""Roles: proposed by one, granted by another, never to oneself; three posts, three people, and none of them more."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import POSTS, Role
from lms.people.accounts import operations, roles
from lms.people.accounts.errors import (
    AccountClosed,
    NotYourself,
    OnePostOnly,
    PostOrBusiness,
    RoleAlreadyHeld,
    RoleDecided,
    RoleNeedsBody,
    TwoPeople,
)
from lms.people.accounts.models import Duty, GrantState, LoginSession, RoleGrant
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_term
from tests.support.accounts import actor_of, make_account, make_staff, sign_in

pytestmark = pytest.mark.usefixtures("database")


class House:
    """A congress with its system and security administrators."""

    def __init__(self):
        self.congress = make_congress()
        self.system_account = make_staff(Role.SYSTEM_ADMIN, self.congress)
        self.security_account = make_staff(Role.SECURITY_ADMIN, self.congress)
        self.system = actor_of(self.system_account, Role.SYSTEM_ADMIN, congress_id=self.congress.id)
        self.security = actor_of(self.security_account, Role.SECURITY_ADMIN, congress_id=self.congress.id)

    def account(self, **given):
        return make_account(opened_in=self.congress.id, **given)

    def propose(self, account, role, body=None):
        body_id = body.public_id if body else None
        return roles.propose(account.public_id, role, body_public_id=body_id, actor=self.system, now=NOW)


@pytest.fixture
def house():
    return House()


def state_of(grant):
    return db.session.get_one(RoleGrant, grant.id, populate_existing=True).state


def test_a_proposal_gives_nothing_until_another_grants_it(house):
    grant = house.propose(house.account(), Role.ORGANIZER)
    assert state_of(grant) is GrantState.PROPOSED

    roles.grant(grant.public_id, actor=house.security, now=NOW)

    row = db.session.get_one(RoleGrant, grant.id, populate_existing=True)
    assert row.state is GrantState.GRANTED
    assert (row.proposed_by, row.decided_by) == (house.system_account.id, house.security_account.id)


def test_a_declined_proposal_can_be_made_again(house):
    account = house.account()
    first = house.propose(account, Role.ORGANIZER)
    roles.decline(first.public_id, actor=house.security, now=NOW)

    assert state_of(first) is GrantState.DECLINED
    assert state_of(house.propose(account, Role.ORGANIZER)) is GrantState.PROPOSED


def test_nobody_proposes_a_role_for_themselves(house):
    with pytest.raises(NotYourself):
        house.propose(house.system_account, Role.AUDITOR)


def test_nobody_grants_a_role_to_themselves(house):
    account = house.account()
    grant = house.propose(account, Role.SECURITY_ADMIN)
    self_granting = actor_of(account, Role.SECURITY_ADMIN, congress_id=house.congress.id)

    with pytest.raises(NotYourself):
        roles.grant(grant.public_id, actor=self_granting, now=NOW)
    with pytest.raises(NotYourself):
        roles.decline(grant.public_id, actor=self_granting, now=NOW)


def test_who_proposed_does_not_grant(house):
    grant = house.propose(house.account(), Role.ORGANIZER)

    with pytest.raises(TwoPeople):
        roles.grant(grant.public_id, actor=house.system, now=NOW)


def test_a_decision_is_taken_once(house):
    grant = house.propose(house.account(), Role.ORGANIZER)
    roles.decline(grant.public_id, actor=house.security, now=NOW)

    with pytest.raises(RoleDecided):
        roles.grant(grant.public_id, actor=house.security, now=NOW)


@pytest.mark.parametrize("held", sorted(POSTS))
@pytest.mark.parametrize("wanted", sorted(POSTS))
def test_nobody_holds_two_of_the_three_posts(house, held, wanted):
    account = house.account()
    house.propose(account, held)

    with pytest.raises(RoleAlreadyHeld if held is wanted else OnePostOnly):
        house.propose(account, wanted)


@pytest.mark.parametrize("post", sorted(POSTS))
def test_nobody_holds_a_post_and_a_business_role(house, post):
    with_post, with_business = house.account(), house.account()
    house.propose(with_post, post)
    house.propose(with_business, Role.ORGANIZER)

    with pytest.raises(PostOrBusiness):
        house.propose(with_post, Role.ORGANIZER)
    with pytest.raises(PostOrBusiness):
        house.propose(with_business, post)


def test_a_deputy_holds_no_post(house):
    mandate = make_mandate(make_electing_body(make_term(house.congress)))

    with pytest.raises(PostOrBusiness):
        house.propose(make_account(mandate.person), Role.AUDITOR)


def test_after_a_post_is_ended_its_holder_may_do_business(house):
    account = house.account()
    post = house.propose(account, Role.AUDITOR)
    roles.grant(post.public_id, actor=house.security, now=NOW)
    roles.revoke(post.public_id, actor=house.security, now=NOW)

    assert house.propose(account, Role.ORGANIZER).held_duty is Duty.BUSINESS


def test_several_business_roles_go_together(house):
    account = house.account()

    house.propose(account, Role.EDITOR)
    house.propose(account, Role.ORGANIZER)


def test_the_same_role_is_not_held_twice(house):
    account = house.account()
    house.propose(account, Role.ORGANIZER)

    with pytest.raises(RoleAlreadyHeld):
        house.propose(account, Role.ORGANIZER)


def test_a_liaison_belongs_to_an_electing_body_of_the_same_congress(house):
    account = house.account()
    body = make_electing_body(make_term(house.congress))

    with pytest.raises(RoleNeedsBody):
        house.propose(account, Role.LIAISON)
    with pytest.raises(NotFound):
        house.propose(account, Role.LIAISON, make_electing_body())
    assert house.propose(account, Role.LIAISON, body).electing_body_id == body.id


def test_an_account_of_another_congress_is_not_found(house):
    stranger = make_account(opened_in=make_congress().id)

    with pytest.raises(NotFound):
        house.propose(stranger, Role.ORGANIZER)


def test_a_proposal_of_another_congress_is_not_found(house):
    other = House()
    grant = other.propose(other.account(), Role.ORGANIZER)

    with pytest.raises(NotFound):
        roles.grant(grant.public_id, actor=house.security, now=NOW)


def test_an_unknown_proposal_is_not_found(house):
    with pytest.raises(NotFound):
        roles.revoke(uuid.uuid4(), actor=house.security, now=NOW)


def test_nobody_ends_a_role_of_their_own(house):
    own = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == house.security_account.id)).one()

    with pytest.raises(NotYourself):
        roles.revoke(own.public_id, actor=house.security, now=NOW)


def test_a_closed_account_gets_no_role(house):
    with pytest.raises(AccountClosed):
        house.propose(house.account(closed_at=NOW), Role.ORGANIZER)


def test_granting_and_ending_a_role_signs_its_holder_out(house, client):
    account = house.account()
    first = house.propose(account, Role.ORGANIZER)
    sign_in(client, account, congress_id=house.congress.id)
    roles.grant(first.public_id, actor=house.security, now=NOW)
    sign_in(client, account, congress_id=house.congress.id)
    roles.revoke(first.public_id, actor=house.security, now=NOW)

    reasons = db.session.scalars(select(LoginSession.end_reason)).all()

    assert reasons == ["roles", "roles"]


def test_closing_an_account_ends_its_roles_and_proposals(house):
    account = house.account()
    granted, proposed = house.propose(account, Role.ORGANIZER), house.propose(account, Role.EDITOR)
    roles.grant(granted.public_id, actor=house.security, now=NOW)

    operations.close(account.public_id, actor=house.system, now=NOW)

    assert state_of(granted) is GrantState.REVOKED
    assert state_of(proposed) is GrantState.DECLINED
