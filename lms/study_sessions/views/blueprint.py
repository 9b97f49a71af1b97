"""The blueprint that all views of this room hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("study_sessions", __name__, template_folder="../templates")
