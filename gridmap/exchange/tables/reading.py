"""Reading a file of tables, whatever its suffix says."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Final

from gridmap.exchange.tables.delimited import read_delimited
from gridmap.exchange.tables.finding import find_tables
from gridmap.exchange.tables.found import FoundTable
from gridmap.exchange.tables.kinds import kind_of
from gridmap.exchange.tables.lines import Step
from gridmap.exchange.tables.locked import unlocked
from gridmap.exchange.tables.opendocument import read_opendocument
from gridmap.exchange.tables.parts import Parts
from gridmap.exchange.tables.sheet import MOST_BYTES, Sheet
from gridmap.exchange.tables.spreadsheetml import read_spreadsheetml
from gridmap.exchange.tables.webpage import read_webpage
from gridmap.exchange.tables.workbooks import read_workbook, refuse_missing
from gridmap.exchange.tables.xls import read_xls
from gridmap.exchange.tables.xlsb import read_xlsb
from gridmap.exchange.tables.xlsx import XlsxExtras
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.errors import BadInput, Problem
from gridmap.storage.held import raw_bytes

Progress = Callable[[int, int], None]
"""Parts done, of how many; what it raises stops the reading."""

_PARTS: Final = 1000
_READ: Final = 0.6
"""The share of the time in which a file is read; then its tables are found."""


class _Stopped(Exception):
    """Carries what the caller's progress raised past everything that takes errors for damage."""

    def __init__(self, cause: BaseException) -> None:
        self.cause = cause
        super().__init__()


@without_garbage_collection()
def read_tables(
    path: Path, *, password: str = "", sheets: Collection[str] | None = None, progress: Progress | None = None
) -> list[FoundTable]:
    """Find the tables of a file: .xlsx, .xls, .xlsb, .ods, .et, CSV, TSV, or a web page or XML that is called .xls.

    Parameters
    ----------
    path : Path
    password : str, optional
        Of a workbook that is locked.
    sheets : collection of str, optional
        Names of the sheets to read, hidden ones too; by default those that are shown.
    progress : callable, optional
        Told how many parts of the work are done, of how many; what it raises stops the reading.

    Returns
    -------
    list of FoundTable
        From the first sheet to the last, and from the top down.

    Raises
    ------
    BadInput
        ``file-not-found``, ``tables-file-empty``, ``tables-file-too-large``, ``file-unreadable``, ``file-is-archive``,
        ``file-is-database``, ``file-is-document``, ``file-is-no-table``, ``file-needs-password``, ``password-wrong``,
        ``file-locked``, ``workbook-too-large``, ``sheet-too-large``, ``sheet-missing``, ``tables-encoding-unknown``,
        ``no-table-found``, ``table-transposed``.
    """
    path = Path(path)
    file = path.name

    def tell(share: float) -> None:
        if progress is not None:
            try:
                progress(int(_PARTS * share), _PARTS)
            except BaseException as error:
                raise _Stopped(error) from error

    try:
        return _read(_bytes_of(path, file), file, password, sheets, tell)
    except BadInput:
        raise
    except _Stopped as stopped:
        raise stopped.cause from None
    except Exception as error:  # what damaged files raise shares no base
        raise BadInput("file-unreadable", file=file, reason=str(error) or type(error).__name__) from error


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput("tables-file-too-large", file=file, bytes=MOST_BYTES)
        return raw_bytes(path)
    except FileNotFoundError as error:
        raise BadInput("file-not-found", file=file) from error


def _read(data: bytes, file: str, password: str, wanted: Collection[str] | None, tell: Step) -> list[FoundTable]:
    tell(0.0)
    read, problems = _sheets(data, file, password, wanted, lambda done, of: tell(_READ * done / of))
    tables: list[FoundTable] = []
    for number, sheet in enumerate(read):
        found, more = find_tables(
            sheet,
            file,
            lambda share, number=number: tell(_READ + (1 - _READ) * (number + share) / len(read)),  # type: ignore[misc]
        )
        tables += found
        problems += [*sheet.problems, *more]
    transposed = next((problem for problem in problems if problem.key == "table-transposed"), None)
    if not tables and transposed is not None:
        where = str(transposed.values["where"])
        raise BadInput("table-transposed", file=file, sheet=transposed.sheet, row=transposed.row, where=where)
    if not tables:
        raise BadInput("no-table-found", file=file, expected=[sheet.name for sheet in read if sheet.name])
    tell(1.0)
    tables[0] = replace(tables[0], problems=(*problems, *tables[0].problems))
    return tables


def _sheets(
    data: bytes, file: str, password: str, wanted: Collection[str] | None, progress: Callable[[float, int], None]
) -> tuple[list[Sheet], list[Problem]]:
    kind = kind_of(data, file)
    if kind == "locked":
        data = unlocked(data, password, file)
        kind = kind_of(data, file)
    if kind == "xlsx":
        parts = Parts(data, file)
        parts.prove_lengths()
        extras = XlsxExtras(parts, file)
        return read_workbook(data, file, extras.of, extras.epoch, wanted, progress)
    if kind == "xlsb":
        return read_xlsb(data, file, wanted, progress)
    if kind == "xls":
        try:
            return read_xls(data, file, wanted, progress)
        except BadInput as error:
            if error.key != "file-needs-password":
                raise
        return read_xls(unlocked(data, password, file), file, wanted, progress)
    if kind == "ods":
        return read_opendocument(data, file, wanted, progress)
    if kind == "spreadsheetml":
        return read_spreadsheetml(data, file, wanted, progress)
    pages = (
        read_webpage(data, file) if kind == "html" else [read_delimited(data, file, lambda share: progress(share, 1))]
    )
    refuse_missing([page.name for page in pages], wanted, file)
    return [page for page in pages if wanted is None or page.name in wanted], []
