"""Forms and addresses of study sessions and their attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.database import db
from lms.people.models import ElectingBody
from lms.planning.resources.models import Lecturer
from lms.study_sessions.models import Quota
from lms.study_sessions.states import State
from tests.bad_input.forms.known import PAGE, TIMES, UNKNOWN_ID, Good, day, free_mandate, study_session

if TYPE_CHECKING:
    from collections.abc import Callable


def _pools() -> list[str]:
    quotas = select(Quota.public_id).where(Quota.study_session_id == study_session(State.RECOMMENDING).id)
    return [str(each) for each in db.session.scalars(quotas.order_by(Quota.id))]


def _draft() -> dict[str, str]:
    return {
        "kind": "thematic",
        "number": "9",
        "title": "第9期专题学习班",
        "theme": "监督法",
        "organized_by": "代表工作委员会",
        "hosted_by": "代表培训中心",
        "arrival_on": day(60),
        "starts_on": day(61),
        "ends_on": day(63),
        "recommend_until": day(50),
        "listed_venue": "",
        "venue": "北京",
        "considered": "0123456789abcdef",
        "places": "100",
        "audience": "deputies",
        "is_open": "y",
        "cut_off_on": day(52),
        "fills_by_itself": "y",
        "stop_on": day(55),
    }


def _lecturer() -> str:
    return str(db.session.scalars(select(Lecturer.public_id).order_by(Lecturer.id.desc())).first())


def _own() -> dict[str, Any]:
    """A study session in which the demonstration's deputy has a confirmed place."""
    return {"public_id": study_session(State.LIST_CONFIRMED).public_id}


def _units() -> list[str]:
    term_id = study_session(State.DRAFT).term_id
    bodies = select(ElectingBody.public_id).where(ElectingBody.term_id == term_id)
    return [str(each) for each in db.session.scalars(bodies.order_by(ElectingBody.official_order).limit(3))]


TERMS = {"basis": "in_office", "method": "d_hondt", "minimum": "1", "reserve": "0", "grassroots": "5"}

FORMS: dict[str, Callable[[], Good]] = {
    "attendance.excuse": lambda: Good({"reason": "因病请假", "is_excused": "yes"}),
    "attendance.record": lambda: Good(
        {"day": day(12), "was": "", "present": ""}, {"public_id": study_session(State.LIST_CONFIRMED).public_id}
    ),
    "staff.add": lambda: Good({"name": "钱进", "sex": "male", "post": "副处长", "phone": "13812345678"}),
    "staff.edit": lambda: Good({"name": "赵志远", "sex": "", "post": "副主任", "phone": ""}),
    "study_sessions.book_lecturer": lambda: Good({"lecturer": _lecturer(), "number": "2", "half": "morning"}),
    "study_sessions.apply_apportionment": lambda: Good(
        TERMS | {"as_at": day()},
        {"public_id": study_session(State.DRAFT).public_id},
    ),
    "study_sessions.call_off": lambda: Good({"reason": "场地维修"}),
    "study_sessions.approve": lambda: Good({"chosen": UNKNOWN_ID}),
    "study_sessions.create": lambda: Good(_draft()),
    "study_sessions.create_from_plan": lambda: Good(_draft()),
    "study_sessions.decline": lambda: Good({"decline-reason": "出访"}, _own()),
    "study_sessions.decline_for": lambda: Good({"reason": "出访"}),
    "study_sessions.edit": lambda: Good(_draft(), {"public_id": study_session(State.DRAFT).public_id}),
    "study_sessions.hand_back": lambda: Good({"places": "1", "reason": "无人能来"}),
    "study_sessions.move": lambda: Good(
        {"giving": _pools()[0], "getting": _pools()[1], "places": "1", "reason": "平衡各代表团名额"}
    ),
    "study_sessions.record_approval": lambda: Good({"number": "代培〔2026〕8号", "approved_on": day()}),
    "study_sessions.save_units": lambda: Good(
        {"units": _units()[0]}, {"public_id": study_session(State.DRAFT).public_id}
    ),
    "study_sessions.recommend": lambda: Good({"mandate": free_mandate()}),
    "study_sessions.reserve": lambda: Good({"mandate": free_mandate()}),
    "study_sessions.review": lambda: Good({"chosen": UNKNOWN_ID}),
    "study_sessions.return_place": lambda: Good({"reason": "时间冲突"}),
    "study_sessions.substitute": lambda: Good({"mandate": free_mandate(), "reason": "代表本人请辞"}),
    "study_sessions.tell_unit": lambda: Good({"interest-note": "希望参加"}),
}
BUTTONS = frozenset(
    {
        "attendance.end",
        "study_sessions.accept",
        "study_sessions.accept_for",
        "study_sessions.apply",
        "study_sessions.confirm_list",
        "study_sessions.give_lecturer_back",
        "study_sessions.open_recommending",
        "study_sessions.put_earlier",
        "study_sessions.send_out_quotas",
        "study_sessions.take_interest_back",
        "study_sessions.withdraw",
        "study_sessions.withdraw_application",
        "staff.retire",
        "staff.take_back",
    }
)
ADDRESSES: dict[str, dict[str, str]] = {
    "coverage.index": TIMES,
    "coverage.unit": TIMES,
    "coverage.unit_workbook": TIMES,
    "attendance.day": {"day": day(12), "unit": UNKNOWN_ID},
    "study_sessions.apportionment": TERMS | {"as_at": day()},
    "study_sessions.ask_substitution": PAGE | {"q": "王"},
    "study_sessions.index": {"year": "2026"},
    "staff.ask": {"unit": UNKNOWN_ID},
    "staff.index": {"unit": UNKNOWN_ID},
    "study_sessions.recommendation": PAGE | {"q": "王", "unit": UNKNOWN_ID},
}
