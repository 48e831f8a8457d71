"""One table on its way in: its columns by field, with ID numbers and private remarks gone, and its faults."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.exchange.rosters.columns import ColumnMapping
from gridmap.exchange.rosters.fields import OF_COMPOUNDS, OF_FACILITIES, OF_ITEMS, PLACES
from gridmap.exchange.rosters.outcome import Fault, Namesake
from gridmap.exchange.rosters.private import LeftOut, without_ids, without_private_remarks
from gridmap.exchange.tables import Dates, FoundTable, read_codes, read_counts, read_dates
from gridmap.exchange.tables.id_numbers import shown
from gridmap.exchange.tables.lines import digits_alike
from gridmap.exchange.tables.sheet import is_error
from gridmap.model.arrays import BoolArray
from gridmap.model.errors import Problem

TextArray = npt.NDArray[np.object_]

_EXAMPLE: Final = re.compile(r"^\W*(?:示例|范例|样例|例如?|举例|example|e\.g\.?|sample)\W*\d*$", re.IGNORECASE)
_NOTES: Final = re.compile(
    r"^\W*(?:填写说明|填表说明|填报说明|填写要求|必填|选填|how to fill in|required|optional)", re.IGNORECASE
)
_IN_EXAMPLES: Final = re.compile(
    r"例|举|说明|要求|必填|选填|example|e\.g|sample|fill in|required|optional", re.IGNORECASE
)
"""Something of this is in any example and in any note, and in hardly a cell of a long list."""
_IN_ERRORS: Final = re.compile(r"#|Err:", re.IGNORECASE)
_NEVER_CUT: Final = frozenset(("grid_code", "parent_code", "serial", "x", "y", "coordinates"))
"""Fields of digits in which nothing is kept; a code may look like an ID number."""
_MEANT: Final = frozenset(
    (
        *PLACES,
        "person",
        "branch",
        "from_date",
        "until_date",
        "period",
        "x",
        "y",
        "coordinates",
        *OF_ITEMS,
        *OF_FACILITIES,
        *OF_COMPOUNDS,
    )
)
"""Fields without which a row says something else than it means."""


class Sheet:
    """A table whose columns are known.

    Parameters
    ----------
    number : int
        Its place among the tables that are read.
    found : FoundTable
    mapping : ColumnMapping
    """

    def __init__(self, number: int, found: FoundTable, mapping: ColumnMapping) -> None:
        self.number, self.found, self.mapping = number, found, mapping
        self.count = len(found.rows)
        self.bad = np.zeros(self.count, dtype=bool)
        self.skipped = np.zeros(self.count, dtype=bool)
        self.faults: list[Fault] = []
        self.problems: list[Problem] = []
        self.left_out: list[LeftOut] = []
        self.phones_left = 0
        self._cells: dict[int, TextArray] = {}
        self._blank = np.full(self.count, "", dtype=object)
        there = found.cells != ""
        self._clean(there)
        self._skip_examples(there)
        self._without_errors()
        self._tell_columns(there)

    # ---- columns -----------------------------------------------------------------------------------------------------

    def places(self, kind: str) -> list[int]:
        """Return the places of all columns of a field, whatever their role or tier."""
        return [at for at, column in enumerate(self.mapping.columns) if column.kind == kind]

    def place(self, field: str) -> int:
        """Return the place of the one column of a field, -1 if there is none."""
        return self.mapping.first(field)

    def has(self, *fields: str) -> bool:
        """Whether any of the fields has a column."""
        return any(self.place(field) >= 0 for field in fields)

    def header(self, at: int) -> str:
        """Return the header of a column, ``""`` for none."""
        return self.found.columns[at] if at >= 0 else ""

    def cells(self, at: int) -> TextArray:
        """Return the cells of a column, without ID numbers; blank ones for a column that is not there (-1)."""
        if at < 0:
            return self._blank
        return self._cells[at] if at in self._cells else self.found.cells[:, at]

    def texts(self, field: str, *, kept: bool = False) -> list[str]:
        """Return what a column says, without blanks around it: in plain letters, or as it is written to be kept."""
        return list(self.text_array(field, kept=kept).tolist())

    def text_array(self, field: str, *, kept: bool = False) -> TextArray:
        """Return what :meth:`texts` does as an array that is not to be written into."""
        cells = self.cells(self.place(field))
        whole = "".join(cells.tolist())
        # No kind of blank but the plain one is printable, and of what is normal every part is.
        if " " not in whole and whole.isprintable() and (kept or unicodedata.is_normalized("NFKC", whole)):
            return cells
        how = trimmed if kept else clean
        return once(lambda cells: np.array([how(cell) for cell in cells.tolist()], dtype=object), cells)

    def codes(self, field: str) -> list[str]:
        """Return the codes of a column; a row whose code a program has spoilt is left out."""
        at = self.place(field)
        if at < 0:
            return [""] * self.count
        rounded = self.found.rounded[:, at] if self.found.rounded.shape == self.found.cells.shape else None
        read = read_codes(self.cells(at), rounded)
        for row in np.flatnonzero((read.doubts == "code-rounded") | (read.doubts == "code-scientific")).tolist():
            self.fault(row, at, read.doubts[row])
        return [clean(text) for text in read.texts.tolist()]

    def numbers(self, field: str) -> npt.NDArray[np.int64]:
        """Return the whole numbers of a column, -1 where it says none; what is no number is told."""
        at = self.place(field)
        result = np.full(self.count, -1, dtype=np.int64)
        if at < 0:
            return result
        codes, unique = pd.factorize(self.cells(at))
        read = read_counts(np.asarray(unique, dtype=object))
        result = np.where(read.known, read.values, -1)[codes]
        for row in np.flatnonzero((read.doubts != "")[codes]).tolist():
            self.fault(row, at, read.doubts[codes[row]], left_out=False)
        return result

    def dates(self, field: str, otherwise: Sequence[object] = ()) -> Dates:
        """Return the days of a column; rows in which it is no day are left out, but for those known ``otherwise``."""
        at = self.place(field)
        if at < 0:
            blank = np.full(self.count, "", dtype=object)
            return Dates(blank, np.zeros(self.count, dtype=bool), blank)
        read = read_dates(self.cells(at), self.found.epoch)
        for row in np.flatnonzero(read.doubts != "").tolist():
            if not (otherwise and otherwise[row]):
                self.fault(row, at, read.doubts[row])
        return read

    # ---- what is told ------------------------------------------------------------------------------------------------

    def fault(
        self,
        row: int,
        at: int,
        key: str,
        *,
        value: str | None = None,
        suggestions: tuple[str, ...] = (),
        left_out: bool = True,
        asked: str = "",
        candidates: tuple[int, ...] = (),
        namesakes: tuple[Namesake, ...] = (),
        word: str = "",
        **values: object,
    ) -> None:
        """Tell of a cell that cannot be taken, and leave its row out unless it can come in without."""
        if self.skipped[row]:
            return
        said = shown(clean(str(self.cells(at)[row]) if value is None else value))
        problem = Problem(
            key,
            self.found.file,
            self.found.sheet,
            int(self.found.rows[row]),
            self.header(at),
            {"value": said, "name": "", "count": 0, **values},
        )
        self.faults.append(
            Fault(problem, said, suggestions, left_out, self.number, row, asked, candidates, namesakes, word)
        )
        self.bad[row] |= left_out

    def tell(self, key: str, column: str = "", **values: object) -> None:
        """Tell of the table as a whole."""
        self.problems.append(Problem(key, self.found.file, self.found.sheet, 0, column, values))

    # ---- at the beginning --------------------------------------------------------------------------------------------

    def _clean(self, there: BoolArray) -> None:
        """Take out what is never kept, and count it."""
        for at, column in enumerate(self.mapping.columns):
            if column.why == "private":
                filled = int(there[:, at].sum())
                if filled:
                    self._left_out(column.header, "header", filled)
                continue
            if column.kind in _NEVER_CUT:
                continue
            cells, count = without_ids(self.found.cells[:, at])
            if count:
                self._left_out(column.header, "id-number", count)
            if column.kind == "note":
                cells, remarks = without_private_remarks(cells)
                if remarks:
                    self._left_out(column.header, "remark", remarks)
            self._cells[at] = cells

    def _left_out(self, column: str, reason: Any, count: int) -> None:
        self.left_out.append(LeftOut(self.found.file, self.found.sheet, column, reason, count))

    def _skip_examples(self, there: BoolArray) -> None:
        """Pass over rows that show how a form is to be filled in, and those that are blank or hold only a number."""
        serial = self.place("serial")
        shows = np.zeros(self.count, dtype=bool)
        for at, patterns in ((0, (_EXAMPLE, _NOTES)), (serial, (_EXAMPLE,))):
            if 0 <= at < self.found.cells.shape[1]:
                alike = digits_alike(self.found.cells[:, at])  # no pattern here tells one digit from another
                different = set(alike)
                if _IN_EXAMPLES.search("\0".join(different)):
                    fits = {text for text in different if any(pattern.match(clean(text)) for pattern in patterns)}
                    shows |= np.array([text in fits for text in alike], dtype=bool)
        wanted = [
            at for at, c in enumerate(self.mapping.columns) if c.field and c.kind not in ("serial", "told", "figures")
        ]
        blank = ~there[:, wanted].any(axis=1) if wanted else np.ones(self.count, dtype=bool)
        self.skipped = shows | blank
        if shows.any():
            self.tell("roster-examples-left", count=int(shows.sum()))

    def _without_errors(self) -> None:
        """Take cells for blank in which a formula has failed, and leave out rows that are nothing without them."""
        for at, column in enumerate(self.mapping.columns):
            if not column.field or column.why == "private" or not _may_have_failed(self.cells(at)):
                continue
            codes, unique = pd.factorize(self.cells(at))
            failed = np.array([is_error(text) for text in unique.tolist()], dtype=bool)
            if not failed.any():
                continue
            cells = self.cells(at).copy()
            for row in np.flatnonzero(failed[codes]).tolist():
                self.fault(row, at, "cell-formula-failed", left_out=column.kind in _MEANT)
                cells[row] = ""
            self._cells[at] = cells

    def _tell_columns(self, there: BoolArray) -> None:
        """Tell which columns are not taken in, and which only by likeness."""
        filled = [(c, bool(there[:, at].any())) for at, c in enumerate(self.mapping.columns)]
        unknown = [
            c.header
            for c, full in filled
            if full and (c.field == "phone:secretary" or (not c.field and c.why in ("unknown", "twice", "chosen")))
        ]
        if unknown:
            self.tell("roster-columns-left", columns=unknown)
        unused = [c.header for c, full in filled if full and c.kind in ("extent", "area")]
        if unused:
            self.tell("roster-columns-not-kept", columns=unused)


def _may_have_failed(cells: TextArray) -> bool:
    """Whether there may be a cell in a column whose formula has failed; all of it is looked at in one go."""
    whole = "\0".join(cells.tolist())
    return "#" in whole or (":" in whole and _IN_ERRORS.search(whole) is not None)


def once(how: Callable[[TextArray], TextArray], cells: TextArray) -> TextArray:
    """Apply a function of cells to each text that occurs, once."""
    codes, unique = pd.factorize(cells)
    return how(np.asarray(unique, dtype=object))[codes] if len(unique) else cells


def clean(cell: str) -> str:
    """Return a cell's text in plain letters, without blanks around it and line breaks."""
    return " ".join(unicodedata.normalize("NFKC", cell).split()) if cell else ""


def trimmed(cell: str) -> str:
    """Return a cell's text as it is written, without blanks around it and line breaks."""
    if " " not in cell and cell.isprintable():  # no kind of blank but the plain one is printable
        return cell
    return " ".join(cell.split())
