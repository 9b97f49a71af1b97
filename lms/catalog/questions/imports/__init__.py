"""Questions from other systems' files: GIFT, Moodle XML and our own workbook, and what of them cannot be carried over."""
