"""What a person answered last. No attempts are counted, and nothing here is an input of any figure."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, UtcDateTime


class SelfTestAnswer(Base):
    """The last answer of a person to a question in one wording: the numbers of the chosen options, `1` or `1,3`."""

    __tablename__ = "self_test_answer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("course_question.id"), primary_key=True, autoincrement=False)
    chosen: Mapped[str] = mapped_column(String(40))
    is_right: Mapped[bool]
    answered_at: Mapped[UtcDateTime]

    @property
    def options(self) -> frozenset[int]:
        """The numbers of the chosen options."""
        return frozenset(int(each) for each in self.chosen.split(","))
