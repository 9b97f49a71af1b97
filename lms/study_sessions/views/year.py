"""The year's study sessions as items of the line that shows a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from lms.core.i18n import gettext as _
from lms.study_sessions.labels import STATE
from lms.study_sessions.planned import SHAPES
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.study_sessions.queries import SessionLine


def year_items(lines: Sequence[SessionLine]) -> list[dict[str, Any]]:
    """The items of `year_line`, each leading to its study session."""
    return [
        {
            "start": line.study_session.starts_on,
            "title": line.study_session.title,
            "detail": _detail(line),
            "url": url_for("study_sessions.show", public_id=line.study_session.public_id),
            "state": SHAPES[line.study_session.state],
        }
        for line in lines
    ]


def _detail(line: SessionLine) -> str:
    state = _(STATE[line.study_session.state][0])
    if line.study_session.state in (State.DRAFT, State.QUOTAS_OUT, State.CALLED_OFF) or line.places is None:
        return state
    return _("%(state)s, %(taken)d of %(places)d", state=state, taken=line.taken, places=line.places)
