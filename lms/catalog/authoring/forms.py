"""What editors type. Forms refuse only what could not be kept; what is still missing is told on the draft's page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms.catalog.authoring.content import About, BasisContent, LecturerContent, QuestionContent, seal
from lms.catalog.authoring.operations.drafts import about_of
from lms.catalog.fields import MAX_TEXT
from lms.catalog.models import LessonKind
from lms.catalog.outline.labels import AUDIENCE, name_of
from lms.catalog.packages.forms import LONGEST_MINUTES
from lms.catalog.questions.labels import KIND
from lms.catalog.questions.models import QuestionKind
from lms.catalog.questions.reading import LONGEST_EXPLANATION, LONGEST_QUESTION, MOST_OPTIONS
from lms.catalog.rules import LONGEST_TEXT
from lms.core.forms import Form, SelectChoice, reasonable_year
from lms.core.i18n import EMPTY
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lms.catalog.authoring.content import Content, LessonContent
    from lms.catalog.outline.models import OutlineNode

LONGEST_SUMMARY, LONGEST_TOPIC, LONGEST_REASON = 500, 20, 500
FEWEST_BASES, MOST_BASES = 2, 30
YES, NO = "yes", "no"


def one_line(value: str | None) -> str:
    """A text whose line breaks are only the width of a screen. What was typed stays as it is in the form."""
    return " ".join(value.split("\n")).replace("\r", "") if value else ""


class PartForm(Form):
    """A part of a form that comes several times; the form around it brings the token."""

    class Meta(Form.Meta):
        csrf = False


class TitleForm(Form):
    """How a new course begins."""

    title = StringField(_l("Title"), validators=[DataRequired(), Length(max=MAX_TEXT)])


class BasisForm(PartForm):
    """One document; an empty row is none."""

    title = StringField(_l("Law or document"), validators=[Optional(), Length(max=MAX_TEXT)])
    articles = StringField(_l("Articles"), validators=[Optional(), Length(max=MAX_TEXT)])
    as_of = DateField(_l("In the wording of"), validators=[Optional(), reasonable_year])


class AboutForm(Form):
    """What is said of the course as a whole."""

    title = StringField(_l("Title"), validators=[DataRequired(), Length(max=MAX_TEXT)])
    summary = TextAreaField(_l("Summary"), validators=[Optional(), Length(max=LONGEST_SUMMARY)])
    node = SelectField(_l("Node of the outline"), validators=[Optional()])
    topic = StringField(
        _l("Topic"),
        validators=[Optional(), Length(max=LONGEST_TOPIC)],
        description=_l("The heading in the list of courses. Left empty, it is the branch of the outline."),
    )
    audience = SelectField(
        _l("Audience"), choices=[SelectChoice(each.value, _l(name)) for each, name in AUDIENCE.items()]
    )
    lecturer = StringField(_l("Lecturer"), validators=[Optional(), Length(max=MAX_TEXT)])
    lecturer_title = StringField(_l("Lecturer's post or title"), validators=[Optional(), Length(max=MAX_TEXT)])
    basis = FieldList(FormField(BasisForm), min_entries=FEWEST_BASES, max_entries=MOST_BASES)
    seen = HiddenField()

    @classmethod
    def of(cls, content: Content) -> AboutForm:
        """The form as the draft is now, with a row to spare."""
        about = about_of(content)
        lines: list[dict[str, Any]] = [
            {"title": each["title"], "articles": each["articles"], "as_of": _day(each["as_of"])}
            for each in about["basis"]
        ]
        data = {
            **about,
            "lecturer": about["lecturer"]["name"],
            "lecturer_title": about["lecturer"]["title"],
            "basis": [*lines, {}][:MOST_BASES],
            "seen": seal(about),
        }
        return cls(data=data)

    def offer(self, nodes: Sequence[OutlineNode]) -> None:
        """Offer the outline's nodes, those below a branch set in."""
        self.nodes = nodes
        words = [
            SelectChoice(each.key, ("　" if each.parent_key else "") + name_of(each.name, each.name_en))
            for each in nodes
        ]
        self.node.choices = [SelectChoice("", EMPTY), *words]

    @property
    def about(self) -> About:
        """What was typed."""
        return About(
            title=self.title.data or "",
            summary=one_line(self.summary.data),
            topic=self.topic.data or self._branch(),
            node=self.node.data or "",
            audience=self.audience.data,
            lecturer=LecturerContent(name=self.lecturer.data or "", title=self.lecturer_title.data or ""),
            basis=list(self._bases()),
        )

    def _branch(self) -> str:
        """The name of the branch on which the chosen node stands."""
        by_key = {each.key: each for each in self.nodes}
        node = by_key.get(self.node.data or "")
        while node and node.parent_key:
            node = by_key.get(node.parent_key)
        return node.name[:LONGEST_TOPIC] if node else ""

    def _bases(self) -> Iterable[BasisContent]:
        for entry in self.basis:
            title, articles, day = (entry.form[name].data for name in ("title", "articles", "as_of"))
            if title or articles or day:
                yield BasisContent(title=title or "", articles=articles or "", as_of=day.isoformat() if day else "")


