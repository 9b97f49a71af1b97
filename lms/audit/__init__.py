"""Who did what: append-only, by opaque ids and field names, never with personal values."""

from lms.audit.recording import record

__all__ = ["record"]
