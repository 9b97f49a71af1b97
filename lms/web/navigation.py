"""The navigation: one table. An entry shows when its room is in the application and the actor may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, request, url_for

from lms.core.i18n import N_
from lms.core.i18n import gettext as _
from lms.core.permissions import Permission

if TYPE_CHECKING:
    from lms.core.permissions import Actor

MOST = 7
"""A left navigation of at most seven nouns; the first four are a phone's bottom bar."""


@dataclass(frozen=True)
class Entry:
    """A noun of the navigation: an endpoint without arguments and the permission that its view requires."""

    endpoint: str
    label: str
    icon: str
    permission: Permission | None = None  # None: for every signed-in account
    also: tuple[str, ...] = ()  # further blueprints whose pages belong to it

    def is_open_to(self, actor: Actor) -> bool:
        """Whether an actor may open it."""
        return self.permission is None or actor.can(self.permission)

    def holds(self, endpoint: str) -> bool:
        """Whether a page belongs to this entry's room."""
        room = endpoint.rpartition(".")[0]
        return bool(room) and room in (self.endpoint.rpartition(".")[0], *self.also)


@dataclass(frozen=True)
class Item:
    """An entry as this reader sees it on this page."""

    url: str
    label: str
    icon: str
    current: bool


_P = Permission

# Pages about entries: a deputy's are reached from the own record, an officer's from the desk.
RECORD_ROOMS = ("records_entries", "corrections", "erasures", "objections", "checks", "log")
DESK_ROOMS = (*RECORD_ROOMS, "diary_desk", "entry_kinds", "entry_workbooks", "unit_recordings")

# Pages of one draft.
AUTHORING_ROOMS = ("draft_parts", "draft_preview", "draft_packages", "question_imports", "course_review")

# The office decides on plans and reaches them from the study sessions.
PLANNING_ROOMS = ("annual_plans", "plan_decisions", "plan_reading", "term_plan", "bookables", "checklists")

# In the order in which people need them: what is asked of me first, the offices of the three posts last.
ENTRIES: tuple[Entry, ...] = (
    Entry("home.index", N_("Home"), "home"),
    Entry(
        "learning.index",
        N_("Courses"),
        "book",
        _P.VIEW_CATALOG,
        (
            "outline",
            "catalog",
            "credit_hours",
            "group_viewings",
            "lesson_notes",
            "packages",
            "self_tests",
            "required_study",
            "required_study_decisions",
            "study_tasks",
            "study_task_units",
        ),
    ),
    Entry(
        "study_sessions.mine",
        N_("Study sessions"),
        "calendar",
        _P.VIEW_OWN_STUDY_SESSIONS,
        ("attendance", "my_call_up", "plan_reading"),
    ),
    Entry("planning.year", N_("Planning"), "calendar", _P.MANAGE_PLANNING, PLANNING_ROOMS),
    Entry(
        "study_sessions.index",
        N_("Study sessions"),
        "calendar",
        _P.VIEW_STUDY_SESSIONS,
        (
            "answer_workbooks",
            "attendance",
            "call_up",
            "coverage",
            "letters",
            "planning",
            "staff",
            "year_places",
            *PLANNING_ROOMS,
        ),
    ),
    Entry("records.mine", N_("My record"), "record", _P.VIEW_OWN_RECORD, (*RECORD_ROOMS, "diary")),
    Entry("people.index", N_("Deputies"), "people", _P.VIEW_ROSTER, ("mandates", "imports", "records")),
    Entry("records_desk.index", N_("Records desk"), "record", _P.VIEW_RECORDS_DESK, DESK_ROOMS),
    Entry("authoring.index", N_("Course building"), "upload", _P.VIEW_DRAFT_COURSES, AUTHORING_ROOMS),
    Entry("reports.index", N_("Reports"), "report", _P.READ_REPORTS, ("trained_rule",)),
    Entry("accounts.deputies", N_("Deputies' accounts"), "key", _P.RESET_ACCESS),
    Entry("accounts.index", N_("Accounts"), "key", _P.VIEW_ACCOUNTS),
    Entry("accounts.proposals", N_("Roles"), "shield", _P.VIEW_ACCOUNTS),
    Entry("api_tokens.index", N_("Tokens of other systems"), "key", _P.OVERSEE_API_TOKENS),
    Entry("jobs.index", N_("Background work"), "gear", _P.VIEW_JOBS),
    Entry("audit.index", N_("Audit log"), "eye", _P.READ_AUDIT),
)

# Under the person's own name.
PERSONAL: tuple[Entry, ...] = (Entry("accounts.security", N_("Password and sign-in"), "key"),)

INBOX = "notices.inbox"
SEARCH = "search.index"
SIGN_OUT = "accounts.sign_out"
END_ACTING = "accounts.end_acting"


def main(actor: Actor | None) -> list[Item]:
    """The navigation of this actor, at most `MOST` nouns; nobody who is not signed in has one."""
    return _items(ENTRIES, actor)[:MOST]


def personal(actor: Actor | None) -> list[Item]:
    """What stands under the person's own name."""
    return _items(PERSONAL, actor)


def address(endpoint: str) -> str | None:
    """Where an endpoint without arguments is, or None while its room is not in the application."""
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def _items(entries: tuple[Entry, ...], actor: Actor | None) -> list[Item]:
    if actor is None:
        return []
    views = current_app.view_functions
    shown = [entry for entry in entries if entry.endpoint in views and entry.is_open_to(actor)]
    here = _current(shown)
    return [Item(url_for(entry.endpoint), _(entry.label), entry.icon, entry is here) for entry in shown]


def _current(shown: list[Entry]) -> Entry | None:
    """The entry of this page: its own endpoint, else the first one of the same room."""
    endpoint = request.endpoint or ""
    exact = (entry for entry in shown if entry.endpoint == endpoint)
    same_room = (entry for entry in shown if entry.holds(endpoint))
    return next(exact, None) or next(same_room, None)
