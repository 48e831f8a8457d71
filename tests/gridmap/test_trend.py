"""Two days beside one another: each side is what the statistics say of that day, and the parts add up to the whole."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely

from gridmap.edits.merging import MergeGrids
from gridmap.figures.statistics import breakdown
from gridmap.figures.trend import is_ratio, records, trend
from gridmap.model.errors import BadInput
from gridmap.project.earlier import Moment, days_of_history, plan_at, plan_on
from gridmap.project.project import Project
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items

FIRST, LAST = dt.date(2016, 3, 31), dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def town():
    plan = make_plan("town", 2020)
    return with_items(plan, make_items(plan, 86, 51, dt.date(2016, 1, 1), dt.date(2016, 6, 30)))


@pytest.fixture(scope="module")
def merging(town):
    """Two comprehensive grids of one village that touch, to be made into one."""
    ids = town.ids[town.of_kinds([town.scheme.kind("comprehensive")])]
    shapes = town.shapes(ids)
    one, two = shapely.STRtree(shapes).query(shapes, predicate="touches")
    near = np.flatnonzero(town.parents[town.positions(ids[one])] == town.parents[town.positions(ids[two])])[0]
    return MergeGrids((int(ids[one[near]]), int(ids[two[near]])), int(ids[one[near]]))


@pytest.fixture(scope="module")
def merged(town, merging):
    """The town after that, and the village in which it was done."""
    return town.apply(merging.change(town)), int(town.value(merging.into, "parent"))


@pytest.mark.parametrize("by", ["town", "village", "grid", "comprehensive"])
def test_each_side_is_what_the_statistics_say_and_adds_up(town, merged, by):
    after, _ = merged
    found = trend(town, after, by, FIRST, LAST)
    for side, plan, day in ((found.before, town, FIRST), (found.after, after, LAST)):
        parts = breakdown(plan, by, on=day)
        for at, figure in enumerate(found.figures):
            if not is_ratio(figure):
                assert np.nansum(side[:-1, at]) == side[-1, at], figure
            if figure in parts.whole:
                assert side[-1, at] == pytest.approx(parts.whole[figure].iloc[0], nan_ok=True)
                for grid, value in parts.rows[figure].items():
                    assert side[found.lines.index.get_loc(grid), at] == pytest.approx(value, nan_ok=True)
    assert found.whole("grids") == (64, 63)
    assert found.whole("items_open") == (11, 35)
    assert np.isnan(found.difference[:, found.figures.index("staffed_share")]).sum() < len(found.lines)


def test_a_grid_of_one_day_alone_stands_with_nothing_on_the_other(town, merged):
    after, village = merged
    found = trend(town, after, "grid", LAST, LAST)
    [gone] = set(town.ids.tolist()) - set(after.ids.tolist())
    at, homes = found.lines.index.get_loc(gone), found.figures.index("households")
    assert (found.before[at, homes] > 0, found.after[at, homes]) == (True, 0)
    assert found.difference[-1, homes] == 0
    by_village = trend(town, after, "village", LAST, LAST, within=[village])
    assert by_village.difference[-1, by_village.figures.index("grids")] == -1
    assert by_village.lines["line"].tolist()[0] == "" and by_village.lines["line"].tolist()[-1] == "whole"


def test_for_programs_every_line_says_what_it_is(town):
    rows = records(trend(town, town, "village", FIRST, LAST))
    assert rows[-1]["total"] is True and "total" not in rows[0]
    assert rows[-1]["households"] == {"from": 18401, "to": 18401, "difference": 0}
    assert rows[-1]["indicator_council_share"]["to"] == 1.0
    assert sum(row["vacant"]["difference"] for row in rows[:-1]) == rows[-1]["vacant"]["difference"] < 0


def test_days_the_wrong_way_round_are_refused(town):
    with pytest.raises(BadInput, match="days-reversed"):
        trend(town, town, "town", LAST, FIRST)


def test_the_history_says_how_a_day_was_and_what_it_cannot_say(town, merging, tmp_path):
    today = dt.date.today()
    with Project.create(tmp_path / "p.gpkg", town) as project:
        assert len(plan_on(project, today).plan.ids) == len(town.ids)
        project.perform(merging)
        now, then = plan_on(project, today), plan_on(project, today - dt.timedelta(days=400))
    assert (now.told, now.plan is project.plan) == ("history", True)
    assert (then.told, len(then.plan.ids), then.begins) == ("beginning", len(town.ids), today)
    assert len(now.plan.ids) == len(town.ids) - 1


def test_a_moment_knows_its_own_past_whatever_is_done_to_the_project_afterwards(town, merging, tmp_path):
    today, shares = dt.date.today(), []
    with Project.create(tmp_path / "p.gpkg", town) as project:
        project.perform(merging)
        merged, moment = project.plan, Moment.of(project)
        project.undo()
        assert moment.plan is merged and plan_on(moment, today).plan is merged
        assert [entry.action for entry in moment.history()] == ["do"]
        assert days_of_history(moment) == [today]
        before = plan_at(moment, 0, shares.append)
        assert sorted(before.ids) == sorted(town.ids) and shares == [1.0]
        assert plan_at(project, 0) is project.plan
