"""A table of people as it is seen, as a list to write: the columns and rows that are shown, in their order."""

from __future__ import annotations

from typing import Final

from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.panels.people.model import PeopleModel
from ui.panels.people.tables import Sort
from ui.words.labels import dates_of
from ui.words.messages import Language, text

TITLES: Final[dict[Sort, str]] = {
    "workers": "people-workers",
    "assignments": "people-assignments",
    "vacancies": "list-vacancies",
    "branches": "people-branches",
    "zones": "people-zones",
    "compounds": "people-compounds",
    "buildings": "people-buildings",
    "facilities": "people-facilities",
}


def listed_as_seen(model: PeopleModel, columns: list[int], language: Language) -> Listed:
    """Return what a table shows as a list, masked as it is in the window.

    Parameters
    ----------
    columns : list of int
        Those that are shown, from left to right.
    """
    table, cells = model.table, model.cells
    assert table is not None and cells is not None
    shown = [table.columns[column] for column in columns]
    return Listed(
        table.plan,
        text(TITLES[table.kind], language),
        dates_of(table.plan.facts(), table.on, language),
        language,
        model.privacy,
        [
            Column(
                cells.heading(column),
                cells.values(column, model.rows, model.privacy),
                column.style if column.is_number else "text",
            )
            for column in shown
        ],
        facts=[(text("people-rows", language), len(model.rows))],
        on=table.on,
    )
