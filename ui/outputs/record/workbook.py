"""The record of adjustment as an Excel workbook: what it is, grids before and after, buildings, ground, totals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gridmap.people.privacy import Profile
from gridmap.project.comparison import Comparison
from gridmap.storage.whole_files import whole_files
from ui.outputs.ledger.workbook import Book
from ui.outputs.record.tables import RecordTables, facts_of, states_of
from ui.outputs.record.words import units_of
from ui.words.labels import term
from ui.words.messages import Language, origin_of, text


def write_workbook(
    comparison: Comparison, path: Path, *, title: str, language: Language, privacy: Profile, on: dt.date
) -> None:
    """Write the record as .xlsx; see :func:`ui.outputs.record.write_record`."""
    tables = RecordTables(comparison, language, privacy)
    facts: list[tuple[str, str | int]] = [*facts_of(comparison, title, language)]
    facts += [
        (step, "  ".join(part for part in (state, done, f"({who})") if part))
        for step, who, state, done in states_of(comparison, language, privacy)
    ]
    facts += [
        (term("origin", language), origin_of(comparison.after.facts(), language) or term("unstated", language)),
        (term("made", language), on.isoformat()),
        (term("privacy", language), term(privacy, language)),
    ]
    with whole_files(path) as place:
        book = Book(place, comparison.after, language, comparison.on)
        try:
            book.facts(text("record-sheet-summary", language), facts, text("record-heading", language))
            book.columns(text("record-sheet-grids", language), tables.grids())
            book.columns(text("record-sheet-buildings", language), tables.buildings())
            book.columns(text("record-sheet-ground", language), tables.ground())
            if len(comparison.compounds):
                book.columns(text("record-sheet-compounds", language), tables.compounds())
            level = units_of(comparison.after, comparison.level, language)
            book.columns(text("record-sheet-totals", language, level=level), tables.totals())
        finally:
            book.close()
