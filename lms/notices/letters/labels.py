"""The words that pages use for the states of drafts and letters: a msgid and the tone of its tag."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.notices.letters.states import Delivery, DraftState, LetterState
from lms.people.models import LetterForm

DRAFT_STATE = {
    DraftState.DRAFTED: (N_("Drafted, to be checked"), "amber"),
    DraftState.CHECKED: (N_("Checked, to be signed"), "amber"),
    DraftState.SIGNED: (N_("Signed and issued"), "green"),
    DraftState.SET_ASIDE: (N_("Draft set aside"), ""),
}
LETTER_STATE = {
    LetterState.TO_SEND: (N_("To be sent"), "amber"),
    LetterState.SENT: (N_("Letter sent"), "blue"),
    LetterState.BOUNCED: (N_("Came back"), "red"),
    LetterState.RECEIVED: (N_("Receipt came"), "green"),
}
DELIVERY = {Delivery.MAIL: N_("By e-mail"), Delivery.POST: N_("By post")}
FORM = {
    LetterForm.STANDARD: N_("Letter to the employer"),
    LetterForm.COURTESY: N_("Courtesy letter"),
    LetterForm.THROUGH_UNIT: N_("Letter through the unit"),
}

# Reasons that the system itself gives; people's own are kept as they wrote them.
NOTE = {
    "signed": N_("Signed and numbered"),
    "mail.sent": N_("The mail has left"),
    "mail.bounced": N_("The mail was refused"),
    "mail.failed": N_("The mail could not be sent"),
    "address": N_("Address mended"),
}
