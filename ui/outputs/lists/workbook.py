"""A list as an Excel workbook: what it is, the list to filter and print, and what is added up from it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from gridmap.storage.whole_files import whole_files
from ui.outputs.ledger.workbook import Book
from ui.words.labels import term
from ui.words.messages import origin_of, text

if TYPE_CHECKING:
    from ui.outputs.lists import Listed


def write_workbook(listed: Listed, path: Path) -> None:
    """Write a list as .xlsx; raises as :func:`gridmap.storage.whole_files.whole_files` does."""
    language = listed.language
    facts: list[tuple[str, str | int]] = [
        (text("list-dates", language), listed.dates),
        *listed.facts,
        (term("origin", language), origin_of(listed.plan.facts(), language) or term("unstated", language)),
        (term("made", language), dt.date.today().isoformat()),
        (term("privacy", language), term(listed.privacy, language)),
    ]
    with whole_files(path) as place:
        book = Book(place, listed.plan, language, listed.on)
        try:
            book.facts(term("about", language), facts, listed.title)
            book.columns(listed.title, listed.columns)
            for name, columns in listed.more:
                book.columns(name, columns)
            book.close()
        except BaseException:
            book.give_up()
            raise