class LessonForm(Form):
    """What a lesson says."""

    title = StringField(_l("Title"), validators=[DataRequired(), Length(max=MAX_TEXT)])
    text = TextAreaField(
        _l("Text"),
        validators=[Optional(), Length(max=LONGEST_TEXT)],
        description=_l(
            "Headings begin with ## or ###, points of a list with -, quotations with >; **two stars** make bold."
        ),
    )
    # Of a package alone: it does not say itself how long it takes.
    minutes = IntegerField(
        _l("How many minutes it takes"), validators=[Optional(), NumberRange(min=1, max=LONGEST_MINUTES)]
    )
    seen = HiddenField()

    @classmethod
    def of(cls, lesson: LessonContent, *, typed: bool = True) -> LessonForm:
        """The form as the lesson is now; without `typed` what came with the request is for another form of the page."""
        text = lesson.get("transcript" if lesson["kind"] == LessonKind.VIDEO.value else "text", "")
        data = {
            "title": lesson["title"],
            "text": text,
            "minutes": lesson.get("minutes"),
            "seen": seal(lesson),
        }
        return cls(data=data) if typed else cls(formdata=None, data=data)


class VideoForm(Form):
    """A video for a lesson."""

    video = FileField(
        _l("Video file"),
        validators=[FileRequired()],
        description=_l("MP4 (H.264) with its index first, at least 10 seconds."),
    )


class CaptionsForm(Form):
    """Captions for a lesson's video."""

    captions = FileField(_l("Captions file"), validators=[FileRequired()], description=_l("WebVTT (.vtt), in UTF-8."))


class OptionForm(PartForm):
    """One thing to choose; an empty row is none."""

    text = StringField(_l("Option"), validators=[Optional(), Length(max=MAX_TEXT)])
    is_right = BooleanField(_l("This is right"))


class QuestionForm(Form):
    """One question of any kind."""

    lesson = SelectField(_l("Lesson"), validators=[Optional()])
    kind = RadioField(
        _l("Kind"),
        choices=[SelectChoice(each.value, _l(name)) for each, name in KIND.items()],
        default=QuestionKind.SINGLE.value,
        validators=[InputRequired()],
    )
    text = TextAreaField(_l("Question"), validators=[Optional(), Length(max=LONGEST_QUESTION)])
    options = FieldList(FormField(OptionForm), min_entries=MOST_OPTIONS, max_entries=MOST_OPTIONS)
    statement = RadioField(
        _l("The statement is"),
        choices=[SelectChoice(YES, _l("Right")), SelectChoice(NO, _l("Wrong"))],
        validators=[Optional()],
        description=_l("Only for “true or false”; the options above are then left empty."),
    )
    explanation = TextAreaField(_l("Explanation"), validators=[Optional(), Length(max=LONGEST_EXPLANATION)])
    source = StringField(_l("Source"), validators=[Optional(), Length(max=MAX_TEXT)])
    seen = HiddenField()

    @classmethod
    def of(cls, question: QuestionContent) -> QuestionForm:
        """The form as the question is now."""
        right = question["right"]
        numbers = right if isinstance(right, list) else [right] if type(right) is int else []
        options = [
            {"text": words, "is_right": number in numbers}
            for number, words in enumerate(question.get("options", []), start=1)
        ]
        statement = (YES if right else NO) if isinstance(right, bool) else None
        return cls(data={**question, "options": options, "statement": statement, "seen": seal(question)})

    def offer(self, lessons: Iterable[LessonContent]) -> None:
        """Offer the draft's lessons."""
        self.lesson.choices = [SelectChoice("", EMPTY), *(SelectChoice(each["key"], each["title"]) for each in lessons)]

    @property
    def question(self) -> QuestionContent:
        """What was typed; options without words are none."""
        said = QuestionContent(
            key="",
            lesson=self.lesson.data or "",
            kind=self.kind.data,
            text=one_line(self.text.data),
            right=None,
            explanation=one_line(self.explanation.data),
            source=self.source.data or "",
        )
        if self.kind.data == QuestionKind.TRUE_FALSE.value:
            return {**said, "right": {YES: True, NO: False}.get(self.statement.data or "")}
        rows = [entry.form for entry in self.options if entry.form.text.data]
        right = [number for number, row in enumerate(rows, start=1) if row.is_right.data]
        is_one = self.kind.data == QuestionKind.SINGLE.value and len(right) == 1
        return {**said, "options": [row.text.data or "" for row in rows], "right": right[0] if is_one else right}


class ReasonForm(Form):
    """Why a draft is returned, or a course withdrawn."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST_REASON)])
    revision = HiddenField(default="0")


def number_in(value: object) -> int:
    """The number that a hidden field carries; 0 for anything else."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000") else 0


def too_large(megabytes: int) -> str:
    """What is told about a file that is too large."""
    return _("The file is larger than %(megabytes)d MB.", megabytes=megabytes)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
