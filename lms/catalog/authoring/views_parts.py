"""Lessons, their files, and questions of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request

from lms.catalog.authoring import access
from lms.catalog.authoring.content import seal
from lms.catalog.authoring.forms import CaptionsForm, LessonForm, QuestionForm, VideoForm
from lms.catalog.authoring.operations import files, parts
from lms.catalog.authoring.refusals import BadCaptions, ChangedMeanwhile
from lms.catalog.authoring.views import after_saving, checked, writable
from lms.catalog.models import LessonKind
from lms.core import clock, settings
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from flask.typing import ResponseReturnValue

    from lms.catalog.authoring.models import CourseDraft

bp = Blueprint("draft_parts", __name__, url_prefix="/authoring/drafts/<uuid:draft_id>", template_folder="../templates")

LESSON, QUESTION = "catalog/authoring/lesson.html", "catalog/authoring/question.html"
MEBIBYTE = 1024 * 1024
KEY = "string(maxlength=60)"
DIRECTIONS = {"up": -1, "down": 1}


@bp.url_value_preprocessor
def allow_videos(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A video may be larger than other uploads. This is before anybody looks into the request's body."""
    if endpoint == "draft_parts.put_video":
        request.max_content_length = settings.current().video_megabytes * MEBIBYTE


@bp.get("/lessons/new")
@requires(Permission.EDIT_COURSES)
def new_lesson(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Another lesson, of the kind that the URL names."""
    return render_template(LESSON, draft=writable(draft_id), form=LessonForm(), kind=_kind(), lesson=None)


@bp.post("/lessons")
@requires(Permission.EDIT_COURSES)
def add_lesson(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add it."""
    form, kind = LessonForm(), _kind()
    draft = access.draft(current_actor(), draft_id)
    if not form.validate():
        return invalid(LESSON, draft=draft, form=form, kind=kind, lesson=None)
    title, text = form.title.data or "", form.text.data or ""
    key = parts.add_lesson(draft_id, kind, title, text, actor=current_actor(), now=clock.now())
    return _after_lesson(draft_id, key, is_video=kind is LessonKind.VIDEO)


@bp.get(f"/lessons/<{KEY}:lesson_key>")
@requires(Permission.EDIT_COURSES)
def lesson(draft_id: uuid.UUID, lesson_key: str) -> ResponseReturnValue:
    """One lesson."""
    draft = writable(draft_id)
    return _lesson_page(draft, lesson_key, LessonForm.of(access.lesson_of(draft, lesson_key)))


@bp.post(f"/lessons/<{KEY}:lesson_key>")
@requires(Permission.EDIT_COURSES)
def save_lesson(draft_id: uuid.UUID, lesson_key: str) -> ResponseReturnValue:
    """Say it anew."""
    actor, form = current_actor(), LessonForm()
    if not form.validate():
        return _lesson_page(access.draft(actor, draft_id), lesson_key, form), 422
    title, text = form.title.data or "", form.text.data or ""
    try:
        seen, minutes = form.seen.data or "", form.minutes.data
        parts.save_lesson(draft_id, lesson_key, title, text, minutes=minutes, seen=seen, actor=actor, now=clock.now())
    except ChangedMeanwhile as refusal:
        draft = access.draft(actor, draft_id)
        form.seen.data = seal(access.lesson_of(draft, lesson_key))
        form.form_errors.append(refusal.message)
        return _lesson_page(draft, lesson_key, form), refusal.status
    return _after_lesson(draft_id, lesson_key, is_video=False)


@bp.post(f"/lessons/<{KEY}:lesson_key>/video")
@requires(Permission.EDIT_COURSES)
def put_video(draft_id: uuid.UUID, lesson_key: str) -> ResponseReturnValue:
    """Upload its video."""
    form = VideoForm()
    if form.validate():
        try:
            files.put_video(draft_id, lesson_key, form.video.data.stream, actor=current_actor(), now=clock.now())
        except DomainError as refusal:
            form.video.errors = [refusal.message]
        else:
            flash(_("The video has been taken in."), "success")
            return see("draft_parts.lesson", draft_id=draft_id, lesson_key=lesson_key)
    return _upload_refused(draft_id, lesson_key, video_form=form)


@bp.post(f"/lessons/<{KEY}:lesson_key>/captions")
@requires(Permission.EDIT_COURSES)
def put_captions(draft_id: uuid.UUID, lesson_key: str) -> ResponseReturnValue:
    """Upload its captions."""
    form = CaptionsForm()
    if form.validate():
        try:
            files.put_captions(draft_id, lesson_key, form.captions.data.read(), actor=current_actor(), now=clock.now())
        except BadCaptions as refusal:
            form.captions.errors = [refusal.message]
            form.form_errors += refusal.reasons
        except DomainError as refusal:
            form.captions.errors = [refusal.message]
        else:
            flash(_("The captions have been taken in."), "success")
            return see("draft_parts.lesson", draft_id=draft_id, lesson_key=lesson_key)
    return _upload_refused(draft_id, lesson_key, captions_form=form)


@bp.get("/questions/new")
@requires(Permission.EDIT_COURSES)
def new_question(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Another question."""
    return _question_page(writable(draft_id), QuestionForm())


@bp.post("/questions")
@requires(Permission.EDIT_COURSES)
def add_question(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add it."""
    actor, form = current_actor(), QuestionForm()
    draft = access.draft(actor, draft_id)
    form.offer(draft.said["lessons"])
    if not form.validate():
        return _question_page(draft, form), 422
    key = parts.add_question(draft_id, form.question, actor=actor, now=clock.now())
    return after_saving(draft_id, "questions", key)


@bp.get(f"/questions/<{KEY}:question_key>")
@requires(Permission.EDIT_COURSES)
def question(draft_id: uuid.UUID, question_key: str) -> ResponseReturnValue:
    """One question."""
    draft = writable(draft_id)
    return _question_page(draft, QuestionForm.of(access.question_of(draft, question_key)), question_key)


@bp.post(f"/questions/<{KEY}:question_key>")
@requires(Permission.EDIT_COURSES)
def save_question(draft_id: uuid.UUID, question_key: str) -> ResponseReturnValue:
    """Ask it otherwise."""
    actor, form = current_actor(), QuestionForm()
    draft = access.draft(actor, draft_id)
    form.offer(draft.said["lessons"])
    if not form.validate():
        return _question_page(draft, form, question_key), 422
    try:
        parts.save_question(
            draft_id, question_key, form.question, seen=form.seen.data or "", actor=actor, now=clock.now()
        )
    except ChangedMeanwhile as refusal:
        draft = access.draft(actor, draft_id)
        form.seen.data = seal(access.question_of(draft, question_key))
        form.form_errors.append(refusal.message)
        return _question_page(draft, form, question_key), refusal.status
    return after_saving(draft_id, "questions", question_key)


@bp.post(f"/<any(lessons,questions):section>/<{KEY}:key>/position")
@requires(Permission.EDIT_COURSES)
def move(draft_id: uuid.UUID, section: parts.Section, key: str) -> ResponseReturnValue:
    """One place up or down."""
    by = DIRECTIONS.get(request.form.get("direction", ""), 0)
    parts.move(draft_id, section, key, by=by, actor=current_actor(), now=clock.now())
    return see("authoring.show", draft_id=draft_id, _anchor=section)


@bp.get(f"/<any(lessons,questions):section>/<{KEY}:key>/removal")
@requires(Permission.EDIT_COURSES)
def removing(draft_id: uuid.UUID, section: parts.Section, key: str) -> ResponseReturnValue:
    """Really?"""
    draft = writable(draft_id)
    found = access.lesson_of(draft, key) if section == "lessons" else access.question_of(draft, key)
    return render_template("catalog/authoring/removal.html", draft=draft, section=section, part=found)


@bp.post(f"/<any(lessons,questions):section>/<{KEY}:key>/removal")
@requires(Permission.EDIT_COURSES)
def remove(draft_id: uuid.UUID, section: parts.Section, key: str) -> ResponseReturnValue:
    """Take it out."""
    parts.remove(draft_id, section, key, actor=current_actor(), now=clock.now())
    flash(_("Taken out of the draft."), "success")
    return see("authoring.show", draft_id=draft_id, _anchor=section)


def _kind() -> LessonKind:
    """The kind that the URL names; only what can be written in the browser."""
    asked = request.args.get("kind", LessonKind.READING.value)
    if asked not in {LessonKind.READING.value, LessonKind.VIDEO.value}:
        raise NotFound
    return LessonKind(asked)


def _after_lesson(draft_id: uuid.UUID, key: str, *, is_video: bool) -> ResponseReturnValue:
    if request.form.get("then") == "preview":
        return see("draft_preview.lesson", draft_id=draft_id, lesson_key=key)
    if is_video:
        flash(_("Saved. Please upload the video now."), "success")
        return see("draft_parts.lesson", draft_id=draft_id, lesson_key=key)
    return after_saving(draft_id, "lessons", key)


def _lesson_page(
    draft: CourseDraft,
    key: str,
    form: LessonForm,
    *,
    video_form: VideoForm | None = None,
    captions_form: CaptionsForm | None = None,
) -> str:
    lesson = access.lesson_of(draft, key)
    return render_template(
        LESSON,
        draft=draft,
        lesson=lesson,
        form=form,
        kind=LessonKind(lesson["kind"]),
        faults=checked(draft).of("lessons", key),
        video_form=video_form or VideoForm(formdata=None),
        captions_form=captions_form or CaptionsForm(formdata=None),
        video_megabytes=settings.current().video_megabytes,
    )


def _upload_refused(
    draft_id: uuid.UUID,
    key: str,
    *,
    video_form: VideoForm | None = None,
    captions_form: CaptionsForm | None = None,
) -> ResponseReturnValue:
    draft = access.draft(current_actor(), draft_id)
    form = LessonForm.of(access.lesson_of(draft, key), typed=False)
    return _lesson_page(draft, key, form, video_form=video_form, captions_form=captions_form), 422


def _question_page(draft: CourseDraft, form: QuestionForm, key: str = "") -> str:
    form.offer(draft.said["lessons"])
    faults = checked(draft).of("questions", key) if key else []
    return render_template(QUESTION, draft=draft, form=form, key=key, faults=faults)
