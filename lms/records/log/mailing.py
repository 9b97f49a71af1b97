"""The newest checkpoint leaves the installation each night, to where its operators cannot change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from lms.core import settings
from lms.core.database import transaction
from lms.core.i18n import gettext as _
from lms.core.outbox import OutboxMessage, send_mail
from lms.records.log import checkpoints

if TYPE_CHECKING:
    from datetime import datetime

PURPOSE = "records.checkpoint"


def mail_newest(*, due_at: datetime, now: datetime) -> bool:
    """Mail the newest checkpoint; whether there was one to mail.

    The text is the signed note and nothing else, so that the mail's body is the file for `lms records verify`. Nothing
    goes if nowhere is said, if the log has not grown since the last mail, or if this night's mail is queued already.
    """
    address = settings.current().checkpoint_mail
    if not address:
        return False
    with transaction() as session:
        newest = checkpoints.newest(session)
        if newest is None:
            return False
        since = min(newest.signed_at, due_at)
        if session.scalar(select(exists().where(OutboxMessage.purpose == PURPOSE, OutboxMessage.queued_at >= since))):
            return False
        subject = _("Checkpoint of %(log)s: %(size)d entries", log=checkpoints.origin(), size=newest.tree_size)
        send_mail(session, to=address, subject=subject, text=newest.note, purpose=PURPOSE, now=now)
        return True
