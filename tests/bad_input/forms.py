"""What a good form says at each address that takes one. A bad one differs from it in one field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.catalog.models import Course, Lesson, LessonKind
from lms.core import clock
from lms.core.database import db
from lms.demo.words import words
from lms.people.accounts.models import Account
from lms.people.models import Congress, ElectingBody, Mandate
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

NEW_PASSWORD = "Xuexi-2027-Dabiao"


@dataclass(frozen=True)
class Good:
    """The fields of a form that would be accepted, and the objects that it is about where the usual ones will not do."""

    fields: dict[str, str]
    about: dict[str, Any] = field(default_factory=dict)


def _day(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def _study_session(state: State) -> StudySession:
    return db.session.scalars(select(StudySession).where(StudySession.state == state)).first()  # type: ignore[return-value]  # The year has one in each state.


def _hebei() -> ElectingBody:
    return db.session.scalars(select(ElectingBody).where(ElectingBody.short_name == "河北")).one()


def _free_mandate() -> str:
    """A deputy of the liaison's unit who has no place in the study session that is recommended for."""
    taken = select(Enrolment.mandate_id).where(Enrolment.study_session_id == _study_session(State.RECOMMENDING).id)
    wanted = select(Mandate.public_id).where(Mandate.electing_body_id == _hebei().id, Mandate.id.not_in(taken))
    return str(db.session.scalars(wanted).first())


def _lesson() -> str:
    """A lesson of the course on which addresses are tried."""
    videos = select(Lesson.public_id).join(Lesson.course).join(Congress, Congress.id == Course.congress_id)
    wanted = videos.where(Congress.code == "npc", Lesson.kind == LessonKind.VIDEO, Lesson.is_current)
    return str(db.session.scalars(wanted.order_by(Lesson.id)).first())


def _pools() -> list[str]:
    quotas = select(Quota.public_id).where(Quota.study_session_id == _study_session(State.RECOMMENDING).id)
    return [str(each) for each in db.session.scalars(quotas.order_by(Quota.id))]


def _draft() -> dict[str, str]:
    return {
        "kind": "thematic",
        "number": "9",
        "title": "第9期专题学习班",
        "theme": "监督法",
        "arrival_on": _day(60),
        "starts_on": _day(61),
        "ends_on": _day(63),
        "recommend_until": _day(50),
        "venue": "北京",
        "places": "100",
    }


def _congress() -> str:
    return str(db.session.scalars(select(Congress.public_id).where(Congress.code == "npc")).one())


def _known_mandate() -> dict[str, str]:
    mandate = db.session.scalars(
        select(Mandate)
        .join(Account, Account.person_id == Mandate.person_id)
        .where(Account.username == "deputy", Mandate.electing_body_id == _hebei().id)
    ).one()
    return {
        "effective_on": _day(),
        "card_number": mandate.card_number or "",
        "electing_body": str(mandate.electing_body.public_id),
        "election": "new" if mandate.is_newly_elected else "again",
        "composition": mandate.composition.value,
        "employer": "石家庄市第一中学",
        "post": "教师",
        "work_region": "石家庄市",
        "party": "群众",
        "education": "大学本科",
        "manual_order": "3",
    }


_ID = "00000000-0000-4000-8000-000000000000"
_VALUES = {"kind": "course_completion", "occurred_on": _day(-9), "title": "代表法要点", "details": "补正"}
_QUESTION = {
    "lesson": "",
    "kind": "single",
    "text": "谁监督政府？",
    "options-0-text": "人大",
    "options-0-is_right": "y",
    "options-1-text": "法院",
    "statement": "",
    "explanation": "宪法这样规定。",
    "source": "宪法第三条",
    "seen": "0",
}
_MOVE = {"effective_on": _day(), "announcement": "〔2026〕第3号"}
_TIMES = {"as_at": _day(), "known_at": f"{_day(-1)}T10:00"}

