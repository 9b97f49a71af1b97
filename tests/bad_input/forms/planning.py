"""Forms and addresses of planning: venues and lecturers, the calendar, plans, checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.people.models import Exemption, Mandate
from lms.planning.annual.models import PlanVersion
from lms.planning.annual.states import PlanState
from lms.planning.checklists.models import ChecklistTemplate
from lms.planning.resources.models import Venue
from lms.study_sessions.planned import SUBJECT
from lms.study_sessions.states import State
from tests.bad_input.forms.known import PAGE, Good, day, study_session

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from lms.core.database import Base


def _first(table: type[Base]) -> str:
    return str(db.session.scalars(select(table.public_id).order_by(table.id)).first())


def _exempt() -> uuid.UUID | None:
    exempt = select(Mandate.public_id).join(Exemption, Exemption.mandate_id == Mandate.id)
    return db.session.scalars(exempt.order_by(Exemption.id)).first()


def _submitted() -> uuid.UUID | None:
    return db.session.scalars(select(PlanVersion.public_id).where(PlanVersion.state == PlanState.SUBMITTED)).first()


def _line() -> dict[str, str]:
    """A line without days: of some years the holidays are not known."""
    return {
        "kind": "thematic",
        "number": "7",
        "title": "第7期专题学习班",
        "theme": "监督法",
        "audience": "全体代表",
        "organized_by": "代表工作委员会",
        "hosted_by": "代表培训中心",
        "places": "200",
        "month": "9",
        "starts_on": "",
        "ends_on": "",
        "venue": _first(Venue),
        "seen": "0",
    }


_VENUE = {"kind": "venue", "name": "代表之家", "address": "石家庄市", "capacity": "60", "rooms": "讨论室 3 间"}
_DATE = {"kind": "other", "title": "座谈会", "first_on": day(40), "last_on": day(41), "note": "视频"}
_BOOKING = {
    "first_on": day(400),
    "last_on": day(401),
    "subject": "",
    "title": "座谈会",
    "people": "50",
    "despite": "y",
}
_TERM = {
    "text": "每名代表至少参加一次学习班。",
    "everyone_percent": "100",
    "everyone_by": day(300),
    "new_percent": "100",
    "new_by": "",
    "new_grassroots_percent": "100",
    "new_grassroots_by": "",
    "grassroots_percent": "80",
    "grassroots_by": "",
    "seen": "1",
}

FORMS: dict[str, Callable[[], Good]] = {
    "annual_plans.add_line": lambda: Good(_line()),
    "annual_plans.begin": lambda: Good({"year": str(clock.today().year + 5), "title": "年度计划"}),
    "annual_plans.change_line": lambda: Good(_line()),
    "annual_plans.say": lambda: Good({"title": "年度计划", "lead": "优先安排新任代表。", "seen": "0"}),
    "bookables.add": lambda: Good(_VENUE),
    "bookables.book": lambda: Good(_BOOKING),
    "bookables.change": lambda: Good(_VENUE),
    "checklists.add_item": lambda: Good({"words": "落实会场", "role": "培训处", "days_before": "20"}),
    "checklists.add_template": lambda: Good({"name": "结业办理"}),
    "checklists.copy": lambda: Good(
        {
            "template": _first(ChecklistTemplate),
            "subject": f"{SUBJECT}:{study_session(State.RECOMMENDING).public_id}",
        }
    ),
    "plan_decisions.amend": lambda: Good({"words": "增加一期学习班"}),
    "plan_decisions.decide": lambda: Good(
        {"decision": "approved", "decided_on": day(), "number": "示例〔2026〕2号", "words": ""},
        {"public_id": _submitted()},
    ),
    "planning.change_date": lambda: Good(_DATE),
    "planning.enter_date": lambda: Good(_DATE),
    "term_plan.end_exemption": lambda: Good({"reason": "已回国"}, {"mandate_id": _exempt()}),
    "term_plan.exempt": lambda: Good({"reason": "长期在境外执行公务"}),
    "term_plan.save": lambda: Good(_TERM),
}

BUTTONS = frozenset(
    {
        "annual_plans.remove_line",
        "bookables.cancel",
        "bookables.offer_again",
        "bookables.retire",
        "checklists.remove_item",
        "checklists.retire_template",
        "checklists.tick",
        "checklists.untick",
        "plan_decisions.announce",
        "plan_decisions.publish",
        "plan_decisions.submit",
        "plan_decisions.unpublish",
        "planning.remove_date",
    }
)

ADDRESSES: dict[str, dict[str, str]] = {
    "plan_reading.in_force": {"year": str(clock.today().year)},
    "planning.free_dates": {
        "first_on": day(30),
        "last_on": day(32),
        "venue": "",
        "lecturer": "",
        "people": "200",
    },
    "planning.year": {"year": str(clock.today().year)},
    "term_plan.find_deputy": {"q": "王", **PAGE},
}
