"""Officers read names; the end of the code tells grids of one name apart."""

from __future__ import annotations

import datetime as dt

import pytest

from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.storage.journal import HistoryEntry
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


def test_the_codes_of_a_plan_are_gone_through_once_for_all_that_are_to_be_named(plan, monkeypatch):
    asked: list[int] = []
    look = Plan.ids_with_codes
    monkeypatch.setattr(Plan, "ids_with_codes", lambda self, codes: asked.append(1) or look(self, codes))
    codes = plan.codes(plan.ids)
    named = with_names({"codes": ", ".join([*codes, "999"])}, plan, plan)
    assert named["codes"] == [*(grid_name(plan, grid) for grid in plan.ids.tolist()), "999"]
    assert len(asked) == 2, "once for each plan, the second for what the first does not know"


def test_a_code_of_two_grids_is_asked_for_in_the_next_plan_or_stays(plan):
    code, other = plan.codes([A, B])
    edited = change_of(plan, "test", put={"grids": edited_rows(plan, "grids", [B], code=code)})
    twice = plan.apply(edited)
    assert with_names({"codes": f"{code}, {other}"}, twice)["codes"] == [code, other]
    assert with_names({"code": code}, twice, plan) == {"code": [grid_name(plan, A)]}


def test_a_code_that_nobody_has_stays_as_it_is(plan):
    assert with_names({"code": "999"}, plan) == {"code": ["999"]}
    assert with_names({"code": "999"}) == {"code": "999"}


def test_an_edit_that_was_undone_does_not_name_whoever_has_its_code_now(plan):
    codes, name = plan.codes([A, B]), grid_name(plan, A)
    values = {"code": codes[0], "codes": codes[1]}
    entry = HistoryEntry(7, dt.datetime(2026, 6, 15, tzinfo=dt.UTC), "", "do", "split-grid", values, 7)
    assert what_was_done(entry, "zh", plans=[plan]) == f"拆分{name}，新增{grid_name(plan, B)}"
    assert what_was_done(entry, "zh", plans=[plan], undone=True) == f"拆分{name}，新增 {codes[1]}"


def test_a_refusal_names_the_grid(plan):
    grid = A
    code = plan.codes([grid])[0]
    refused = Refused("ground-not-adjacent", grids=[grid], codes=code)
    for language in ("zh", "en"):
        said = Words(language).of(refused, plan)
        assert grid_name(plan, grid) in said
        assert (code in said) == (grid_name(plan, grid) == code)
