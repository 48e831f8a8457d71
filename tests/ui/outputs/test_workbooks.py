"""A workbook that was written, with its many cells, goes by itself: nobody has to look for cycles."""

from __future__ import annotations

import gc
import io
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

from gridmap.model.cycles import things_are_left_out
from gridmap.model.plan import Plan
from gridmap.model.wanted import GivenUp
from sample_data.make import make_plan
from ui.outputs.export import Export
from ui.outputs.ledger import workbook
from ui.outputs.workbooks import Workbook


def test_a_workbook_and_its_sheets_go_when_nobody_has_them() -> None:
    with Workbook(io.BytesIO()) as book:
        sheet = book.add_worksheet("a")
        sheet.write_string(0, 0, "b", book.add_format({"bold": True}))
    alive = weakref.ref(book), weakref.ref(sheet)
    del book, sheet
    assert alive[0]() is None
    assert alive[1]() is None


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan("town", 2020)


@pytest.mark.parametrize("is_given_up", [False, True])
def test_so_does_that_of_an_office_whether_or_not_it_was_given_up(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_given_up: bool
) -> None:
    alive: list[weakref.ref[Any]] = []

    class Noted(Workbook):
        def add_worksheet(self, *named: Any) -> Worksheet:
            sheet = super().add_worksheet(*named)
            alive.extend([weakref.ref(self), weakref.ref(sheet)])
            return sheet

    def step(share: float) -> None:
        if is_given_up and share > 0.7:
            raise GivenUp

    monkeypatch.setattr(workbook, "Workbook", Noted)
    try:
        Export(plan, None, format="xlsx").write(tmp_path / "a.xlsx", step)
        assert not is_given_up
    except GivenUp:
        assert is_given_up
    assert len(alive) > 10
    assert all(one() is None for one in alive)


def test_the_search_for_cycles_passes_over_the_cells_of_a_workbook_while_it_is_written(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_through: list[int] = []
    cells = 0

    class Noted(workbook.Book):
        def columns(self, name: str, columns: Sequence[workbook.Column]) -> None:
            nonlocal cells
            super().columns(name, columns)
            sheet = self._book.worksheets()[-1]
            for row in range(3, 3 + len(columns[0].values)):  # below title, origin and headings
                line = sheet.table[row]
                cells += len(line)
                looked_through.extend(row for thing in (line, *line.values()) if gc.is_tracked(thing))

    monkeypatch.setattr(workbook, "Book", Noted)
    monkeypatch.setattr(workbook, "_LOT", 7)
    things_are_left_out(True)
    try:
        Export(plan, None, format="xlsx").write(tmp_path / "a.xlsx", lambda share: None)
    finally:
        things_are_left_out(False)
    assert cells > 5 * len(plan.ids)
    assert not looked_through
