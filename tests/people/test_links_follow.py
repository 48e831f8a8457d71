"""The links of branches that count on a day, after changes: what is worked out anew is what follows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gridmap.model.change import Change
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.people import branches
from gridmap.people.branches import known_links
from sample_data.make import make_plan

DAYS = (dt.date(2026, 6, 15), dt.date(2019, 1, 1))


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_plan("town", 2020)


def changes(plan: Plan) -> list[Change]:
    """Return changes of links: to another branch, ended, to another grid, to nobody, earlier, come twice, gone."""
    links = plan.tables["branch_grids"]
    ids, others = links.index.to_numpy(), plan.tables["branches"].index.to_numpy()
    put = [
        {"branch": int(others[-1])},
        {"until_date": "2020-01-01"},
        {"grid": int(plan.ids[0])},
        {"branch": 987_654},
        {"from_date": "2018-01-01"},
    ]
    told = [
        change_of(plan, "test", put={"branch_grids": edited_rows(plan, "branch_grids", [int(ids[at])], **values)})
        for at, values in enumerate(put)
    ]
    twice = links.iloc[[6, 6]].set_axis(pd.Index([int(ids[-1]) + 1, int(ids[-1]) + 2], name=links.index.name))
    told.append(change_of(plan, "test", put={"branch_grids": twice}))
    told.append(change_of(plan, "test", drop={"branch_grids": [int(one) for one in ids[7:9]]}))
    return told


def as_anew(plan: Plan, day: dt.date) -> list[list[int]]:
    fresh = Plan.of_conformed(plan.scheme, plan.tables, last_ids=plan.last_ids)
    return [column.tolist() for column in known_links(fresh, day)]


@pytest.mark.parametrize("day", DAYS)
def test_links_follow_what_changes_them(town, day, monkeypatch):
    plan = Plan.of_conformed(town.scheme, town.tables, last_ids=town.last_ids)
    known = known_links(plan, day)
    assert len(known[0]) > 20 or day == DAYS[1]
    rows, looked_at = branches._links_at, list[int]()

    def counted(plan: Plan, at: np.ndarray | slice, on: dt.date) -> object:
        looked_at.append(-1 if isinstance(at, slice) else len(at))
        return rows(plan, at, on)

    for number in range(7):
        after = plan.apply(changes(plan)[number])
        expected = as_anew(after, day)
        with monkeypatch.context() as patch:
            patch.setattr(branches, "_links_at", counted)
            assert [column.tolist() for column in known_links(after, day)] == expected
        plan = after
    assert len(looked_at) == 7 and max(looked_at) < len(town.tables["branch_grids"]) / 2 and -1 not in looked_at


def test_where_branches_or_grids_come_or_go_all_links_are_looked_at(town):
    day = DAYS[0]
    known_links(town, day)
    [branch] = town.tables["branches"].index.to_numpy()[[3]].tolist()
    after = town.apply(change_of(town, "test", drop={"branches": [branch]}))
    assert [column.tolist() for column in known_links(after, day)] == as_anew(after, day)
    assert as_anew(after, day) != as_anew(town, day)
