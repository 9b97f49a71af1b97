"""The performance record (履职档案). It knows nothing of courses or study sessions: it is told facts."""
