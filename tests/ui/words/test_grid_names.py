"""Officers read names; the end of the code tells grids of one name apart."""

from __future__ import annotations

import datetime as dt

import pytest

from gridmap.model.errors import Refused
from gridmap.storage import HistoryEntry
from tests.drafts.conftest import A, B, village_plan
from ui.look.words import Words
from ui.words.grid_names import grid_name, with_names
from ui.words.history_lines import what_was_done


@pytest.fixture(scope="module")
def plan():
    return village_plan()


def test_codes_of_edits_and_refusals_become_names(plan):
    one, two = A, B
    codes = plan.codes([one, two])
    named = with_names({"codes": ", ".join(codes), "to": codes[0], "count": 2, "name": codes[0]}, plan)
    assert named["codes"] == [grid_name(plan, one), grid_name(plan, two)]
    assert named["to"] == [grid_name(plan, one)]
    assert named["count"] == 2 and named["name"] == codes[0]


def test_a_code_that_nobody_has_stays_as_it_is(plan):
    assert with_names({"code": "999"}, plan) == {"code": ["999"]}
    assert with_names({"code": "999"}) == {"code": "999"}


def test_an_edit_that_was_undone_does_not_name_whoever_has_its_code_now(plan):
    codes, name = plan.codes([A, B]), grid_name(plan, A)
    values = {"code": codes[0], "codes": codes[1]}
    entry = HistoryEntry(7, dt.datetime(2026, 6, 15, tzinfo=dt.UTC), "", "do", "split-grid", values, 7)
    assert what_was_done(entry, "zh", plans=[plan]) == f"拆分 {name}，新增 {grid_name(plan, B)}"
    assert what_was_done(entry, "zh", plans=[plan], undone=True) == f"拆分 {name}，新增 {codes[1]}"


def test_a_refusal_names_the_grid(plan):
    grid = A
    code = plan.codes([grid])[0]
    refused = Refused("ground-not-adjacent", grids=[grid], codes=code)
    for language in ("zh", "en"):
        said = Words(language).of(refused, plan)
        assert grid_name(plan, grid) in said
        assert (code in said) == (grid_name(plan, grid) == code)
