"""Every route as every role, against one table (matrix.txt), on a laid-out site with a second congress.

Read a cell as what becomes of the visitor: `+` may, `-` is refused (403), `?` must not know of it (404), `>` is asked to
sign in first (and so is whoever signs out). What a form then says about its fields does not matter here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.core.permissions import ROLE_PERMISSIONS, Permission, Role, access_of
from tests.architecture.table import TABLE, cells, parse
from tests.support.site import ROLES

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.databases import Databases

MAY, REFUSED, HIDDEN, SIGN_IN = "+", "-", "?", ">"

# Open to those who are half signed in: whoever has not begun is led to the beginning. Signing out leads there too.
STEPS_OF_A_SIGN_IN = frozenset(
    {
        "accounts.congress",
        "accounts.choose_congress",
        "accounts.second_factor_step",
        "accounts.pass_second_factor",
        "accounts.sign_out",
    }
)

# Which role of the platform each visitor holds where the samples are: in the national congress.
HELD = {
    "anonymous": None,
    "deputy": Role.DEPUTY,
    "deputy of another unit": Role.DEPUTY,
    "deputy of another congress": Role.DEPUTY,
    "organizer of another congress": Role.ORGANIZER,
    "liaison": Role.LIAISON,
    "another unit's liaison": Role.LIAISON,
    "organizer": Role.ORGANIZER,
    "class head": Role.CLASS_HEAD,
    "editor": Role.EDITOR,
    "reviewer": Role.REVIEWER,
    "approver": Role.APPROVER,
    "business admin": Role.BUSINESS_ADMIN,
    "evaluation office": Role.EVALUATION_OFFICE,
    "system admin": Role.SYSTEM_ADMIN,
    "security admin": Role.SECURITY_ADMIN,
    "auditor": Role.AUDITOR,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_every_role_as_the_table_says(role: str, app: Flask, laid_databases: Databases) -> None:
    assert cells(app, laid_databases, role) == parse(TABLE)[role]


def test_the_table_knows_every_route_and_every_role(app: Flask) -> None:
    table = parse(TABLE)
    assert list(table) == list(ROLES)
    known = {f"{method} {rule.endpoint}" for rule in app.url_map.iter_rules() for method in methods(rule)}
    assert set(table["anonymous"]) == known


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_the_table_never_lets_in_whom_the_permissions_refuse(role: str, app: Flask) -> None:
    """The table is written down from what happens; this holds it to the rule itself."""
    held = ROLE_PERMISSIONS[HELD[role]]
    for line, cell in parse(TABLE)[role].items():
        access = access_of(app.view_functions[line.split(" ", 1)[1]])
        if isinstance(access, Permission):
            assert (cell == REFUSED) == (access not in held), line


def test_nobody_outside_may_do_more_than_the_named_pages(app: Flask) -> None:
    for line, cell in parse(TABLE)["anonymous"].items():
        endpoint = line.split(" ", 1)[1]
        is_open = access_of(app.view_functions[endpoint]) == "anonymous" or endpoint == "static"
        assert (cell == SIGN_IN) == (not is_open or endpoint in STEPS_OF_A_SIGN_IN), line


@pytest.mark.parametrize("role", ["deputy of another congress", "organizer of another congress"])
def test_another_congress_never_sees_ours(role: str, app: Flask) -> None:
    """Whatever names an object of the national congress is unknown (or refused) to those of the county."""
    # The same course was taken into both congresses, and its film is one file; the log is one for the installation.
    global_endpoints = {"static", "styleguide.error", "catalog.media", "log.at_size", "log.consistency"}
    # A published plan is everybody's; lists of the own venues and lecturers have the sort in their address.
    global_endpoints |= {"plan_reading.published", "bookables.index", "bookables.new", "bookables.add"}
    for rule in app.url_map.iter_rules():
        if rule.arguments and rule.endpoint not in global_endpoints:
            for method in methods(rule):
                assert parse(TABLE)[role][f"{method} {rule.endpoint}"] in (HIDDEN, REFUSED), rule.endpoint


def methods(rule: object) -> list[str]:
    return sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"})
