"""Why a question, or something of it, cannot be carried over."""

from __future__ import annotations

from lms.core.i18n import N_

# The question cannot be asked here.
MATCHING = N_("Matching questions are not asked here.")
ESSAY = N_("Questions with a free answer are not asked here.")
NUMERICAL = N_("Questions for a number are not asked here.")
SHORT_ANSWER = N_("Questions for a typed word are not asked here.")
CLOZE = N_("Questions with several gaps are not asked here.")
DESCRIPTION = N_("This is a text without a question.")
OTHER_KIND = N_("Questions of the kind “%(kind)s” are not asked here.")
NO_WORDS = N_("There are no words left to ask.")
NO_RIGHT = N_("No answer is marked as right.")
SEVERAL_RIGHT = N_("One answer is asked for, but several are marked as right.")
NOT_TRUE_OR_FALSE = N_("The answers are not “true” and “false”.")
BRACES = N_("The braces { } do not fit together. Braces that belong to the words are written \\{ and \\}.")
ANSWERS = N_("The answers between the braces cannot be told apart.")
WEIGHT = N_("The weight of an answer is not a number from -100 to 100.")
TOO_LONG = N_("The question is much too long to be read.")

# The question can be asked, but something stays behind.
WEIGHTS = N_("Partial weights: an answer counts as right or as wrong.")
FEEDBACK = N_("Feedback to single answers: a question has one explanation.")
IMAGES = N_("Images and other media.")
LINKS = N_("Links; their words are kept.")
FORMATTING = N_("Formatting such as bold, lists, tables or raised figures; the words are kept.")
NUMBER_OF_ANSWERS = N_("One answer is right, so it is asked as a single choice.")
UNKNOWN_LESSON = N_("The draft has no lesson “%(lesson)s”.")
