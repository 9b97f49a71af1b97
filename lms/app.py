"""Puts the rooms together into one Flask application. It keeps no state: one process can have several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf.csrf import CSRFProtect

import lms.attendance.views
import lms.audit.views
import lms.catalog.authoring.imports.views
import lms.catalog.authoring.views
import lms.catalog.authoring.views_parts
import lms.catalog.authoring.views_preview
import lms.catalog.authoring.views_review
import lms.catalog.hours.views
import lms.catalog.outline.views
import lms.catalog.packages.views
import lms.catalog.views
import lms.core.health
import lms.core.views_jobs
import lms.handlers  # Whoever listens to events or runs jobs must be known before the first event.
import lms.interop.tokens.views
import lms.interop.views
import lms.learning.notes.views
import lms.learning.packages.views
import lms.learning.required.views
import lms.learning.required.views_decisions
import lms.learning.self_test.views
import lms.learning.tasks.views
import lms.learning.tasks.views_unit
import lms.learning.viewings.views
import lms.learning.views
import lms.learning.views_search
import lms.models  # Every table must be known before the first query is built.
import lms.notices.letters.views
import lms.notices.views
import lms.people.accounts.views
import lms.people.views_imports
import lms.people.views_mandates
import lms.people.views_roster
import lms.planning.annual.views
import lms.planning.annual.views_decisions
import lms.planning.annual.views_reading
import lms.planning.calendar.views
import lms.planning.checklists.views
import lms.planning.resources.views
import lms.planning.term.views
import lms.records.checks.views
import lms.records.corrections.views
import lms.records.diary.views
import lms.records.diary.views_desk
import lms.records.entries.views
import lms.records.erasures.views
import lms.records.kinds.views
import lms.records.log.views
import lms.records.objections.views
import lms.records.unit.views
import lms.records.views
import lms.records.views_desk
import lms.records.workbooks.views
import lms.reports.coverage.views
import lms.reports.coverage.views_places
import lms.reports.views
import lms.reports.views_rule
import lms.study_sessions.answer_workbooks.views
import lms.study_sessions.call_up.views
import lms.study_sessions.call_up.views_mine
import lms.study_sessions.staff.views
import lms.study_sessions.views
from lms.catalog.packages.content import by_host
from lms.core import crypto, i18n, logs
from lms.core.database import db
from lms.core.settings import ROOT
from lms.web import context, cookie_session, errors, guard, headers, home, shell
from lms.web.templating import HouseEnvironment

if TYPE_CHECKING:
    from lms.core.settings import Settings

# In the order of the floors; the shell brings its own.
BLUEPRINTS = (
    lms.core.health.bp,
    lms.core.views_jobs.bp,
    lms.audit.views.bp,
    lms.people.views_roster.bp,
    lms.people.views_imports.bp,
    lms.people.views_mandates.bp,
    lms.people.accounts.views.bp,
    lms.notices.views.bp,
    lms.notices.letters.views.bp,
    lms.records.views.bp,
    lms.records.log.views.bp,
    lms.records.kinds.views.bp,
    lms.records.unit.views.bp,
    lms.records.workbooks.views.bp,
    lms.records.diary.views.bp,
    lms.records.diary.views_desk.bp,
    lms.records.views_desk.bp,
    lms.records.entries.views.bp,
    lms.records.corrections.views.bp,
    lms.records.erasures.views.bp,
    lms.records.objections.views.bp,
    lms.records.checks.views.bp,
    lms.catalog.views.bp,
    lms.catalog.outline.views.bp,
    lms.catalog.hours.views.bp,
    lms.catalog.authoring.views.bp,
    lms.catalog.authoring.views_parts.bp,
    lms.catalog.authoring.views_review.bp,
    lms.catalog.authoring.views_preview.bp,
    lms.catalog.authoring.imports.views.bp,
    lms.catalog.packages.views.bp,
    lms.learning.views.bp,
    lms.learning.views_search.bp,
    lms.learning.self_test.views.bp,
    lms.learning.notes.views.bp,
    lms.learning.required.views.bp,
    lms.learning.required.views_decisions.bp,
    lms.learning.packages.views.bp,
    lms.learning.tasks.views.bp,
    lms.learning.tasks.views_unit.bp,
    lms.learning.viewings.views.bp,
    lms.planning.calendar.views.bp,
    lms.planning.resources.views.bp,
    lms.planning.annual.views.bp,
    lms.planning.annual.views_decisions.bp,
    lms.planning.annual.views_reading.bp,
    lms.planning.term.views.bp,
    lms.planning.checklists.views.bp,
    lms.study_sessions.views.bp,
    lms.study_sessions.answer_workbooks.views.bp,
    lms.study_sessions.call_up.views.bp,
    lms.study_sessions.call_up.views_mine.bp,
    lms.study_sessions.staff.views.bp,
    lms.attendance.views.bp,
    lms.reports.views.bp,
    lms.reports.coverage.views.bp,
    lms.reports.coverage.views_places.bp,
    lms.interop.tokens.views.bp,
    lms.interop.views.bp,
    lms.reports.views_rule.bp,
    home.bp,
)

# Beats bring the token of their lease, which no other site can know (ADR 0009); every other POST brings the page's.
WITHOUT_PAGE_TOKEN = ("lms.learning.views.beats",)

MEBIBYTE = 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The application for these settings. The process must have started (`lms.startup.start`)."""
    app = Flask("lms", root_path=str(ROOT / "lms"), static_folder=str(ROOT / "static"), template_folder="web/templates")
    app.config.update(
        SECRET_KEY=crypto.ring().current_key("session"),
        SESSION_COOKIE_NAME="lms",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.upload_megabytes * MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=MEBIBYTE,
        # The token lives as long as the browser's session: a form left open over lunch must still be accepted.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        LMS_SITE_NAME=settings.site_name,
        LMS_DEVELOPMENT=settings.development,
        LMS=settings,
    )
    app.jinja_environment = HouseEnvironment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    cookie_session.init_app(app)
    logs.init_app(app)
    i18n.init_app(app)
    lms.interop.views.init_app(app)
    headers.init_app(app)
    # The guard goes before CSRF: who is nobody is told to sign in, not that a token is missing.
    guard.init_app(app)
    csrf = CSRFProtect(app)
    for view in WITHOUT_PAGE_TOKEN:
        csrf.exempt(view)
    # No browser sends a token of the interface by itself, and no cookie counts there.
    csrf.exempt(lms.interop.views.bp)
    errors.init_app(app)
    context.init_app(app)
    shell.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.teardown_appcontext(lambda _error: db.session.remove())
    app.wsgi_app = by_host(app.wsgi_app)  # type: ignore[method-assign, assignment]  # The way that Flask documents.
    return app
