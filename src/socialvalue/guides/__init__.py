"""Guides and exercises: what the measures mean, for those who use them, and how to count right."""

from socialvalue.guides.guide import Guide
from socialvalue.guides.training.catalogue import exercises, practice
from socialvalue.guides.training.exercise import Checked, Exercise
from socialvalue.guides.writing import make, write

__all__ = ["Checked", "Exercise", "Guide", "exercises", "make", "practice", "write"]


def __dir__() -> list[str]:
    return list(__all__)
