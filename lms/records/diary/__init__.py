"""The deputy's diary (履职日志): written by the deputy, verified by the unit, and then an entry."""
