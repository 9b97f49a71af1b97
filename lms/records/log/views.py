"""The public face of the log, and a person's own record with its proofs. Nothing here says anything of a person
to anybody else: a checkpoint is a size and a hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.i18n import gettext as _
from lms.core.permissions import Permission, anonymous, current_actor, requires
from lms.core.settings import ROOT
from lms.documents.download import download
from lms.records.log import checkpoints, proofs
from lms.records.log.bundle import bundle_for, encoded, published_keys
from lms.records.log.refusals import ProofUnavailable
from lms.records.log.sequencer import MOST_DELAY
from lms.records.log.stored_tree import LogDamaged

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("log", __name__, template_folder="../templates")

VERIFIER = ROOT / "verifier" / "verify_record.py"
MINUTE, DAY = 60, 86_400


@bp.get("/log")
@anonymous
def about() -> ResponseReturnValue:
    """What the log is, and how anyone can check it."""
    newest = checkpoints.newest(db.session())
    minutes = int(MOST_DELAY.total_seconds() // MINUTE)
    return render_template("records/log.html", newest=newest, origin=checkpoints.origin(), minutes=minutes)


@bp.get("/log/checkpoint")
@anonymous
def newest() -> ResponseReturnValue:
    """The newest checkpoint."""
    checkpoint = checkpoints.newest(db.session())
    if checkpoint is None:
        return _text("the log is empty\n", cached_for=MINUTE, status=404)
    return _text(checkpoint.note, cached_for=MINUTE)


@bp.get("/log/checkpoints/<int:size>")
@anonymous
def at_size(size: int) -> ResponseReturnValue:
    """The checkpoint that was signed at this size."""
    newest = checkpoints.newest(db.session())
    checkpoint = checkpoints.at_size(db.session(), size) if newest and size <= newest.tree_size else None
    if checkpoint is None:
        raise NotFound
    return _text(checkpoint.note, cached_for=DAY)


@bp.get("/log/keys")
@anonymous
def keys() -> ResponseReturnValue:
    """The keys by which checkpoints are verified, one a line, the oldest first."""
    return _text("".join(f"{each}\n" for each in published_keys()), cached_for=MINUTE)


@bp.get("/log/consistency/<int:old>/<int:new>")
@anonymous
def consistency(old: int, new: int) -> ResponseReturnValue:
    """The proof that the log of one size goes on from that of another."""
    newest = checkpoints.newest(db.session())
    if newest is None or not 0 < old <= new <= newest.tree_size:
        raise NotFound
    try:
        proof = proofs.consistency(db.session(), old=old, new=new)
    except LogDamaged:
        raise ProofUnavailable from None
    response = jsonify({"old": old, "new": new, "proof": encoded(proof)})
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response


@bp.get("/log/verifier")
@anonymous
def verifier() -> ResponseReturnValue:
    """The program that checks a record without the platform."""
    return download(VERIFIER.read_bytes(), file_name=VERIFIER.name, media_type="text/x-python; charset=utf-8")


@bp.get("/record/proof-file")
@requires(Permission.VIEW_OWN_RECORD)
def proof() -> ResponseReturnValue:
    """My record with its proofs."""
    actor = current_actor()
    if actor.person_id is None:
        raise NotFound
    content = bundle_for(actor.person_id, congress_id=actor.congress_id, now=clock.now())
    name = _("Proof of my record %(day)s.json", day=clock.today().isoformat())
    return download(content, file_name=name, media_type="application/json")


def _text(text: str, *, cached_for: int, status: int = 200) -> Response:
    response = Response(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={cached_for}"
    return response