FORMS: dict[str, Callable[[], Good]] = {
    "accounts.begin_acting": lambda: Good({"reason": "代表本人来电委托"}),
    "accounts.begin_sign_in": lambda: Good({"name": "deputy", "password": words("people")["password"], "next": "/"}),
    "accounts.change_password": lambda: Good(
        {"present": words("people")["password"], "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    ),
    "accounts.choose_congress": lambda: Good({"congress": _congress(), "next": "/"}),
    "accounts.open_staff": lambda: Good({"name": "王伟", "username": "wangwei"}),
    "accounts.propose": lambda: Good({"role": "class_head", "body": ""}),
    "accounts.redeem_code": lambda: Good(
        {"name": "deputy", "code": "12345678", "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    ),
    "accounts.replace_second_factor": lambda: Good({"code": "123456"}),
    "accounts.request_code": lambda: Good({"name": "13912345678"}),
    "api_tokens.ask": lambda: Good(
        {
            "name": "会议系统",
            "system": "meetings",
            "scopes": "entries:write",
            "body": "",
            "expires_on": _day(90),
        }
    ),
    "attendance.excuse": lambda: Good({"reason": "因病请假", "is_excused": "yes"}),
    "attendance.record": lambda: Good(
        {"day": _day(12), "was": "", "present": ""}, {"public_id": _study_session(State.LIST_CONFIRMED).public_id}
    ),
    "authoring.save_about": lambda: Good(
        {
            "title": "监督法要点",
            "summary": "人大怎样监督。",
            "node": "",
            "topic": "监督",
            "audience": "",
            "lecturer": "课程编写组",
            "lecturer_title": "",
            "basis-0-title": "监督法",
            "basis-0-articles": "第一条",
            "basis-0-as_of": "2024-11-08",
            "seen": "0",
        }
    ),
    "authoring.start": lambda: Good({"title": "监督法要点"}),
    "checks.open_period": lambda: Good({"starts_on": _day(-30), "ends_on": _day(-1), "working_days": "10"}),
    "corrections.decide": lambda: Good({"outcome": "refuse", "reason": "与原始凭证一致"}),
    "corrections.propose": lambda: Good({"what": "change", "reason": "日期有误", **_VALUES}),
    "course_review.decline": lambda: Good({"reason": "请补充依据", "revision": "0"}),
    "course_review.send_back": lambda: Good({"reason": "请补充依据", "revision": "0"}),
    "course_review.withdraw_course": lambda: Good({"reason": "依据已修改"}),
    "credit_hours.change": lambda: Good(
        {
            "shortest": "0.25",
            "bands-0-bound": "from",
            "bands-0-minutes": "10",
            "bands-0-hours": "0.5",
            "instead_of": "1",
        }
    ),
    "diary.write": lambda: Good(
        {
            "key": _ID,
            "kind": "inspection",
            "occurred_on": _day(-3),
            "title": "视察义务教育学校",
            "text": "走访三所学校。",
        }
    ),
    "diary_desk.send_back": lambda: Good({"reason": "请补充时间和地点"}),
    "draft_parts.add_lesson": lambda: Good({"title": "什么是监督", "text": "## 要点\n\n依法监督。", "seen": "0"}),
    "draft_parts.add_question": lambda: Good(_QUESTION),
    "draft_parts.move": lambda: Good({"direction": "up"}),
    "draft_parts.save_lesson": lambda: Good({"title": "什么是监督", "text": "## 要点\n\n依法监督。", "seen": "0"}),
    "draft_parts.save_question": lambda: Good(_QUESTION),
    "entry_kinds.add": lambda: Good(
        {
            "code": "field_visit",
            "head": "activities",
            "name": "走访",
            "name_en": "Visit",
            "sources": "unit",
            "readers": "offices",
        }
    ),
    "entry_kinds.change": lambda: Good({"name": "走访", "name_en": "Visit", "sources": "unit", "readers": "offices"}),
    "entry_workbooks.enter": lambda: Good({"choice": "good_rows"}),
    "erasures.decide": lambda: Good({"outcome": "refuse", "reason": "依据不足"}),
    "erasures.propose": lambda: Good({"ground": "47_4", "reason": "误录他人信息"}),
    "group_viewings.record": lambda: Good(
        {
            "key": _ID,
            "held_on": _day(-3),
            "place": "代表之家",
            "lessons": _lesson(),
            "deputies": _free_mandate(),
        }
    ),
    "imports.apply": lambda: Good({"choice": "valid_rows", "effective_on": _day()}),
    "lesson_notes.write": lambda: Good({"content": "先到现场看。", "second": "83"}),
    "mandates.change": lambda: Good(_known_mandate()),
    "mandates.correct": lambda: Good(
        {
            "name": "王伟",
            "sex": "male",
            "ethnicity": "汉族",
            "born_on": "1970-05-17",
            "phone": "13912345678",
            "removes_phone": "",
            "document_kind": "resident_id",
            "document_number": "",
            "removes_document": "",
        }
    ),
    "mandates.end": lambda: Good({**_MOVE, "ground": "resigned"}),
    "mandates.resume": lambda: Good(_MOVE),
    "mandates.suspend": lambda: Good({**_MOVE, "ground": "detained"}),
    "objections.answer": lambda: Good({"outcome": "reject", "reason": "与签到记录一致", **_VALUES}),
    "objections.file": lambda: Good({"text": "日期写错了"}),
    "objections.file_missing": lambda: Good({"happened_on": _day(-5), "text": "参加了专题调研，没有登记"}),
    "preferences.elder_mode": lambda: Good({"on": "1", "back": "/"}),
    "preferences.language": lambda: Good({"language": "en", "back": "/"}),
    "reports.export": lambda: Good({**_TIMES, "format": "csv"}),
    "required_study.export": lambda: Good({**_TIMES, "unit": "", "state": ""}),
    "required_study.set_study": lambda: Good(
        {"title": "新任代表必修课", "asked_of": "all", "is_induction": "", "due_on": _day(60), "days": "30"}
    ),
    "required_study_decisions.exempt": lambda: Good({"reason": "长期病假"}),
    "required_study_decisions.withdraw": lambda: Good({"reason": "课程将修订"}),
    "self_tests.answer": lambda: Good({"option": "1"}),
    "study_sessions.apply_apportionment": lambda: Good(
        {"basis": "in_office", "as_at": _day(), "minimum": "1", "reserve": "0"},
        {"public_id": _study_session(State.DRAFT).public_id},
    ),
    "study_sessions.call_off": lambda: Good({"reason": "场地维修"}),
    "study_sessions.create": lambda: Good(_draft()),
    "study_sessions.edit": lambda: Good(_draft(), {"public_id": _study_session(State.DRAFT).public_id}),
    "study_sessions.move": lambda: Good(
        {"giving": _pools()[0], "getting": _pools()[1], "places": "1", "reason": "平衡各代表团名额"}
    ),
    "study_sessions.recommend": lambda: Good({"mandate": _free_mandate()}),
    "study_sessions.return_place": lambda: Good({"reason": "时间冲突"}),
    "study_sessions.substitute": lambda: Good({"mandate": _free_mandate(), "reason": "代表本人请辞"}),
    "trained_rule.change": lambda: Good({"counting": "course_completion", "instead_of": ""}),
    "unit_recordings.draft": lambda: Good(
        {
            "key": _ID,
            "kind": "inspection",
            "occurred_on": _day(-3),
            "title": "视察义务教育学校",
            "details": "走访三所学校。",
            "deputies": _free_mandate(),
        }
    ),
}

# Buttons: they say nothing but what their address says.
BUTTONS = frozenset(
    """
    accounts.close accounts.decline accounts.end_acting accounts.end_login accounts.end_other_logins accounts.grant
    accounts.message_deputy accounts.print_slips accounts.reopen accounts.reset_deputy accounts.reset_second_factor
    accounts.reset_staff accounts.revoke accounts.sign_out api_tokens.decline api_tokens.grant api_tokens.revoke
    api_tokens.take_out attendance.end authoring.discard authoring.take_over checks.confirm checks.issue course_review.approve
    course_review.pass_on course_review.submit diary.submit diary.withdraw diary_desk.verify draft_parts.remove
    entry_kinds.reopen
    entry_kinds.retire entry_workbooks.put_away group_viewings.confirm group_viewings.withdraw imports.put_away jobs.retry jobs.retry_deliveries learning.reading
    lesson_notes.remove notices.read notices.read_all people.reveal
    required_study_decisions.ask_again study_sessions.confirm_list
    study_sessions.open_recommending study_sessions.send_out_quotas study_sessions.withdraw unit_recordings.discard
    unit_recordings.post
    """.split()
)
# Tried by tests of their own: a file, JSON, a step that only a sign-in leads to, a form in the address, what takes a token.
APART = frozenset(
    {
        "draft_packages.add",
        "draft_parts.put_captions",
        "draft_parts.put_video",
        "entry_workbooks.hand_in",
        "imports.upload",
        "learning.beats",
        "learning.playback",
        "packages.look",
        "packages.start",
        "packages.state",
        "accounts.pass_second_factor",
        "audit.export",
        "api.send_entries",
    }
)

_PAGE = {"page": "2"}

# What each page takes from its address, with a good value of each.
ADDRESSES: dict[str, dict[str, str]] = {
    "accounts.congress": {"next": "/"},
    "accounts.deputies": _PAGE | {"waiting": "yes"},
    "accounts.index": _PAGE | {"q": "王", "kind": "staff"},
    "accounts.proposals": _PAGE,
    "accounts.second_factor_step": {"next": "/"},
    "accounts.sign_in": {"next": "/"},
    "api_tokens.index": _PAGE,
    "assets.stylesheet": {"v": "1"},
    "attendance.day": {"day": _day(12), "unit": _ID},
    "audit.index": {
        "since": _day(-9),
        "until": _day(),
        "action": "sign_in.ended",
        "account": "1",
        "subject": _ID,
        "refused": "y",
        "older_than": "9",
    },
    "group_viewings.courses": _PAGE,
    "group_viewings.index": _PAGE,
    "jobs.index": _PAGE | {"state": "done"},
    "learning.index": _PAGE | {"topic": "法律"},
    "search.index": _PAGE | {"q": "代表"},
    "self_tests.question": {"again": "1"},
    "notices.inbox": _PAGE,
    "people.index": _PAGE | {"unit": _ID, "status": "ended", "new": "yes", "grassroots": "no", "q": "王"},
    "reports.index": _TIMES,
    "reports.new_export": _TIMES,
    "study_sessions.apportionment": {"basis": "in_office", "as_at": _day(), "minimum": "1", "reserve": "0"},
    "study_sessions.ask_substitution": _PAGE | {"q": "王"},
    "study_sessions.index": {"year": "2026"},
    "study_sessions.recommendation": _PAGE | {"q": "王", "unit": _ID},
    "styleguide.index": _PAGE | {"mode": "elder", "order": "name"},
}
# Only a form takes its arguments all together; elsewhere one is enough, and the others would only narrow the list.
TAKEN_TOGETHER = frozenset({"study_sessions.apportionment"})
