"""The staff numbers of a plan, to be found in what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gridmap.model.change import Change
from gridmap.model.cycles import as_left_out
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@dataclass(frozen=True, eq=False)
class StaffNumbers:
    """Numbers by which a text is searched by its own length, and not by how many of them there are.

    Attributes
    ----------
    numbers : frozenset of str
        Each once, none of them empty.
    lengths : tuple of int
        The lengths that occur.
    """

    numbers: frozenset[str]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, numbers: Iterable[str]) -> StaffNumbers:
        """Return the numbers that are there; empty ones are left out."""
        known = as_left_out(frozenset(numbers) - {""})
        return cls(known, tuple(sorted({len(number) for number in known})))

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def within(self, text: str) -> frozenset[str]:
        """Return those that stand in a text, also as a part of a longer word."""
        return self.numbers.intersection(
            text[at : at + length] for length in self.lengths for at in range(len(text) - length + 1)
        )


@kept("workers.staff_number")
def staff_numbers(plan: Plan) -> StaffNumbers:
    """Return the staff numbers of all workers; kept with the plan."""
    return StaffNumbers.of(plan.tables["workers"]["staff_number"].tolist())


@staff_numbers.follows
def _(old: Plan, new: Plan, change: Change, result: StaffNumbers) -> StaffNumbers | None:
    """Add what came; where a number went that another worker may have as well, all are looked at again."""
    rows = change.rows["workers"]
    before, after = (set(frame["staff_number"].tolist()) - {""} for frame in (rows.before, rows.after))
    if before - after:
        return None
    return StaffNumbers.of(result.numbers | after) if after - result.numbers else result
