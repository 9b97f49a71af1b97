"""The words of pages for drafts: states, steps, and the names of fields that a folder calls by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.authoring.models import DraftState, Step
from lms.core.i18n import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE = {
    DraftState.WRITING: N_("Being written"),
    DraftState.IN_REVIEW: N_("Waits for review"),
    DraftState.IN_APPROVAL: N_("Waits for approval"),
    DraftState.PUBLISHED: N_("Published"),
    DraftState.DISCARDED: N_("Discarded"),
}
TONE = {
    DraftState.WRITING: "amber",
    DraftState.IN_REVIEW: "blue",
    DraftState.IN_APPROVAL: "blue",
    DraftState.PUBLISHED: "green",
    DraftState.DISCARDED: "",
}
STEP = {
    Step.STARTED: N_("Draft begun"),
    Step.SUBMITTED: N_("Submitted for review"),
    Step.REVIEWED: N_("Reviewed"),
    Step.RETURNED: N_("Returned"),
    Step.APPROVED: N_("Approved and published"),
    Step.DISCARDED: N_("Discarded"),
}
FIELD = {
    "title": N_("Title"),
    "summary": N_("Summary"),
    "topic": N_("Topic"),
    "node": N_("Node of the outline"),
    "audience": N_("Audience"),
    "name": N_("Lecturer"),
    "basis": N_("What it rests on"),
    "articles": N_("Articles"),
    "as_of": N_("In the wording of"),
    "lessons": N_("Lessons"),
    "text": N_("Text"),
    "media": N_("Video"),
    "captions": N_("Captions"),
    "transcript": N_("Transcript"),
    "lesson": N_("Lesson"),
    "options": N_("Options"),
    "right": N_("Right answer"),
    "explanation": N_("Explanation"),
    "source": N_("Source"),
}

# Where a folder's message speaks of how a file is written, the browser's speaks of what is to be done.
IN_THE_BROWSER = {
    N_("There must be at least one [[%(key)s]]."): N_("Please add at least one: %(key)s."),
    N_("“%(key)s” must be a day such as 2026-03-31, without quotation marks."): N_("Please choose a day: %(key)s."),
    N_("“%(key)s” must be a list of texts in quotation marks."): N_("Please fill in the options."),
    N_("“right” must be true or false, without quotation marks."): N_("Please say whether the statement is right."),
    N_("“right” must be the number of one option, counted from 1."): N_("Please mark the one right option."),
    N_("“right” must list the numbers of at least two options, counted from 1: [1, 3]."): N_(
        "Please mark at least two right options, none of them empty."
    ),
    N_("The course has no lesson “%(lesson)s”."): N_("The lesson of the question is gone. Please choose another."),
}


def spoken(params: Mapping[str, object]) -> dict[str, object]:
    """The words of a message, with fields called as the pages call them."""
    key = params.get("key")
    return {**params, "key": gettext(FIELD[key])} if isinstance(key, str) and key in FIELD else dict(params)
