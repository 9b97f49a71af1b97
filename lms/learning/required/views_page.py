"""One required study as a page shows it: the two times and filters of the address, the figures, and the names."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request
from werkzeug.datastructures import MultiDict

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.pages import Page
from lms.learning.required import access, figures, queries
from lms.learning.required.forms import FiguresForm
from lms.learning.required.refusals import DayToCome

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from lms.catalog.models import Course
    from lms.core.permissions import Actor
    from lms.learning.required.figures import Account, Figures, Question
    from lms.learning.required.models import RequiredStudy
    from lms.learning.required.queries import Named
    from lms.people.models import ElectingBody

NAMES_SHOWN = 25  # Beside the figures of every unit: the first view of a page has a weight to keep to.


@dataclass(frozen=True)
class StudyPage:
    """What one page shows. Without an account the form came back with an error."""

    study: RequiredStudy
    form: FiguresForm
    bodies: Sequence[ElectingBody]
    account: Account | None = None
    question: Question | None = None
    deputies: Sequence[Named] = ()
    number: int = 1
    is_task: bool = False
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def units(self) -> list[tuple[ElectingBody, Figures]]:
        """The figures of each body, in official order; of one whom nothing is asked too."""
        return [(body, self.account.of([body.id])) for body in self.bodies] if self.account else []

    @property
    def total(self) -> Figures | None:
        """All bodies that the reader sees, together."""
        return self.account.of(body.id for body in self.bodies) if self.account else None

    @property
    def is_in_force(self) -> bool:
        """Whether the study was asked of anybody on the day."""
        return self.question is not None and figures.in_force(self.study, self.question)

    @property
    def withdrawn_courses(self) -> list[Course]:
        """The courses that could no longer be taken on the day: nobody owes them."""
        return [each for each in self.study.courses if self.account and each.id in self.account.withdrawn]

    @property
    def names(self) -> Page[Named]:
        """One page of the deputies."""
        last = max(1, -(-len(self.deputies) // NAMES_SHOWN))
        number = min(self.number, last)
        return Page(
            self.deputies[(number - 1) * NAMES_SHOWN : number * NAMES_SHOWN], number, NAMES_SHOWN, len(self.deputies)
        )


def read_page(public_id: uuid.UUID, actor: Actor, *, number: int = 1) -> StudyPage:
    """What the address asks for, as far as the actor may see it.

    Raises:
        NotFound: the actor's congress has no such study.
    """
    session = db.session()
    study = access.study(session, public_id, actor=actor)
    bodies = access.bodies(session, study, actor=actor)
    form = FiguresForm(bodies, _asked(study))
    question = _question(form, actor)
    is_task = study.task is not None
    if question is None:
        return StudyPage(study, form, bodies, is_task=is_task)
    account = figures.account(session, study, question)
    shown = [body for body in bodies if form.unit.data in ("", None, str(body.public_id))]
    deputies = queries.named(session, account, shown, state=form.chosen_state)
    return StudyPage(study, form, bodies, account, question, deputies, number, is_task, HTTPStatus.OK)


def _question(form: FiguresForm, actor: Actor) -> Question | None:
    """The question of a valid form; None if it came back with an error beside a field."""
    if not form.validate() or form.as_at.data is None:
        return None
    now = clock.now()
    try:
        return access.question(
            actor, as_at=form.as_at.data, known_at=form.instant(now), today=clock.local_date(now), now=now
        )
    except DayToCome as refusal:
        form.as_at.errors = [refusal.message]
    except DomainError as refusal:
        form.known_at.errors = [refusal.message]
    return None


def _asked(study: RequiredStudy) -> MultiDict[str, str]:
    """What the address asks for; without a day, the last one on which the study was in force."""
    given = MultiDict(request.args)
    given.setdefault("as_at", study.last_day(clock.today()).isoformat())
    return given
