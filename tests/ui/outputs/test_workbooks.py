"""A workbook that was written, with its many cells, goes by itself: nobody has to look for cycles."""

from __future__ import annotations

import io
import weakref
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

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
