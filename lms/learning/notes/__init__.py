"""Notes (学习笔记) that a person makes on a lesson, at a second of its video or on its text. Nobody else sees them."""
