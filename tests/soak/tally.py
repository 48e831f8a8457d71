"""What came of attempts: how many were refused with a sentence, survived, or failed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of one family, and what failed in it.

    Attributes
    ----------
    refused : int
        How often the answer was a sentence: a file that cannot be read, a disk that is full.
    survived : int
        How often the work was done, or all that had been acknowledged was there afterwards.
    failures : list of str
        What was not as it must be.
    """

    refused: int = 0
    survived: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many files, kills, full disks or lists of names there were."""
        return self.refused + self.survived + len(self.failures)

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        self.refused += other.refused
        self.survived += other.survived
        self.failures += other.failures
