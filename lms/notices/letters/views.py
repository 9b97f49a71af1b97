"""Letters: what waits for somebody, one letter, what became of it, and the batch for the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request

from lms.core import blobs, clock
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.download import download
from lms.documents.printing import MEDIA_TYPE
from lms.notices.letters import delivery, drafting, labels, printing, queries, words
from lms.notices.letters.forms import AddressForm, DeliveryForm, LetterheadForm, SealedCopyForm
from lms.notices.letters.states import LetterState

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.core.forms import Form
    from lms.notices.letters.models import Letter

bp = Blueprint("letters", __name__, url_prefix="/letters", template_folder="../templates")

SHOW, HEAD = "notices/letters/show.html", "notices/letters/letterhead.html"


@bp.get("")
@requires(Permission.HANDLE_LETTERS)
def index() -> ResponseReturnValue:
    """The letters, what waits for somebody first."""
    actor, asked = current_actor(), request.args.get("state", "")
    state = LetterState(asked) if asked in set(LetterState) else None
    return render_template(
        "notices/letters/index.html",
        page=queries.letters(actor, state=state, number=page_number()),
        to_post=len(queries.to_post(actor)),
        head=queries.letterhead(actor),
        states=[(each.value, _(label)) for each, (label, _tone) in labels.LETTER_STATE.items()],
        labels=labels,
    )


@bp.get("/letterhead")
@requires(Permission.HANDLE_LETTERS)
def ask_letterhead() -> ResponseReturnValue:
    """In whose name do letters go out?"""
    return render_template(HEAD, form=LetterheadForm.of(queries.letterhead(current_actor())))


@bp.post("/letterhead")
@requires(Permission.HANDLE_LETTERS)
def set_letterhead() -> ResponseReturnValue:
    """From now on in this name."""
    form = LetterheadForm()
    if not form.validate():
        return invalid(HEAD, form=form)
    drafting.set_letterhead(form.head, actor=current_actor(), now=clock.now())
    flash(_("The letterhead is saved."), "success")
    return see("letters.index")


@bp.get("/batch")
@requires(Permission.HANDLE_LETTERS)
def batch() -> ResponseReturnValue:
    """One PDF of all letters that lie ready for the post."""
    letters = queries.to_post(current_actor())
    if not letters:
        raise NotFound
    content = printing.pdf(letters, made_at=clock.now())
    return download(content, file_name=_("Letters to be posted.pdf"), media_type=MEDIA_TYPE)


@bp.post("/batch")
@requires(Permission.HANDLE_LETTERS)
def note_posted() -> ResponseReturnValue:
    """They are in the post, up to the last one that was seen."""
    actor = current_actor()
    ready = [each.id for each in queries.to_post(actor)]
    count = delivery.note_posted(ready, actor=actor, now=clock.now())
    flash(ngettext("%(num)d letter is marked as sent.", "%(num)d letters are marked as sent.", count), "success")
    return see("letters.index")


@bp.get("/<uuid:public_id>")
@requires(Permission.HANDLE_LETTERS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One letter: what it says, where it stands, what happened to it."""
    return render_template(SHOW, **_context(queries.letter(current_actor(), public_id)))


@bp.get("/<uuid:public_id>/pdf")
@requires(Permission.HANDLE_LETTERS)
def pdf(public_id: uuid.UUID) -> ResponseReturnValue:
    """The letter for the printer."""
    letter = queries.letter(current_actor(), public_id)
    content = printing.pdf([letter], made_at=letter.signed_at)
    return download(content, file_name=f"{letter.reference} {letter.title}.pdf", media_type=MEDIA_TYPE)


@bp.get("/<uuid:public_id>/docx")
@requires(Permission.HANDLE_LETTERS)
def docx(public_id: uuid.UUID) -> ResponseReturnValue:
    """The letter for Word."""
    letter = queries.letter(current_actor(), public_id)
    name = f"{letter.reference} {letter.title}.docx"
    return download(printing.docx(letter), file_name=name, media_type=printing.DOCX)


@bp.post("/<uuid:public_id>/delivery")
@requires(Permission.HANDLE_LETTERS)
def note_delivery(public_id: uuid.UUID) -> ResponseReturnValue:
    """This became of it."""
    actor = current_actor()
    letter = queries.letter(actor, public_id)
    form = DeliveryForm.of(letter)
    if not form.validate():
        return invalid(SHOW, **_context(letter, delivery_form=form))
    try:
        delivery.note_state(letter.id, form.state, form.note.data or "", actor=actor, now=clock.now())
    except DomainError as refusal:
        return _refused(public_id, refusal, delivery_form=form)
    flash(_("The state of the letter is saved."), "success")
    return see("letters.show", public_id=public_id)


@bp.post("/<uuid:public_id>/address")
@requires(Permission.HANDLE_LETTERS)
def mend_address(public_id: uuid.UUID) -> ResponseReturnValue:
    """It goes there instead."""
    actor, form = current_actor(), AddressForm()
    letter = queries.letter(actor, public_id)
    if not form.validate():
        return invalid(SHOW, **_context(letter, address_form=form))
    where = (form.address.data or "", form.email.data or "")
    try:
        delivery.mend_address(letter.id, *where, actor=actor, now=clock.now())
    except DomainError as refusal:
        return _refused(public_id, refusal, address_form=form)
    flash(_("The address is saved."), "success")
    return see("letters.show", public_id=public_id)


@bp.post("/<uuid:public_id>/sealed-copy")
@requires(Permission.HANDLE_LETTERS)
def keep_sealed_copy(public_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the scan."""
    actor, form = current_actor(), SealedCopyForm()
    letter = queries.letter(actor, public_id)
    if not form.validate():
        return invalid(SHOW, **_context(letter, copy_form=form))
    try:
        delivery.keep_sealed_copy(letter.id, form.file.data.read(), actor=actor, now=clock.now())
    except DomainError as refusal:
        return _refused(public_id, refusal, copy_form=form)
    flash(_("The sealed copy is kept."), "success")
    return see("letters.show", public_id=public_id)


@bp.get("/<uuid:public_id>/sealed-copy")
@requires(Permission.HANDLE_LETTERS)
def sealed_copy(public_id: uuid.UUID) -> ResponseReturnValue:
    """The scan of the letter under its seal."""
    letter = queries.letter(current_actor(), public_id)
    if letter.sealed_sha256 is None:
        raise NotFound
    media_type = blobs.find(letter.sealed_sha256).media_type
    ending = media_type.rpartition("/")[2].replace("jpeg", "jpg")
    content = blobs.read_blob(letter.sealed_sha256)
    return download(content, file_name=f"{letter.reference}.{ending}", media_type=media_type)


def _context(letter: Letter, **forms: Form) -> dict[str, object]:
    return {
        "letter": letter,
        "history": queries.history(letter),
        "superseded_by": queries.superseded_by(letter),
        "labels": labels,
        "salutation": words.salutation,
        "signed_day": words.day(clock.local_date(letter.signed_at)),
        # Those that were not sent show what holds, not what another form said.
        "delivery_form": DeliveryForm.of(letter, is_blank=True),
        "address_form": AddressForm(None, address=letter.address, email=letter.email),
        "copy_form": SealedCopyForm(None),
    } | forms


def _refused(public_id: uuid.UUID, refusal: DomainError, **forms: Form) -> ResponseReturnValue:
    """The page again, as the letter stands now, with the form that was refused."""
    for form in forms.values():
        form.form_errors.append(refusal.message)
    return invalid(SHOW, **_context(queries.letter(current_actor(), public_id), **forms))
