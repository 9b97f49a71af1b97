"""A province's officer as liaison of its unit in the national congress: one account, two congresses, nothing opened."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission, Role
from lms.people.accounts import access, acting, elsewhere, operations, queries, roles, sign_in
from lms.people.accounts.errors import LockedOut, NobodyElsewhere, NotYourself, PostIsOurs, PostOrBusiness
from lms.people.accounts.models import ActingFor
from lms.people.accounts.policy import AccessPolicy
from lms.people.models import Level
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_person, make_term
from tests.people.accounts.browsing import look
from tests.support.accounts import actor_of, make_account, make_deputy, make_staff
from tests.support.accounts import sign_in as let_in

pytestmark = pytest.mark.usefixtures("database")
POLICY = AccessPolicy()


class TwoLevels:
    """The national congress with its administrators, and a province whose officer has an account of its own."""

    def __init__(self):
        self.nation = make_congress(name="全国人民代表大会")
        self.unit = make_electing_body(make_term(self.nation), name="河北省")
        self.province = make_congress(level=Level.PROVINCE, name="河北省人民代表大会")
        self.system_account = make_staff(Role.SYSTEM_ADMIN, self.nation)
        self.system = actor_of(self.system_account, Role.SYSTEM_ADMIN, congress_id=self.nation.id)
        security = make_staff(Role.SECURITY_ADMIN, self.nation)
        self.security = actor_of(security, Role.SECURITY_ADMIN, congress_id=self.nation.id)
        self.officer = self.opened("李建国", "lijianguo")

    def opened(self, name, username, **given):
        person = make_person(name=name)
        return make_account(person, username=username, opened_in=self.province.id, **given)

    def propose(self, name="李建国", username="lijianguo", role=Role.LIAISON, by=None):
        body = self.unit.public_id if role is Role.LIAISON else None
        return elsewhere.propose(
            name, username, role, body_public_id=body, actor=by or self.system, policy=POLICY, now=NOW
        )


@pytest.fixture
def levels():
    return TwoLevels()


def actions_in(congress):
    events = select(AuditEvent.action).where(AuditEvent.congress_id == congress.id).order_by(AuditEvent.id)
    return list(db.session.scalars(events))


def test_whoever_is_named_exactly_is_proposed_granted_and_is_liaison_of_the_unit(levels):
    row = levels.propose(name=" 李 建国", username="ＬiJianguo ")
    roles.grant(row.public_id, actor=levels.security, now=NOW)

    assert row.electing_body_id == levels.unit.id
    assert [each.name for each in queries.congresses_of(db.session(), levels.officer)] == ["全国人民代表大会"]


@pytest.mark.parametrize(
    ("name", "username"), [("李建国", "lijianguo2"), ("李建", "lijianguo"), ("李", "li"), ("", "")]
)
def test_nearly_right_is_nobody(levels, name, username):
    with pytest.raises(NobodyElsewhere):
        levels.propose(name, username)


def test_a_closed_account_is_nobody(levels):
    levels.opened("王芳", "wangfang", closed_at=NOW)

    with pytest.raises(NobodyElsewhere):
        levels.propose("王芳", "wangfang")


def test_names_cannot_be_tried_out(levels):
    for number in range(POLICY.account_limit.failures):
        with pytest.raises(NobodyElsewhere):
            levels.propose("李建国", f"guess{number}")

    with pytest.raises(LockedOut):
        levels.propose()


def test_what_the_rules_refuse_is_no_name_tried_in_vain(levels):
    for _ in range(POLICY.account_limit.failures + 1):
        with pytest.raises(PostIsOurs):
            levels.propose(role=Role.AUDITOR)


def test_nobody_proposes_a_role_for_themselves_this_way(levels):
    account = levels.system_account

    with pytest.raises(NotYourself):
        levels.propose(account.person.name, account.username, Role.ORGANIZER)


def test_before_a_proposal_the_account_is_hidden_and_so_are_all_others_after_it(levels):
    another = levels.opened("王芳", "wangfang")
    with pytest.raises(NotFound):
        access.account(db.session(), levels.officer.public_id, actor=levels.system)

    levels.propose()

    found = db.session.scalars(queries.search(levels.system, text="", kind="all")).all()
    assert levels.officer.id in {each.id for each in found}
    assert another.id not in {each.id for each in found}


def test_the_account_stays_its_own_congress_s_to_close_and_to_reset(levels):
    roles.grant(levels.propose().public_id, actor=levels.security, now=NOW)
    public_id = levels.officer.public_id

    for refused in (
        lambda: operations.close(public_id, actor=levels.system, now=NOW),
        lambda: operations.reopen(public_id, actor=levels.system, now=NOW),
        lambda: operations.reset_staff(public_id, actor=levels.system, policy=POLICY, now=NOW),
        lambda: operations.reset_second_factor(public_id, actor=levels.security, now=NOW),
    ):
        with pytest.raises(NotFound):
            refused()


def test_its_own_congress_closes_it_and_all_its_roles_end(levels):
    row = levels.propose()
    roles.grant(row.public_id, actor=levels.security, now=NOW)
    home = actor_of(make_staff(Role.SYSTEM_ADMIN, levels.province), congress_id=levels.province.id)

    operations.close(levels.officer.public_id, actor=home, now=NOW)

    assert queries.congresses_of(db.session(), levels.officer) == []


def test_a_post_is_not_for_somebody_whose_account_is_another_congress_s(levels):
    with pytest.raises(PostIsOurs):
        levels.propose(role=Role.AUDITOR)
    row = levels.propose(role=Role.EDITOR)
    roles.decline(row.public_id, actor=levels.security, now=NOW)
    with pytest.raises(PostIsOurs):
        roles.propose(levels.officer.public_id, Role.SYSTEM_ADMIN, body_public_id=None, actor=levels.system, now=NOW)


def test_who_holds_a_post_in_one_congress_has_no_business_in_another(levels):
    holder = make_staff(Role.AUDITOR, levels.province)

    with pytest.raises(PostOrBusiness):
        levels.propose(holder.person.name, holder.username)


def test_both_congresses_note_it(levels):
    row = levels.propose()
    roles.grant(row.public_id, actor=levels.security, now=NOW)
    roles.revoke(row.public_id, actor=levels.security, now=NOW)

    assert actions_in(levels.nation) == ["role.proposed", "role.granted", "role.revoked"]
    assert actions_in(levels.province) == [
        "role.proposed_elsewhere",
        "role.granted_elsewhere",
        "role.revoked_elsewhere",
    ]


def test_at_home_a_deputy_with_a_role_elsewhere_is_not_among_the_staff(levels):
    mandate, account = make_deputy(make_electing_body(make_term(levels.province)))
    levels.propose(mandate.person.name, account.username)
    home = actor_of(make_staff(Role.SYSTEM_ADMIN, levels.province), congress_id=levels.province.id)

    found = db.session.scalars(queries.search(home, text="", kind="staff")).all()

    assert account.id not in {each.id for each in found}


class Both:
    """Someone who is liaison of a unit in the national congress, and organizer in a province."""

    def __init__(self, levels):
        self.levels, self.account = levels, levels.officer
        for row in (
            levels.propose(),
            roles.propose(
                self.account.public_id,
                Role.ORGANIZER,
                body_public_id=None,
                actor=actor_of(make_staff(Role.SYSTEM_ADMIN, levels.province), congress_id=levels.province.id),
                now=NOW,
            ),
        ):
            by = actor_of(make_staff(Role.SECURITY_ADMIN), congress_id=row.congress_id)
            roles.grant(row.public_id, actor=by, now=NOW)


def test_whoever_works_in_two_congresses_changes_between_them_without_signing_out(levels, client):
    both = Both(levels)
    let_in(client, both.account, congress_id=levels.province.id)
    home = look(client, "/account/security").text
    assert "/sign-in/congress" in home
    assert "河北省人民代表大会" in home

    page = look(client, "/sign-in/congress").text
    assert "全国人民代表大会" in page
    assert page.count("checked") == 1
    client.post("/sign-in/congress", data={"congress": str(levels.nation.public_id)})

    assert "全国人民代表大会" in look(client, "/account/security").text
    assert client.get("/deputy-accounts").status_code == 200


def test_whoever_works_in_one_congress_is_not_asked_to_change(levels, client):
    let_in(client, make_staff(Role.ORGANIZER, levels.nation))

    assert "/sign-in/congress" not in look(client, "/account/security").text


def test_acting_for_a_deputy_ends_with_leaving_the_deputy_s_congress(levels, client):
    both = Both(levels)
    mandate = make_mandate(levels.unit)
    login = let_in(client, both.account, congress_id=levels.nation.id)
    actor = actor_of(both.account, Role.LIAISON, congress_id=levels.nation.id, body=levels.unit)
    assert actor.can(Permission.ACT_FOR_DEPUTY)
    started = acting.start(mandate.person.public_id, "代表来电委托", login_session_id=login.id, actor=actor, now=NOW)

    sign_in.choose_congress(login.id, levels.province.public_id, now=NOW)

    assert db.session.get_one(ActingFor, started.id, populate_existing=True).ended_at == NOW
    assert actions_in(levels.nation)[-1] == "acting_for.ended"


def test_the_administrator_proposes_on_the_page_and_sees_only_what_a_role_needs(levels, client):
    let_in(client, levels.system_account)
    typed = {"name": "李建国", "username": "lijianguo", "role": "liaison", "body": str(levels.unit.public_id)}
    wrong = client.post("/accounts/elsewhere/role-proposal", data={**typed, "username": "lijiangou"})
    assert wrong.status_code == 422
    assert "李建国" in wrong.text
    assert "lijiangou" in wrong.text

    done = client.post("/accounts/elsewhere/role-proposal", data=typed, follow_redirects=True).text

    assert "河北省人民代表大会" in done
    assert "/slip" not in done
    assert "/closure" not in done
