"""Search over courses: titles, readings and captions, by words of any length, by pinyin and by initials."""
