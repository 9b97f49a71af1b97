"""What is typed about plans: their text, their lines, and what was decided."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.core.forms import Form, SelectChoice, day_of, number_of, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.planning.annual.deciding import Ruling
from lms.planning.annual.states import DECISION, Decision
from lms.planning.annual.writing import LineWords
from lms.planning.kinds import SESSION_KIND, SessionKind
from lms.records.forms import EvidenceForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.planning.annual.models import PlanLine, PlanVersion
    from lms.planning.resources.models import Venue

MOST_PLACES = 3000
LONGEST_LEAD, LONGEST_WORDS = 3000, 500
SHORT, LINE = Length(max=60), Length(max=100)
RULINGS = (Decision.APPROVED, Decision.IN_PRINCIPLE, Decision.RETURNED)


class SeenForm(Form):
    """A form that knows what its person had before the eyes."""

    seen = HiddenField()

    @property
    def edits_seen(self) -> int:
        """How often it had been saved then; a number that never was, for what is none."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class NewPlanForm(Form):
    """The plan of a year."""

    year = IntegerField(_l("Year"), validators=[InputRequired(), NumberRange(1954, 2199)])
    title = StringField(_l("Title"), validators=[InputRequired(), SHORT])


class TextForm(SeenForm):
    """What a plan says before its study sessions."""

    title = StringField(_l("Title"), validators=[InputRequired(), SHORT])
    lead = TextAreaField(
        _l("Text"),
        description=_l("Aims and demands, before the list of study sessions."),
        validators=[Optional(), Length(max=LONGEST_LEAD)],
        render_kw={"rows": 10},
    )

    @classmethod
    def of(cls, version: PlanVersion) -> TextForm:
        """The form as the version is now."""
        return cls(data={"title": version.title, "lead": version.lead, "seen": version.edits})


class LineForm(SeenForm):
    """A study session that is intended."""

    kind = SelectField(_l("Kind"), validators=[InputRequired()])
    number = IntegerField(
        _l("Number in the year"),
        validators=[Optional(), NumberRange(1, 99)],
        description=_l("1 for the first of its kind in the year."),
    )
    title = StringField(_l("Title"), validators=[InputRequired(), SHORT])
    theme = StringField(_l("Theme"), validators=[Optional(), LINE])
    audience = StringField(_l("Who takes part"), validators=[Optional(), LINE])
    organized_by = StringField(_l("Organized by"), validators=[Optional(), LINE])
    hosted_by = StringField(_l("Run by"), validators=[Optional(), LINE])
    places = IntegerField(_l("Places"), validators=[InputRequired(), NumberRange(1, MOST_PLACES)])
    month = SelectField(_l("Month"), description=_l("Where the days are not known yet."), validators=[Optional()])
    starts_on = DateField(_l("First day"), validators=[Optional(), reasonable_year])
    ends_on = DateField(_l("Last day"), validators=[Optional(), reasonable_year])
    venue = SelectField(_l("Venue"), validators=[Optional()])

    def __init__(self, venues: Sequence[Venue], **given: Any) -> None:
        super().__init__(**given)
        none = SelectChoice("", _("Not chosen"))
        self.kind.choices = [SelectChoice(kind.value, _(words)) for kind, words in SESSION_KIND.items()]
        self.month.choices = [
            none,
            *(SelectChoice(str(month), _("Month %(month)d", month=month)) for month in range(1, 13)),
        ]
        self.venue.choices = [none, *(SelectChoice(str(each.public_id), each.name) for each in venues)]

    @classmethod
    def of(cls, line: PlanLine, venues: Sequence[Venue]) -> LineForm:
        """The form as the line is now."""
        chosen = {
            "kind": line.kind.value,
            "month": "" if line.month is None else str(line.month),
            "venue": str(line.venue.public_id) if line.venue else "",
            "seen": line.edits,
        }
        return cls(venues, data={**_plain(line), **chosen})

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then that a last day has a first."""
        is_valid: bool = super().validate(extra_validators)
        if self.ends_on.data and not self.starts_on.data and not self.starts_on.errors:
            self.starts_on.errors = [_("Please give the first day too.")]
            is_valid = False
        return is_valid

    @property
    def words(self) -> LineWords:
        """What was typed. The form must have been validated."""
        return LineWords(
            kind=SessionKind(self.kind.data),
            number=self.number.data,
            title=self.title.data or "",
            theme=self.theme.data or "",
            audience=self.audience.data or "",
            organized_by=self.organized_by.data or "",
            hosted_by=self.hosted_by.data or "",
            places=number_of(self.places),
            month=int(self.month.data) if self.month.data else None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            venue=uuid.UUID(self.venue.data) if self.venue.data else None,
        )


class RulingForm(EvidenceForm):
    """What was decided about a plan."""

    decision = RadioField(_l("Decision"), validators=[InputRequired(_l("Please choose what was decided."))])
    decided_on = DateField(_l("Day of the decision"), validators=[InputRequired(), reasonable_year])
    number = StringField(
        _l("Number of the approval"),
        description=_l("Needed where the plan is approved."),
        validators=[SHORT],
    )
    words = TextAreaField(
        _l("What is to be changed"),
        description=_l("Needed where the plan is returned or approved in principle."),
        validators=[Length(max=LONGEST_WORDS)],
        render_kw={"rows": 4},
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.decision.choices = [SelectChoice(each.value, _(DECISION[each])) for each in RULINGS]
        self.evidence.label.text = _("The decision as a file")

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then what each decision needs."""
        is_valid: bool = super().validate(extra_validators)
        needed, words = (
            (self.number, _("Please give the number of the approval."))
            if self.decision.data == Decision.APPROVED
            else (self.words, _("Please say what is to be changed."))
        )
        if self.decision.data and not needed.data and not needed.errors:
            needed.errors = [words]
            is_valid = False
        return is_valid

    def ruling(self) -> Ruling:
        """What was typed. The form must have been validated.

        Raises:
            EvidenceTooLarge, EvidenceNotReadable: of the file.
        """
        return Ruling(
            decision=Decision(self.decision.data),
            decided_on=day_of(self.decided_on),
            number=self.number.data or "",
            words=self.words.data or "",
            file=self.proof,
        )


class AmendmentForm(Form):
    """Why a plan in force is to be changed."""

    words = TextAreaField(
        _l("What is to be changed, and why"),
        validators=[InputRequired(), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 4},
    )


def _plain(line: PlanLine) -> dict[str, Any]:
    names = ("number", "title", "theme", "audience", "organized_by", "hosted_by", "places", "starts_on", "ends_on")
    return {name: getattr(line, name) for name in names}
