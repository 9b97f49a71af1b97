"""The demonstration's study sessions, each brought as far as it is said to have come by the operations of its room."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.attendance.operations.close_out import close_out
from lms.attendance.operations.sign_in import sign_in
from lms.core.clock import local_date, start_of
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from lms.demo.study import demonstrators
from lms.demo.words import words
from lms.people.accounts.models import Account
from lms.people.models import Mandate
from lms.study_sessions import seats
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.operations import drafting, lifecycle, quotas, recommendation
from lms.study_sessions.sharing.approvals import Approval, record_approval
from lms.study_sessions.states import Basis, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from lms.people.models import Congress

SEED = 5
# How many days before the first day each step was taken.
DRAFTED, OPENED, RECOMMENDED, CONFIRMED = 60, 50, 45, 12
# A unit of a study session that is being recommended for has filled this share of its places.
FILLED = 0.6


def lay_sessions(npc: Congress, *, today: date, share: float, progress: Callable[[int, int], None]) -> None:
    """Lay the year.

    Args:
        npc: the congress.
        today: the day that everything is relative to.
        share: of the places that `sessions.toml` says, for a smaller roster.
        progress: is told how many study sessions are laid, of how many.
    """
    said = words("sessions")["sessions"]
    by = organizer(npc)
    for number, each in enumerate(said, start=1):
        _Laying(each, by, today, share, Random(SEED + number)).lay()  # noqa: S311  # Chance that can be repeated.
        progress(number, len(said))


def organizer(npc: Congress) -> Actor:
    """The demonstration's organizer."""
    account = db.session.scalars(select(Account).where(Account.username == "organizer")).one()
    return Actor.of(account.id, account.person_id, npc.id, (Grant(Role.ORGANIZER),))


class _Laying:
    """One study session on its way."""

    def __init__(self, said: dict[str, Any], by: Actor, today: date, share: float, random: Random) -> None:
        self.said, self.by, self.random = said, by, random
        self.first = today + timedelta(days=said["begins_in"])
        self.last = self.first + timedelta(days=said["days"] - 1)
        self.places = max(35, round(said["places"] * share))
        self.today = today
        people = demonstrators()
        self.favoured = list(people.values())[:1]  # The first demonstration account has a study session behind it.
        self.first_of_all = [people[username] for username in said.get("first", ())]

    def lay(self) -> None:
        reached = self.said["reached"]
        id_ = self._draft()
        if reached == "draft":
            return
        terms = quotas.Terms(basis=Basis.PLAN_SEATS, minimum=1)
        quotas.apply_apportionment(id_, terms, actor=self.by, now=self._at(OPENED))
        approved_on = local_date(self._at(OPENED))
        number = self.said["approval"].format(year=approved_on.year)
        record_approval(id_, Approval(number=number, approved_on=approved_on), actor=self.by, now=self._at(OPENED))
        lifecycle.send_out_quotas(id_, actor=self.by, now=self._at(OPENED))
        lifecycle.open_recommending(id_, actor=self.by, now=self._at(OPENED))
        self._recommend(id_, filled=FILLED if reached == "recommending" else 1.0)
        if reached == "recommending":
            return
        lifecycle.confirm_list(id_, actor=self.by, now=self._at(CONFIRMED))
        if reached == "completed":
            self._run(id_)

    def _draft(self) -> int:
        draft = drafting.Draft(
            kind=Kind.THEMATIC,
            number=self.said["number"],
            title=self.said["title"],
            theme=self.said["theme"],
            arrival_on=self.first - timedelta(days=1),
            starts_on=self.first,
            ends_on=self.last,
            recommend_until=self.first - timedelta(days=CONFIRMED),
            organized_by=self.said["organized_by"],
            hosted_by=self.said["hosted_by"],
            venue=self.said["venue"],
            places=self.places,
        )
        public_id = drafting.create(draft, actor=self.by, now=self._at(DRAFTED))
        return db.session.scalars(select(StudySession.id).where(StudySession.public_id == public_id)).one()

    def _recommend(self, id_: int, *, filled: float) -> None:
        """Each unit puts forward who is named, then who has not had a place yet, the newly elected and the grassroots first."""
        for quota in db.session.scalars(select(Quota).where(Quota.study_session_id == id_).order_by(Quota.id)).all():
            wanted = round((quota.places or 0) * filled)
            for mandate_id in self._candidates(quota.electing_body_id)[:wanted]:
                recommendation.recommend(id_, mandate_id, actor=self.by, now=self._at(RECOMMENDED))

    def _candidates(self, body_id: int | None) -> list[int]:
        had = Mandate.id.in_(select(Enrolment.mandate_id).where(Enrolment.mandate_id.is_not(None)))
        return list(
            db.session.scalars(
                select(Mandate.id)
                .where(Mandate.electing_body_id == body_id)
                .order_by(
                    Mandate.person_id.not_in(self.first_of_all),
                    had,
                    Mandate.person_id.not_in(self.favoured),
                    Mandate.is_newly_elected.desc(),
                    Mandate.is_grassroots.desc(),
                    Mandate.id,
                )
            )
        )

    def _run(self, id_: int) -> None:
        study_session = db.session.get_one(StudySession, id_)
        everyone = [each.id for each in seats.live(db.session(), study_session)]
        away = set(self.random.sample(everyone, len(everyone) // self.said["leave_one_in"]))
        for day in study_session.study_days:
            there = [each for each in everyone if day != self.last or each not in away]
            sign_in(id_, day, there, actor=self.by, now=_morning(day))
        close_out(id_, actor=self.by, now=_morning(self.last) + timedelta(hours=8))

    def _at(self, days_before: int) -> datetime:
        """The morning of so many days before the first day, but never later than today."""
        return _morning(min(self.first - timedelta(days=days_before), self.today))


def _morning(day: date) -> datetime:
    return start_of(day) + timedelta(hours=9)
