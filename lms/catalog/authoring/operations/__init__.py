"""Writing in drafts, taking them through review, and withdrawing what was published."""
