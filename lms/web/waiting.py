"""What waits for an organizer today, gathered from every room into one list: what it is, by when, and the one act for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from lms.core.i18n import N_, format_day, ngettext
from lms.core.i18n import gettext as _
from lms.notices.letters.labels import DRAFT_STATE, LETTER_STATE
from lms.notices.letters.states import LetterState
from lms.study_sessions.agenda import Step
from lms.study_sessions.call_up.labels import DRAFT_TITLE
from lms.web.context import month_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lms.planning.checklists.queries import Dated
    from lms.study_sessions.agenda import Decision
    from lms.study_sessions.call_up.models import CallUp

# What the button says, and the page on which it is done.
ACTS = {
    Step.CLOSE_OUT: (N_("Close out"), "attendance.close_out"),
    Step.SIGN_IN: (N_("Sign participants in"), "attendance.day"),
    Step.GIVE_PLACES: (N_("Look at the proposal"), "study_sessions.places"),
    Step.REVIEW: (N_("Review"), "study_sessions.reviews"),
    Step.CONFIRM_LIST: (N_("Confirm the list"), "study_sessions.ask_confirmation"),
    Step.OPEN_RECOMMENDING: (N_("Let the units recommend"), "study_sessions.show"),
    Step.SHARE_OUT: (N_("Share out the places"), "study_sessions.apportionment"),
    Step.REMIND_UNITS: (N_("See the units"), "study_sessions.places"),
}
OPEN_ACT = N_("Let deputies apply"), "study_sessions.show"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits; `due_on` is the day by which it should be done, `tag` says what it is where no day was set."""

    title: str
    note: str
    due_on: date
    act: str
    url: str
    tag: str = ""

    def is_due(self, today: date) -> bool:
        """Whether its day has come."""
        return self.due_on <= today

    def words(self, today: date) -> str:
        """By when, in words."""
        if self.tag:
            return self.tag
        if self.due_on == today:
            return _("Due today")
        day = month_day(self.due_on) if self.due_on.year == today.year else format_day(self.due_on)
        return _("Was due on %(day)s", day=day) if self.due_on < today else _("By %(day)s", day=day)


def gather(
    decisions: Iterable[Decision],
    checklists: Iterable[Dated],
    drafts: Iterable[CallUp] = (),
    *,
    bounced: int = 0,
    today: date,
) -> list[Waiting]:
    """All of it, the most urgent first; `bounced` letters and drafts to be signed wait from today on."""
    waiting = [*(_decision(each) for each in decisions), *(_checklist(each, today) for each in checklists)]
    waiting += [_draft(each, today) for each in drafts]
    if bounced:
        waiting.append(_bounced(bounced, today))
    return sorted(waiting, key=lambda each: each.due_on)


def _decision(decision: Decision) -> Waiting:
    study_session = decision.study_session
    is_announced = study_session.is_open and decision.step in (Step.OPEN_RECOMMENDING, Step.SHARE_OUT)
    act, endpoint = OPEN_ACT if is_announced else ACTS[decision.step]
    url = url_for(endpoint, public_id=study_session.public_id)
    return Waiting(study_session.title, _note(decision), decision.due_on, _(act), url)


def _note(decision: Decision) -> str:
    study_session, free = decision.study_session, decision.free
    match decision.step:
        case Step.GIVE_PLACES:
            places = ngettext("%(num)d place is free", "%(num)d places are free", free.common)
            return _(
                "%(places)s, %(people)s",
                places=places,
                people=ngettext("%(num)d deputy waits", "%(num)d deputies wait", free.in_line),
            )
        case Step.REVIEW:
            return ngettext(
                "%(num)d recommendation is not reviewed yet",
                "%(num)d recommendations are not reviewed yet",
                free.to_review,
            )
        case Step.REMIND_UNITS:
            units = ngettext("%(num)d unit", "%(num)d units", free.units)
            places = ngettext("%(num)d place not used yet", "%(num)d places not used yet", free.unit_places)
            return _("%(units)s: %(places)s", units=units, places=places)
        case _:
            return _(
                "From %(first)s · %(taken)d of %(places)d places taken",
                first=format_day(study_session.starts_on),
                taken=study_session.taken,
                places=study_session.places,
            )


def _checklist(dated: Dated, today: date) -> Waiting:
    late = dated.overdue(today)
    return Waiting(
        dated.subject.title,
        _("Checklist: %(items)s", items=_("; ").join(each.item.words for each in late)),
        min(each.due.value for each in late),
        _("See the checklist"),
        url_for("checklists.show", public_id=dated.checklist.public_id),
    )


def _draft(call_up: CallUp, today: date) -> Waiting:
    title = _(DRAFT_TITLE[call_up.change], title=call_up.study_session.title)
    state = _(DRAFT_STATE[call_up.draft.state][0])
    return Waiting(
        title, "", today, _("See the draft"), url_for("call_up.show", public_id=call_up.public_id), tag=state
    )


def _bounced(letters: int, today: date) -> Waiting:
    title = ngettext("%(num)d letter came back", "%(num)d letters came back", letters)
    note = _("The employers do not know yet. Please mend the addresses.")
    url = url_for("letters.index", state=LetterState.BOUNCED.value)
    return Waiting(title, note, today, _("Mend the addresses"), url, tag=_(LETTER_STATE[LetterState.BOUNCED][0]))
