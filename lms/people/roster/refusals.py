"""What a roster in particular forbids, beside what any workbook must be (`lms.documents.intake.refusals`)."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.documents.intake.refusals import RowInvalid


class NoKey(RowInvalid):
    template = N_(
        "Neither the deputy card number nor the document number is given, so the deputy cannot be recognised."
    )


class UnknownBody(RowInvalid):
    template = N_("There is no electing body “%(text)s” in this term.")


class DateOutOfRange(RowInvalid):
    template = N_("The date %(date)s cannot be right: it must be between %(first)s and %(last)s.")


class NotANumber(RowInvalid):
    template = N_("“%(text)s” is not a whole number from 1 to %(largest)d.")


class NameInvalid(RowInvalid):
    template = N_("“%(text)s” is not a name: only characters, letters, “·” and hyphens are allowed.")


class CardInvalid(RowInvalid):
    template = N_("“%(text)s” is not a card number: only letters, digits and hyphens are allowed.")


class EmailInvalid(RowInvalid):
    template = N_("“%(text)s” is not an e-mail address.")


class PhoneOfAnother(RowInvalid):
    template = N_("The mobile phone already belongs to another person.")


class DocumentOfAnother(RowInvalid):
    template = N_("The document already belongs to another person.")


class OtherCardNumber(RowInvalid):
    template = N_("The person with this document is already a deputy of this term under card number %(card_number)s.")


class StartDiffers(RowInvalid):
    template = N_("This mandate began on %(date)s. A start that has been announced cannot be changed by a roster.")


class MandateOver(RowInvalid):
    template = N_("This mandate ended on %(date)s; its data cannot be changed any more.")


class EmployerContradicts(RowInvalid):
    template = N_("For the same employer, “%(employer)s”, row %(row)d says something else.")


class HasBadRows(DomainError):
    template = N_("Nothing was changed: %(count)d rows have errors, and you chose to take all rows or none.")


class ImportDone(DomainError):
    template = N_("This import was already applied or put away.")


class NotInFuture(InvalidInput):
    template = N_("The day must not be in the future.")


class BeforeTerm(InvalidInput):
    template = N_("The day must not be before the term began on %(date)s.")
