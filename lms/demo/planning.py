"""The demonstration's planning: venues, lecturers, the calendar, two annual plans, the term plan and a checklist."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.clock import start_of
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from lms.demo.words import words
from lms.people.accounts.models import Account
from lms.people.models import Mandate
from lms.people.operations.exempting import exempt
from lms.planning.annual import deciding, writing
from lms.planning.annual.states import Decision
from lms.planning.calendar import operations as dates
from lms.planning.calendar.diary import Wish, open_diary
from lms.planning.calendar.models import DateKind
from lms.planning.checklists import operations as checklists
from lms.planning.checklists.models import ChecklistItem
from lms.planning.kinds import SessionKind
from lms.planning.resources import booking, operations
from lms.planning.resources.models import Lecturer, Venue, VenueKind
from lms.planning.term import operations as term_plan
from lms.planning.term.goals import Goal, GoalFor
from lms.study_sessions.models import StudySession
from lms.study_sessions.planned import SUBJECT
from lms.study_sessions.states import State

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from lms.people.models import Congress

BEGUN_BEFORE = 120
# So many things of the checklist are done.
DONE = 3


def lay_planning(npc: Congress, *, today: date) -> None:
    """Lay all of it, by the organizer, and by the office where it decides."""
    _Laying(npc, today).lay()


class _Laying:
    def __init__(self, npc: Congress, today: date) -> None:
        self.said, self.today = words("planning"), today
        self.organizer = _actor(npc, "organizer", Role.ORGANIZER)
        self.office = _actor(npc, "business", Role.BUSINESS_ADMIN)
        self.now = start_of(today - timedelta(days=BEGUN_BEFORE)) + timedelta(hours=9)
        self.venues: dict[str, uuid.UUID] = {}

    def lay(self) -> None:
        self._lay_bookables()
        self._lay_dates()
        self._lay_plans()
        self._lay_term()
        self._lay_checklist()

    def _lay_bookables(self) -> None:
        for said in self.said["venues"]:
            venue = operations.VenueWords(**said | {"kind": VenueKind(said["kind"])})
            self.venues[said["name"]] = operations.add_venue(venue, actor=self.organizer, now=self.now)
        lecturer_ids = [
            operations.add_lecturer(operations.LecturerWords(**said), actor=self.organizer, now=self.now)
            for said in self.said["lecturers"]
        ]
        for table, public_id in ((Venue, next(iter(self.venues.values()))), (Lecturer, lecturer_ids[0])):
            window = self._free(self.today + timedelta(days=20), 2)
            order = booking.Order(first_on=window[0], last_on=window[1], title=self.said["booked_for"], despite=True)
            booking.book(table, public_id, order, actor=self.organizer, now=self.now)

    def _lay_dates(self) -> None:
        for said in self.said["dates"]:
            first_on = self.today + timedelta(days=said["begins_in"])
            date_words = dates.DateWords(
                kind=DateKind(said["kind"]),
                title=said["title"],
                first_on=first_on,
                last_on=first_on + timedelta(days=said["days"] - 1),
            )
            dates.enter(date_words, actor=self.organizer, now=self.now)

    def _lay_plans(self) -> None:
        """This year's is in force and public; the next one's waits for the decision."""
        plan, year = self.said["plan"], self.today.year
        public_id = self._begin(plan, year)
        number = plan["number"].format(year=year)
        ruling = deciding.Ruling(decision=Decision.APPROVED, decided_on=self.now.date(), number=number)
        deciding.decide(public_id, ruling, actor=self.office, now=self.now)
        deciding.publish(public_id, is_public=True, actor=self.office, now=self.now)
        self._begin(self.said["next"], year + 1)

    def _begin(self, plan: dict[str, Any], year: int) -> uuid.UUID:
        title = plan["title"].format(year=year)
        public_id = writing.begin(year, title, actor=self.organizer, now=self.now)
        lead = plan.get("lead", "").strip()
        writing.say(public_id, title, lead, seen=0, actor=self.organizer, now=self.now)
        for said in plan["lines"]:
            writing.add_line(public_id, self._line(said, year), actor=self.organizer, now=self.now)
        deciding.submit(public_id, actor=self.organizer, now=self.now)
        return public_id

    def _line(self, said: dict[str, Any], year: int) -> writing.LineWords:
        line = {name: value for name, value in said.items() if name not in ("begins_in", "days")}
        if "begins_in" in said:
            first_on, last_on = self._free(self.today + timedelta(days=said["begins_in"]), said["days"])
            # Late in December the days would be the next year's: then the plan names only the month.
            line |= {"starts_on": first_on, "ends_on": last_on} if first_on.year == year else {"month": 12}
        return writing.LineWords(
            **line | {"kind": SessionKind(said["kind"]), "venue": self.venues.get(said.get("venue", ""))}
        )

    def _free(self, first_on: date, days: int) -> tuple[date, date]:
        wish = Wish(first_on=first_on, last_on=first_on + timedelta(days=days - 1))
        window = open_diary(db.session(), self.organizer.congress_id, wish).free_windows()[0]
        return window.first_on, window.last_on

    def _lay_term(self) -> None:
        goals = [Goal(GoalFor.EVERYONE, 100), Goal(GoalFor.NEW_GRASSROOTS, 100)]
        term_plan.save(self.said["term"]["text"], goals, seen=0, actor=self.organizer, now=self.now)
        one = select(Mandate.public_id).where(Mandate.congress_id == self.organizer.congress_id)
        mandate_id = db.session.scalars(one.order_by(Mandate.id.desc()).limit(1)).one()
        exempt(mandate_id, self.said["term"]["exempt"], is_exempt=True, actor=self.organizer, now=self.now)

    def _lay_checklist(self) -> None:
        template_id = checklists.add_template(self.said["checklist_name"], actor=self.organizer, now=self.now)
        for said in self.said["checklist"]:
            checklists.add_item(template_id, **said, actor=self.organizer, now=self.now)
        confirmed = select(StudySession.public_id).where(
            StudySession.congress_id == self.organizer.congress_id, StudySession.state == State.LIST_CONFIRMED
        )
        subject_id = db.session.scalars(confirmed.limit(1)).one()
        checklists.copy(template_id, SUBJECT, subject_id, actor=self.organizer, now=self.now)
        items = select(ChecklistItem.public_id).order_by(ChecklistItem.days_before.desc(), ChecklistItem.id)
        for item_id in db.session.scalars(items.limit(DONE)).all():
            checklists.tick(item_id, is_done=True, actor=self.organizer, now=self.now)


def _actor(npc: Congress, username: str, role: Role) -> Actor:
    account = db.session.scalars(select(Account).where(Account.username == username)).one()
    return Actor.of(account.id, account.person_id, npc.id, (Grant(role),))
