"""Who may do what. Closed by default: a view without one of the marks below is refused by the application."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from flask import g

from lms.core.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "lms_access"

View = TypeVar("View", bound="Callable[..., Any]")


class Permission(StrEnum):
    """What can be allowed. A view needs one; a role grants several."""

    LEARN = "learn"
    VIEW_OWN_RECORD = "view_own_record"
    VIEW_OWN_STUDY_SESSIONS = "view_own_study_sessions"
    TAKE_PLACES = "take_places"
    VIEW_CATALOG = "view_catalog"
    VIEW_DRAFT_COURSES = "view_draft_courses"
    EDIT_COURSES = "edit_courses"
    REVIEW_COURSES = "review_courses"
    APPROVE_COURSES = "approve_courses"
    VIEW_OUTLINE = "view_outline"
    SET_CREDIT_HOURS = "set_credit_hours"
    VIEW_REQUIRED_STUDY = "view_required_study"
    SET_REQUIRED_STUDY = "set_required_study"
    VIEW_ROSTER = "view_roster"
    MANAGE_ROSTER = "manage_roster"
    REVEAL_PERSONAL_DATA = "reveal_personal_data"
    RESET_ACCESS = "reset_access"
    ACT_FOR_DEPUTY = "act_for_deputy"
    RECOMMEND = "recommend"
    VIEW_STUDY_SESSIONS = "view_study_sessions"
    MANAGE_STUDY_SESSIONS = "manage_study_sessions"
    RUN_STUDY_SESSIONS = "run_study_sessions"
    HANDLE_LETTERS = "handle_letters"
    SIGN_LETTERS = "sign_letters"
    VIEW_PLANNING = "view_planning"
    MANAGE_PLANNING = "manage_planning"
    APPROVE_PLANS = "approve_plans"
    READ_PLAN = "read_plan"
    READ_RECORDS = "read_records"
    VIEW_RECORDS_DESK = "view_records_desk"
    RECORD_FOR_UNIT = "record_for_unit"
    CONFIRM_GROUP_VIEWINGS = "confirm_group_viewings"
    KEEP_RECORDS = "keep_records"
    DECIDE_RECORDS = "decide_records"
    MANAGE_ENTRY_KINDS = "manage_entry_kinds"
    SET_TRAINED_RULE = "set_trained_rule"
    MANAGE_API_TOKENS = "manage_api_tokens"
    GRANT_API_TOKENS = "grant_api_tokens"
    OVERSEE_API_TOKENS = "oversee_api_tokens"
    READ_REPORTS = "read_reports"
    VIEW_COVERAGE = "view_coverage"
    EXPORT_REPORTS = "export_reports"
    VIEW_ACCOUNTS = "view_accounts"
    MANAGE_ACCOUNTS = "manage_accounts"
    PROPOSE_ROLES = "propose_roles"
    GRANT_ROLES = "grant_roles"
    VIEW_JOBS = "view_jobs"
    READ_AUDIT = "read_audit"


class Role(StrEnum):
    """What people are here (docs/glossary.md). The three posts are held by three people."""

    DEPUTY = "deputy"
    # The mandate is suspended or ended: the own record stays readable.
    FORMER_DEPUTY = "former_deputy"
    LIAISON = "liaison"
    ORGANIZER = "organizer"
    CLASS_HEAD = "class_head"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    BUSINESS_ADMIN = "business_admin"
    EVALUATION_OFFICE = "evaluation_office"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


POSTS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})

_P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DEPUTY: frozenset(
        {_P.LEARN, _P.VIEW_OWN_RECORD, _P.VIEW_OWN_STUDY_SESSIONS, _P.TAKE_PLACES, _P.VIEW_CATALOG, _P.READ_PLAN}
    ),
    Role.FORMER_DEPUTY: frozenset({_P.VIEW_OWN_RECORD}),
    Role.LIAISON: frozenset(
        {
            _P.VIEW_CATALOG,
            _P.VIEW_REQUIRED_STUDY,
            _P.VIEW_ROSTER,
            _P.VIEW_STUDY_SESSIONS,
            _P.READ_PLAN,
            _P.RECOMMEND,
            _P.RESET_ACCESS,
            _P.ACT_FOR_DEPUTY,
            _P.VIEW_RECORDS_DESK,
            _P.RECORD_FOR_UNIT,
            _P.CONFIRM_GROUP_VIEWINGS,
            _P.VIEW_COVERAGE,
        }
    ),
    Role.ORGANIZER: frozenset(
        {
            _P.VIEW_CATALOG,
            _P.VIEW_OUTLINE,
            _P.VIEW_ROSTER,
            _P.VIEW_STUDY_SESSIONS,
            _P.MANAGE_STUDY_SESSIONS,
            _P.RUN_STUDY_SESSIONS,
            _P.HANDLE_LETTERS,
            _P.VIEW_PLANNING,
            _P.MANAGE_PLANNING,
            _P.READ_PLAN,
            _P.CONFIRM_GROUP_VIEWINGS,
            _P.READ_REPORTS,
            _P.VIEW_COVERAGE,
            _P.SET_TRAINED_RULE,
            _P.SET_CREDIT_HOURS,
            _P.VIEW_REQUIRED_STUDY,
            _P.SET_REQUIRED_STUDY,
        }
    ),
    Role.CLASS_HEAD: frozenset(
        {_P.VIEW_CATALOG, _P.VIEW_STUDY_SESSIONS, _P.RUN_STUDY_SESSIONS, _P.READ_PLAN, _P.CONFIRM_GROUP_VIEWINGS}
    ),
    Role.EDITOR: frozenset({_P.VIEW_CATALOG, _P.VIEW_DRAFT_COURSES, _P.VIEW_OUTLINE, _P.EDIT_COURSES}),
    Role.REVIEWER: frozenset({_P.VIEW_CATALOG, _P.VIEW_DRAFT_COURSES, _P.VIEW_OUTLINE, _P.REVIEW_COURSES}),
    Role.APPROVER: frozenset({_P.VIEW_CATALOG, _P.VIEW_DRAFT_COURSES, _P.VIEW_OUTLINE, _P.APPROVE_COURSES}),
    Role.BUSINESS_ADMIN: frozenset(
        {
            _P.VIEW_CATALOG,
            _P.VIEW_OUTLINE,
            _P.VIEW_REQUIRED_STUDY,
            _P.VIEW_ROSTER,
            _P.MANAGE_ROSTER,
            _P.REVEAL_PERSONAL_DATA,
            _P.VIEW_STUDY_SESSIONS,
            _P.HANDLE_LETTERS,
            _P.SIGN_LETTERS,
            _P.VIEW_PLANNING,
            _P.APPROVE_PLANS,
            _P.READ_PLAN,
            _P.READ_RECORDS,
            _P.VIEW_RECORDS_DESK,
            _P.KEEP_RECORDS,
            _P.DECIDE_RECORDS,
            _P.MANAGE_ENTRY_KINDS,
            _P.MANAGE_API_TOKENS,
            _P.OVERSEE_API_TOKENS,
            _P.READ_REPORTS,
            _P.EXPORT_REPORTS,
            _P.VIEW_COVERAGE,
        }
    ),
    Role.EVALUATION_OFFICE: frozenset(
        {
            _P.VIEW_CATALOG,
            _P.VIEW_ROSTER,
            _P.READ_PLAN,
            _P.READ_RECORDS,
            _P.VIEW_RECORDS_DESK,
            _P.DECIDE_RECORDS,
            _P.READ_REPORTS,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset({_P.VIEW_ACCOUNTS, _P.MANAGE_ACCOUNTS, _P.PROPOSE_ROLES, _P.VIEW_JOBS}),
    Role.SECURITY_ADMIN: frozenset({_P.VIEW_ACCOUNTS, _P.GRANT_ROLES, _P.GRANT_API_TOKENS, _P.OVERSEE_API_TOKENS}),
    Role.AUDITOR: frozenset({_P.READ_AUDIT}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that an account holds, in the whole congress or for one electing body."""

    role: Role
    electing_body_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which congress.

    `account_id` is always the account that really sits at the screen. When a liaison acts for a deputy (代办),
    `person_id` and `acting_for` are the deputy's person and `account_id` stays the liaison's.
    """

    account_id: int
    person_id: int | None
    congress_id: int
    grants: tuple[Grant, ...] = ()
    acting_for: int | None = None
    permissions: frozenset[Permission] = frozenset()

    @classmethod
    def of(
        cls,
        account_id: int,
        person_id: int | None,
        congress_id: int,
        grants: tuple[Grant, ...],
        *,
        acting_for: int | None = None,
        limited_to: frozenset[Permission] | None = None,
    ) -> Actor:
        """An actor with the permissions that the grants add up to, or with fewer of them."""
        held = frozenset().union(*(ROLE_PERMISSIONS[grant.role] for grant in grants))
        if limited_to is not None:
            held &= limited_to
        return cls(account_id, person_id, congress_id, grants, acting_for, held)

    def can(self, permission: Permission) -> bool:
        """Whether any grant allows it, somewhere in the congress."""
        return permission in self.permissions

    def bodies(self, permission: Permission) -> frozenset[int] | None:
        """The electing bodies in which it is allowed: `None` means all of the congress."""
        if permission not in self.permissions:
            return frozenset()
        allowing = [grant for grant in self.grants if permission in ROLE_PERMISSIONS[grant.role]]
        scopes = [grant.electing_body_id for grant in allowing]
        if any(scope is None for scope in scopes):
            return None
        return frozenset(scope for scope in scopes if scope is not None)

    def can_in(self, permission: Permission, electing_body_id: int) -> bool:
        """Whether it is allowed for one electing body."""
        bodies = self.bodies(permission)
        return bodies is None or electing_body_id in bodies


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only for actors who hold the permission."""
    return _mark(permission)


def signed_in(view: View) -> View:
    """Mark a view: for every signed-in account."""
    return _mark("signed_in")(view)


def anonymous(view: View) -> View:
    """Mark a view: for everyone. The architecture tests keep the list of these."""
    return _mark("anonymous")(view)


def by_token(view: View) -> View:
    """Mark a view of the interface for other systems: it knows its caller by a token, and no cookie counts there."""
    return _mark("by_token")(view)


def _mark(access: object) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, MARK, access)
        return view

    return mark


def access_of(view: object) -> object:
    """The mark of a view: a Permission, "signed_in", "anonymous", "by_token", or None for a view that nobody marked."""
    return getattr(view, MARK, None)


def current_actor() -> Actor:
    """The actor of this request.

    Raises:
        NotAllowed: nobody is signed in, or the account has no role here.
    """
    actor: Actor | None = g.get("actor")
    if actor is None:
        raise NotAllowed
    return actor
