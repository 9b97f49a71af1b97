"""What the home page says to organizers, class heads and the office: the year, what waits, who is still to be trained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from lms.core.database import db
from lms.core.i18n import gettext as _
from lms.core.permissions import Permission
from lms.notices.letters.queries import bounced
from lms.planning.annual.lines import lines_to_hold
from lms.planning.calendar import access as calendar
from lms.planning.calendar.models import DateKind
from lms.planning.calendar.year import MARKS, OF_DATE
from lms.planning.checklists.queries import overdue
from lms.study_sessions.agenda import Agenda, agenda
from lms.study_sessions.call_up.queries import under_way
from lms.study_sessions.planned import subject_of
from lms.study_sessions.queries import SessionLine
from lms.study_sessions.views.year import year_items
from lms.web.waiting import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lms.core.permissions import Actor
    from lms.web.waiting import Waiting

MEETINGS = frozenset({DateKind.PLENARY, DateKind.COMMITTEE})


@dataclass(frozen=True)
class OrganizerDesk:
    """The year's line, its study sessions, what waits, and the study sessions in which units still have places."""

    items: Sequence[dict[str, Any]]
    lines: Sequence[SessionLine]
    waiting: Sequence[Waiting]
    agenda: Agenda


def organizer_desk(actor: Actor, *, today: date) -> OrganizerDesk:
    """The desk of an actor who sees the study sessions of all units."""
    found = agenda(actor, today=today)
    lines = [SessionLine(each, each.places, each.taken) for each in found.sessions if each.year == today.year]
    known = map(subject_of, found.sessions)
    plans = actor.can(Permission.MANAGE_PLANNING)
    late = overdue(db.session(), known, actor=actor, today=today) if plans else []
    planned = _of_the_calendar(actor, today.year) if actor.can(Permission.VIEW_PLANNING) else ()
    letters = bounced(actor) if actor.can(Permission.HANDLE_LETTERS) else 0
    drafts = under_way(actor) if actor.can(Permission.SIGN_LETTERS) else ()
    waiting = gather(found.decisions, late, drafts, bounced=letters, today=today)
    return OrganizerDesk([*year_items(lines), *planned], lines, waiting, found)


def _of_the_calendar(actor: Actor, year: int) -> Iterator[dict[str, Any]]:
    """The meetings of the year, and what its plan has and nobody has made a study session of yet."""
    session, congress_id = db.session(), actor.congress_id
    for meeting in calendar.between(session, congress_id, date(year, 1, 1), date(year, 12, 31)):
        if meeting.kind in MEETINGS:
            name = _(MARKS[OF_DATE[meeting.kind]][0])
            yield {"start": meeting.first_on, "title": name, "url": url_for("planning.year", year=year), "state": "off"}
    for line in lines_to_hold(session, congress_id, year):
        if line.starts_on is not None:
            url = url_for("annual_plans.show", public_id=line.version.public_id)
            yield {"start": line.starts_on, "title": line.title, "detail": _("Planned"), "url": url, "state": "plan"}
