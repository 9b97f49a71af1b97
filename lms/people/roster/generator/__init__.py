"""A seeded roster of 2,977 people who do not exist, as like the 14th National People's Congress as figures tell."""

from lms.people.roster.generator.deputies import generate
from lms.people.roster.generator.faults import faulty_rows

__all__ = ["faulty_rows", "generate"]
