"""The words of pages for kinds of questions."""

from __future__ import annotations

from lms.catalog.questions.models import QuestionKind
from lms.core.i18n import N_

KIND = {
    QuestionKind.SINGLE: N_("Single choice"),
    QuestionKind.MULTIPLE: N_("Multiple choice"),
    QuestionKind.TRUE_FALSE: N_("True or false"),
}
