"""The rows of one file while it is read: which come in, which do not, and what is to be told of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from gridmap.model.arrays import BoolArray
from gridmap.model.errors import Problem


class Rows:
    """The rows of a file, numbered from 0 here and from 1 for the user.

    Attributes
    ----------
    file : str
        What the user calls the file.
    keep : array of bool (n,)
        Which rows come in.
    """

    def __init__(self, file: str, count: int) -> None:
        self.file = file
        self.keep: BoolArray = np.ones(count, dtype=bool)
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
        self._of_rows.append((Problem(key, self.file, row=int(row) + 1, column=column, values=values), False))

    def tell_if_kept(self, key: str, row: int | np.integer[Any], column: str = "", **values: object) -> None:
        """Tell of one row what is of no interest if it does not come in at all."""
        self._of_rows.append((Problem(key, self.file, row=int(row) + 1, column=column, values=values), True))

    def leave_out(self, key: str, row: int | np.integer[Any], column: str = "", **values: object) -> None:
        """Leave a row out and tell why; the first reason counts."""
        if self.keep[row]:
            self.keep[row] = False
            self.tell(key, row, column, **values)

    def problems(self) -> tuple[Problem, ...]:
        """Return what was told: of the file as a whole first, then in the order of the rows."""
        told = [problem for problem, if_kept in self._of_rows if not if_kept or self.keep[(problem.row or 1) - 1]]
        return (*self._of_file, *sorted(told, key=lambda problem: problem.row or 0))
