"""The workbook of rows that did not come in, with the reason beside each: mended, it is read by the same command."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from gridmap.exchange.rosters.outcome import Fault, Prepared, TableTaken
from gridmap.exchange.rosters.private import is_private_header, without_ids
from gridmap.storage.whole_files import whole_files
from ui.outputs.ledger.workbook import cell_text
from ui.outputs.workbooks import Workbook
from ui.words.messages import BOTH, text

HEADINGS: Final = ("sheet", "row", "column", "problem", "suggestion")
"""Columns that are put behind those of the file, ``roster-bad-KEY``; reading the workbook passes over them."""

Words = Callable[[Fault], tuple[str, str]]
"""Returns the reason and the suggestion of a fault as sentences."""


def write_bad_rows(prepared: Prepared, path: Path, words: Words, language: str = "zh") -> int:
    """Write the rows that were left out or came in only in part, each with all its columns that may be kept.

    There is a sheet for each table, under its name and title, so that towns and villages are found there as before.
    Personal columns and ID numbers are not written.

    Returns
    -------
    int
        How many rows were written; if none, no file was.

    Raises
    ------
    BadInput
        ``file-not-saved``.
    """
    rows: dict[tuple[int, int], list[Fault]] = {}
    for fault in prepared.faults:
        rows.setdefault((fault.table, fault.index), []).append(fault)
    if not rows:
        return 0
    with whole_files(Path(path)) as place:
        book = Workbook(place)
        formats = {
            "text": book.add_format({"num_format": "@"}),
            "header": book.add_format({"bold": True, "text_wrap": True, "border": 1}),
            "bad": book.add_format({"num_format": "@", "bg_color": "#FFC7CE"}),
            "title": book.add_format({"bold": True, "font_size": 13}),
        }
        names: set[str] = set()
        for number, taken in enumerate(prepared.tables):
            mine = {index: found for (table, index), found in rows.items() if table == number}
            if mine:
                sheet = book.add_worksheet(_free(taken.found.sheet or taken.found.file, names))
                _write(sheet, taken, mine, words, language, formats)
        book.close()
    return len(rows)


def _write(
    sheet: Any,
    taken: TableTaken,
    rows: Mapping[int, list[Fault]],
    words: Words,
    language: str,
    formats: Mapping[str, Any],
) -> None:
    found = taken.found
    private = {c.header for c in taken.mapping.columns if c.why == "private"} if taken.mapping else set()
    kept = [at for at, header in enumerate(found.columns) if header not in private and not is_private_header(header)]
    said_in = language if language in BOTH else BOTH[1]  # other words would be taken for columns of the file
    own = [text(f"roster-bad-{heading}", said_in) for heading in HEADINGS]
    kept = [at for at in kept if found.columns[at] not in own]
    top = 0
    if found.title:
        sheet.write_string(0, 0, cell_text(found.title), formats["title"])
        top = 1
    for at, header in enumerate([*(found.columns[place] for place in kept), *own]):
        sheet.write_string(top, at, cell_text(header), formats["header"])
    sheet.set_column(0, len(kept) + len(own), 16, formats["text"])
    sheet.set_column(len(kept) + 2, len(kept) + 4, 34, formats["text"])
    for line, index in enumerate(sorted(rows), start=top + 1):
        faults = rows[index]
        headers = {fault.problem.column for fault in faults}
        cells = without_ids(found.cells[index, kept])[0]
        for at, cell in enumerate(cells.tolist()):
            style = formats["bad" if found.columns[kept[at]] in headers else "text"]
            sheet.write_string(line, at, cell_text(cell), style)
        said = [words(fault) for fault in faults]
        between = "；" if language == "zh" else "; "
        about = (
            found.sheet,
            str(int(found.rows[index])),
            between.join(dict.fromkeys(fault.problem.column for fault in faults if fault.problem.column)),
            between.join(reason for reason, _ in said),
            between.join(suggestion for _, suggestion in said if suggestion),
        )
        for at, said_there in enumerate(about, start=len(kept)):
            sheet.write_string(line, at, cell_text(said_there), formats["text"])
    sheet.freeze_panes(top + 1, 0)


def _free(name: str, names: set[str]) -> str:
    """Return a name that a sheet may have and none before has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "Sheet"
    free, number = plain, 2
    while free.lower() in names:
        free, number = f"{plain[:27]} {number}", number + 1
    names.add(free.lower())
    return free
