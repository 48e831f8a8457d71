"""The rows of one file while it is read: which come in, which do not, and what is to be told of them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gridmap.model.arrays import BoolArray
from gridmap.model.errors import Problem

_DOUBTFUL: Final = frozenset(
    (
        "known-by-name",
        "known-by-place",
        "looks-like-by-name",
        "looks-like-by-place",
        "parent-not-found",
        "parent-value-unknown",
        "shape-broken",
        "shape-missing",
        "shape-not-projectable",
        "shape-parts-dropped",
    )
)
"""What is told of a row that comes in all the same, and that somebody should look at."""


class Rows:
    """The rows of a file, numbered from 0 here and from 1 for the user.

    Attributes
    ----------
    file : str
        What the user calls the file.
    keep : array of bool (n,)
        Which rows come in.
    reasons, doubts : array of str (n,)
        Key of why a row does not come in, and of why it should be looked at; ``""`` for none.
    """

    def __init__(self, file: str, count: int) -> None:
        self.file = file
        self.keep: BoolArray = np.ones(count, dtype=bool)
        self.reasons: npt.NDArray[np.object_] = np.full(count, "", dtype=object)
        self.doubts: npt.NDArray[np.object_] = np.full(count, "", dtype=object)
        self._of_file: list[Problem] = []
        self._of_rows: list[tuple[Problem, bool]] = []

    def __len__(self) -> int:
        return len(self.keep)

    def say(self, *problems: Problem) -> None:
        """Tell of the file as a whole."""
        self._of_file += problems

    def note(self, key: str, row: int | np.integer[Any] = -1, column: str = "", **values: object) -> None:
        """Tell of the file as a whole, with the first row that it concerns."""
        self.say(Problem(key, file=self.file, row=int(row) + 1, column=column, values=values))

    def tell(self, key: str, row: int | np.integer[Any], column: str = "", **values: object) -> None:
        """Tell of one row."""
        self._tell(key, row, column, values, if_kept=False)

    def tell_if_kept(self, key: str, row: int | np.integer[Any], column: str = "", **values: object) -> None:
        """Tell of one row what is of no interest if it does not come in at all."""
        self._tell(key, row, column, values, if_kept=True)

    def doubt(self, key: str, row: int | np.integer[Any]) -> None:
        """Mark a row as one that should be looked at; the first reason counts."""
        self.doubts[row] = self.doubts[row] or key

    def leave_out(self, key: str, row: int | np.integer[Any], column: str = "", **values: object) -> None:
        """Leave a row out and tell why; the first reason counts."""
        if self.keep[row]:
            self.keep[row] = False
            self.reasons[row] = key
            self.tell(key, row, column, **values)

    def problems(self) -> tuple[Problem, ...]:
        """Return what was told: of the file as a whole first, then in the order of the rows."""
        told = [problem for problem, if_kept in self._of_rows if not if_kept or self.keep[(problem.row or 1) - 1]]
        return (*self._of_file, *sorted(told, key=lambda problem: problem.row or 0))

    def _tell(
        self, key: str, row: int | np.integer[Any], column: str, values: dict[str, object], *, if_kept: bool
    ) -> None:
        if key in _DOUBTFUL:
            self.doubt(key, row)
        problem = Problem(key, self.file, row=int(row) + 1, column=column, values=values)
        self._of_rows.append((problem, if_kept))
