"""A liaison's page of one study session: whom my unit has put forward, whom it could, and what was refused and why."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import flash, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access, labels, queries
from lms.study_sessions.candidates import candidates, of_this_year
from lms.study_sessions.forms import PersonForm
from lms.study_sessions.operations import recommendation as acts
from lms.study_sessions.seats.levels import congresses_below
from lms.study_sessions.states import State
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from lms.people.models import ElectingBody
    from lms.study_sessions.models import Enrolment, Quota, StudySession
    from lms.study_sessions.seats.entrants import Entrant

LONGEST_SEARCH = 60


@bp.get("/study-sessions/<uuid:public_id>/recommendation")
@requires(Permission.RECOMMEND)
def recommendation(public_id: uuid.UUID) -> ResponseReturnValue:
    """My unit's places, who is put forward, and who could be."""
    return _page(access.study_session(current_actor(), public_id, Permission.RECOMMEND))


@bp.post("/study-sessions/<uuid:public_id>/recommendation")
@requires(Permission.RECOMMEND)
def recommend(public_id: uuid.UUID) -> ResponseReturnValue:
    """Put a deputy forward; one too many is refused on the same page, with the reason."""
    actor = current_actor()
    study_session = access.study_session(actor, public_id, Permission.RECOMMEND)
    coming = candidate(study_session, PersonForm())
    id_, name, unit = coming.candidate_id, coming.name, coming.unit.public_id

    second = of_this_year(study_session, [coming.person_id]).get(coming.person_id)

    def act() -> None:
        acts.recommend(study_session.id, id_, actor=actor, now=clock.now())

    answer = or_refuse(public_id, act, _("%(name)s is recommended.", name=name), unit)
    if second:
        flash(_("%(name)s also has a place in “%(title)s” this year.", name=name, title=second), "warning")
    return answer


@bp.post("/enrolments/<uuid:enrolment_id>/withdrawal")
@requires(Permission.RECOMMEND)
def withdraw(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Take a recommendation back."""
    actor = current_actor()
    enrolment = access.enrolment(actor, enrolment_id, Permission.RECOMMEND)
    name, public_id, unit = enrolment.person.name, enrolment.study_session.public_id, unit_of(enrolment)

    def act() -> None:
        acts.withdraw(enrolment.id, actor=actor, now=clock.now())

    return or_refuse(public_id, act, _("The recommendation of %(name)s is withdrawn.", name=name), unit)


@bp.get("/enrolments/<uuid:enrolment_id>/substitution")
@requires(Permission.RECOMMEND)
def ask_substitution(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Who comes instead?"""
    return _substitution_page(access.enrolment(current_actor(), enrolment_id, Permission.RECOMMEND))


@bp.post("/enrolments/<uuid:enrolment_id>/substitution")
@requires(Permission.RECOMMEND)
def substitute(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Give the place to another deputy of the unit, in one act."""
    actor, form = current_actor(), PersonForm()
    leaving = access.enrolment(actor, enrolment_id, Permission.RECOMMEND)
    coming = candidate(leaving.study_session, form)
    id_, name, public_id, unit = coming.candidate_id, coming.name, leaving.study_session.public_id, unit_of(leaving)

    def act() -> None:
        acts.substitute(leaving.id, id_, actor=actor, now=clock.now(), reason=form.reason.data or "")

    return or_refuse(public_id, act, _("%(name)s takes the place.", name=name), unit)


def or_refuse(public_id: uuid.UUID, act: Callable[[], None], done: str, unit: uuid.UUID | None) -> ResponseReturnValue:
    """Do it and see the unit's page again; or show the page with the reason why not."""
    try:
        act()
    except DomainError as refusal:
        db.session.rollback()
        study_session = access.study_session(current_actor(), public_id, Permission.RECOMMEND)
        return _page(study_session, unit=unit, refusal=refusal.message), refusal.status
    flash(done, "success")
    return see("study_sessions.recommendation", public_id=public_id, unit=unit)


def _page(study_session: StudySession, *, unit: uuid.UUID | None = None, refusal: str | None = None) -> str:
    pools = queries.own_pools(study_session, current_actor().bodies(Permission.RECOMMEND))
    body, quota = _chosen(pools, unit or request.args.get("unit", type=uuid.UUID))
    listed, reserves = queries.standing(study_session, body.id)
    return render_template(
        "study_sessions/recommendation.html",
        study_session=study_session,
        units=[each for each, _quota in pools],
        body=body,
        quota=quota,
        listed=listed,
        reserves=reserves,
        answered_for=queries.answered_for(listed),
        free=_free(study_session, quota),
        below=congresses_below(db.session(), study_session).get(body.id),
        page=candidates(study_session, body.id, text=_search(), taken=[*listed, *reserves], number=page_number()),
        refusal=refusal,
        today=clock.today(),
        is_open=_is_open(study_session),
        may_substitute=_may_substitute(study_session),
        form=PersonForm(),
        labels=labels,
    )


def _substitution_page(leaving: Enrolment) -> str:
    study_session = leaving.study_session
    body_id = leaving.unit_id
    listed, reserves = queries.standing(study_session, body_id)
    return render_template(
        "study_sessions/substitution.html",
        study_session=study_session,
        leaving=leaving,
        page=candidates(study_session, body_id, text=_search(), taken=[*listed, *reserves], number=page_number()),
        is_open=_may_substitute(study_session),
        form=PersonForm(),
        labels=labels,
    )


def _free(study_session: StudySession, quota: Quota) -> int:
    """The places that the unit can hand back now."""
    may = study_session.is_filled_on(clock.today()) and not study_session.is_cut_off_on(clock.today())
    return max(0, quota.seats_left or 0) if may else 0


def _chosen(pools: Sequence[tuple[ElectingBody, Quota]], unit: uuid.UUID | None) -> tuple[ElectingBody, Quota]:
    """The unit asked for, else the first; a foreign one is not found."""
    asked = [(body, quota) for body, quota in pools if unit in (None, body.public_id)]
    if not asked:
        raise NotFound
    return asked[0]


def candidate(study_session: StudySession, form: PersonForm) -> Entrant:
    """The deputy named in the form, if the actor may put that one forward."""
    if not form.validate() or form.mandate_id is None:
        raise NotFound
    return access.candidate(current_actor(), study_session, form.mandate_id)


def unit_of(enrolment: Enrolment) -> uuid.UUID:
    """The public id of the unit whose place it is."""
    return enrolment.unit.public_id


def _may_substitute(study_session: StudySession) -> bool:
    is_confirmed = study_session.state is State.LIST_CONFIRMED
    return (is_confirmed and clock.today() <= study_session.stops_on) or _is_open(study_session)


def _is_open(study_session: StudySession) -> bool:
    until = study_session.recommend_until
    return study_session.state is State.RECOMMENDING and (until is None or clock.today() <= until)


def _search() -> str:
    return request.args.get("q", "")[:LONGEST_SEARCH]
