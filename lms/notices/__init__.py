"""A person's inbox: what the platform tells a person, and whether it was read.

`tell` writes a notice in the transaction in which the news became true. A room below this floor publishes an event
instead, and `subscriptions` tells.
"""

from lms.notices.operations import Link, tell

__all__ = ["Link", "tell"]
