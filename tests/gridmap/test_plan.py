"""Looking up grids of a plan."""

from __future__ import annotations

from gridmap.model.plan import Plan
from sample_data.make import make_plan


def test_of_ids_those_that_are_there_are_told_in_their_order() -> None:
    plan = make_plan("town")
    first, second, last = plan.ids[0].item(), plan.ids[1].item(), plan.ids[-1].item()
    assert plan.there([last, 0, first, last + 1, second, last]) == [last, first, second, last]
    assert plan.there(grid for grid in ()) == []
    assert plan.there(plan.ids.tolist()) == plan.ids.tolist()


def test_an_id_that_is_not_there_has_no_code_however_few_grids_there_are() -> None:
    plan = make_plan("town")
    last = plan.ids[-1].item()
    assert plan.codes([last + 1, last]) == ["", str(plan.grids["code"].iloc[-1])]
    none = Plan(plan.scheme, {"grids": plan.grids.iloc[:0]})
    assert none.codes([1, 2]) == ["", ""]
    assert none.codes([]) == []
