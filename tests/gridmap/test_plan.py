"""Looking up grids of a plan."""

from __future__ import annotations

from sample_data.make import make_plan


def test_of_ids_those_that_are_there_are_told_in_their_order() -> None:
    plan = make_plan("town")
    first, second, last = plan.ids[0].item(), plan.ids[1].item(), plan.ids[-1].item()
    assert plan.there([last, 0, first, last + 1, second, last]) == [last, first, second, last]
    assert plan.there(grid for grid in ()) == []
    assert plan.there(plan.ids.tolist()) == plan.ids.tolist()
