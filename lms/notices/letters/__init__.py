"""Official letters (公函): drafted, checked, signed and numbered, sent, and what came of each. Of whatever room they are."""
