"""What an actor may do adds up from grants, and each grant has its reach."""

from __future__ import annotations

import pytest

from lms.core.permissions import POSTS, ROLE_PERMISSIONS, Actor, Grant, Permission, Role


def actor(*grants: Grant) -> Actor:
    return Actor.of(1, 1, 1, grants)


def test_nobody_can_do_what_no_grant_allows() -> None:
    nobody = actor()
    assert not nobody.can(Permission.LEARN)
    assert nobody.bodies(Permission.LEARN) == frozenset()


def test_a_liaison_reaches_the_own_unit_only() -> None:
    liaison = actor(Grant(Role.LIAISON, electing_body_id=7))
    assert liaison.bodies(Permission.RECOMMEND) == {7}
    assert liaison.can_in(Permission.RECOMMEND, 7)
    assert not liaison.can_in(Permission.RECOMMEND, 8)


def test_a_grant_for_the_whole_congress_outreaches_one_for_a_unit() -> None:
    both = actor(Grant(Role.LIAISON, 7), Grant(Role.BUSINESS_ADMIN))
    assert both.bodies(Permission.VIEW_ROSTER) is None
    assert both.bodies(Permission.RECOMMEND) == {7}


def test_acting_for_a_deputy_limits_what_can_be_done() -> None:
    limited = Actor.of(1, 2, 1, (Grant(Role.DEPUTY),), acting_for=2, limited_to=frozenset({Permission.VIEW_OWN_RECORD}))
    assert limited.permissions == {Permission.VIEW_OWN_RECORD}


BUSINESS = {
    Permission.VIEW_ROSTER,
    Permission.MANAGE_ROSTER,
    Permission.READ_RECORDS,
    Permission.READ_REPORTS,
    Permission.EXPORT_REPORTS,
    Permission.VIEW_OWN_RECORD,
    Permission.REVEAL_PERSONAL_DATA,
}


@pytest.mark.parametrize("post", sorted(POSTS))
def test_none_of_the_three_posts_reads_business_records(post: Role) -> None:
    assert not ROLE_PERMISSIONS[post] & BUSINESS


def test_who_proposes_a_role_can_not_grant_it() -> None:
    for permissions in ROLE_PERMISSIONS.values():
        assert not {Permission.PROPOSE_ROLES, Permission.GRANT_ROLES} <= permissions


def test_every_role_has_permissions_and_every_permission_a_role() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)
