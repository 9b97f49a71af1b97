"""Taking a course: playback lease, watched evidence, readings, completion."""
