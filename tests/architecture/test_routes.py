"""Every route says who may open it, every page can be reached, and looking at a page writes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import insert

from lms.core.clock import now
from lms.core.database import db, transaction
from lms.core.jobs.models import WorkerHeartbeat
from lms.core.permissions import anonymous, signed_in
from lms.core.settings import ROOT
from lms.web import navigation
from tests.architecture import rules
from tests.architecture.samples import arguments
from tests.architecture.table import MAY, TABLE, parse
from tests.support.site import ROLES, client_of
from tests.support.statements import noted_statements

if TYPE_CHECKING:
    from collections.abc import Callable

# Who has not signed in may come here: to sign in, to choose language and type size, and to see whether all is well.
OPEN_TO_EVERYONE = {
    "static",
    "assets.stylesheet",
    "health.healthz",
    "preferences.elder_mode",
    "preferences.language",
    "accounts.sign_in",
    "accounts.begin_sign_in",
    "accounts.second_factor_step",
    "accounts.pass_second_factor",
    "accounts.congress",
    "accounts.choose_congress",
    "accounts.sign_out",
    # A calendar program has the secret of its address, and nothing else (ADR 0032).
    "my_call_up.feed",
    "accounts.access_code",
    "accounts.request_code",
    "accounts.activation",
    "accounts.redeem_code",
    # What other systems can ask; it holds no secret.
    "api.document",
    # The record's log shows sizes and hashes to whoever asks, and nothing of anybody.
    "log.about",
    "log.newest",
    "log.at_size",
    "log.keys",
    "log.consistency",
    "log.verifier",
    # A plan that the congress has published (Deputies Law, article 43); before, it is unknown.
    "plan_reading.published",
    # In development only.
    "styleguide.index",
    "styleguide.error",
}
# They are no pages.
WITHOUT_A_WAY = {
    "assets.stylesheet",
    "health.healthz",
    "api.document",
    "api.entry_kinds",
    "api.deputies",
    "api.entries",
}
# What a GET may write: a login session's last sign of life, at most once a minute (ADR 0003). A token's last use
# (ADR 0018) is no page's: tests/interop holds it.
MAY_BE_WRITTEN = {"login_session"}

LINK = re.compile(r"url_for\(\s*['\"]([\w.]+)['\"]|Entry\(\s*\"([\w.]+)\"|Link\(\s*\"([\w.]+)\"")
WRITE = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


def linked() -> set[str]:
    """Endpoints to which a template or a module leads."""
    files = [*(ROOT / "lms").rglob("*.html"), *(ROOT / "lms").rglob("*.py")]
    return {
        name for path in files for found in LINK.findall(path.read_text(encoding="utf-8")) for name in found if name
    }


def tables_written(act: Callable[[], object]) -> set[str]:
    """The tables that an act inserts into, updates or deletes from."""
    with noted_statements() as noted:
        act()
    return {match[1] for each in noted if (match := WRITE.match(each.text))}


def planted() -> Flask:
    app = Flask("planted")
    app.add_url_rule("/open", "open", anonymous(lambda: ""))
    app.add_url_rule("/closed", "closed", signed_in(lambda: ""))
    app.add_url_rule("/Bad_Address/<thing>", "forgotten", lambda thing: thing)
    return app


def test_each_checker_sees_a_planted_fault() -> None:
    app = planted()
    assert rules.unmarked_views(app) == ["forgotten"]
    assert rules.anonymous_views(app) == {"static", "open"}
    assert rules.addresses_not_in_kebab_case(app) == ["/Bad_Address/<thing>"]
    assert rules.pages_without_a_way(app, {"open"}, set()) == ["closed"]


def test_a_written_table_is_seen(database: str) -> None:
    def act() -> None:
        with transaction() as session:
            session.execute(insert(WorkerHeartbeat).values(name="x", started_at=now(), seen_at=now()))

    assert tables_written(act) == {"worker_heartbeat"}


def test_every_view_says_who_may_open_it(app: Flask) -> None:
    assert rules.unmarked_views(app) == []


def test_everyone_may_open_the_named_views_and_no_other(app: Flask) -> None:
    assert rules.anonymous_views(app) == OPEN_TO_EVERYONE


def test_addresses_are_in_kebab_case_with_typed_placeholders(app: Flask) -> None:
    assert [rule for rule in rules.addresses_not_in_kebab_case(app) if not rule.startswith("/static/")] == []


def test_every_page_is_in_the_navigation_or_linked_from_another(app: Flask) -> None:
    entries = (*navigation.ENTRIES, *navigation.PERSONAL)
    in_navigation = {navigation.INBOX, *(entry.endpoint for entry in entries)}
    assert set(rules.pages_without_a_way(app, in_navigation, linked())) == WITHOUT_A_WAY


def test_looking_at_a_page_writes_nothing(app: Flask, laid_site: str) -> None:
    table = parse(TABLE)
    clients = {role: client_of(app, role) for role in ROLES}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        role = next((each for each in reversed(ROLES) if table[each][f"GET {rule.endpoint}"] == MAY), "anonymous")
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, arguments(rule))
        db.session.remove()
        assert tables_written(lambda: clients[role].get(path).close()) <= MAY_BE_WRITTEN, rule.endpoint  # noqa: B023  # Called at once.
