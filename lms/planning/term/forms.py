"""What is typed about the term plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import DateField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.core.forms import Form, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.planning.annual.forms import SeenForm
from lms.planning.term.goals import Goal, GoalFor

if TYPE_CHECKING:
    from lms.planning.term.models import TermPlan

LONGEST_TEXT, LONGEST_REASON = 3000, 300


def _percent(label: Any) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(1, 100)])


def _day(label: Any) -> DateField:
    return DateField(label, description=_l("Empty for the end of the term."), validators=[Optional(), reasonable_year])


class TermPlanForm(SeenForm):
    """The text, and a goal for each sort of deputy; empty where there is none."""

    text = TextAreaField(_l("Text"), validators=[Optional(), Length(max=LONGEST_TEXT)], render_kw={"rows": 8})
    everyone_percent = _percent(_l("Every deputy: trained at least once, percent"))
    everyone_by = _day(_l("Every deputy: by"))
    new_percent = _percent(_l("Newly elected deputies: percent"))
    new_by = _day(_l("Newly elected deputies: by"))
    new_grassroots_percent = _percent(_l("Newly elected grassroots deputies: percent"))
    new_grassroots_by = _day(_l("Newly elected grassroots deputies: by"))
    grassroots_percent = _percent(_l("Grassroots deputies: percent"))
    grassroots_by = _day(_l("Grassroots deputies: by"))

    @classmethod
    def of(cls, plan: TermPlan | None) -> TermPlanForm:
        """The form as the plan is now; before there is one, with the goals that are usual."""
        if plan is None:
            return cls(data={"seen": 0, "everyone_percent": 100, "new_grassroots_percent": 100})
        said: dict[str, Any] = {"seen": plan.number, "text": plan.text}
        for goal in plan.aims:
            said |= {f"{goal.for_whom}_percent": goal.percent, f"{goal.for_whom}_by": goal.by_on}
        return cls(data=said)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then that a day has its percentage."""
        is_valid: bool = super().validate(extra_validators)
        for each in GoalFor:
            percent = self[f"{each}_percent"]
            if self[f"{each}_by"].data and not percent.data and not percent.errors:
                percent.errors = [_("Please give a percentage, or leave the day empty.")]
                is_valid = False
        return is_valid

    @property
    def goals(self) -> list[Goal]:
        """The goals that were set. The form must have been validated."""
        return [
            Goal(each, self[f"{each}_percent"].data, self[f"{each}_by"].data)
            for each in GoalFor
            if self[f"{each}_percent"].data
        ]


class ExemptionForm(Form):
    """Why a deputy is exempt, or is so no longer."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("In a few words. Please write nothing about health or family."),
        validators=[InputRequired(_l("Please give a reason.")), Length(max=LONGEST_REASON)],
        render_kw={"rows": 3},
    )
