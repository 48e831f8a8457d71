"""Coverage of roles: what the scheme asks, who is there on a day, and shares that are those of plain pandas."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.figures.roles import coverage_of_roles, role_records
from gridmap.figures.statistics import rollup
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from gridmap.people.roles import counted_for_roles, held_roles, missing_roles
from sample_data.make import make_plan

ON = dt.date(2020, 12, 31)
MORE = """
[[role]]
key = "head"
name = { zh = "网格长", en = "Grid head" }

[[role]]
key = "police"
name = { zh = "民警", en = "Police officer" }
"""


@pytest.fixture(scope="module")
def town() -> Plan:
    """Return a town whose comprehensive grids must have a head, with heads in some and police in some."""
    plan = make_plan("town", 2020)
    text = plan.scheme.text.replace("# ---- tiers", f"{MORE}\n# ---- tiers", 1)
    text = text.replace("worker = { required = true", 'roles = ["head"]\nworker = { required = true', 1)
    duties, low = plan.tables["assignments"], plan.ids[plan.ranks == 3]
    rng = np.random.default_rng(1)
    workers = plan.tables["workers"].index.to_numpy()
    more = pd.DataFrame(
        {
            "worker": rng.choice(workers, 150),
            "grid": rng.choice(low, 150),
            "role": rng.choice(["head", "police", "steward"], 150),
            "from_date": rng.choice(["", "2020-03-01", "2021-01-01"], 150),
            "until_date": rng.choice(["", "2020-06-30", "2022-01-01"], 150),
        },
        index=np.arange(150) + int(duties.index[-1]) + 1,
    )
    return Plan(parse_scheme(text), {**plan.tables, "assignments": pd.concat([duties, more])})


def test_a_scheme_names_further_roles_and_refuses_those_it_does_not_list(town):
    kind = town.scheme.kind("comprehensive")
    assert kind.roles == ("head",) and town.scheme.kind("dedicated").roles == ()
    for wrong, key in (('["boss"]', "scheme-reference"), ('"head"', "scheme-value"), ("[1]", "scheme-value")):
        with pytest.raises(BadInput) as refused:
            parse_scheme(town.scheme.text.replace('roles = ["head"]', f"roles = {wrong}"))
        assert refused.value.key == key and refused.value.values["place"] == "kind[3].roles"


def test_shares_are_of_the_grids_of_which_the_role_is_asked(town):
    counted = counted_for_roles(town)
    by = {role.key: set(town.grids["kind"][counted[:, n]]) for n, role in enumerate(town.scheme.roles)}
    assert by == {
        "full_time": {"comprehensive"},
        "part_time": {"comprehensive", "dedicated"},
        "responsible": {"dedicated"},
        "head": {"comprehensive"},
        "police": {"comprehensive", "dedicated"},
    }


@settings(max_examples=10, deadline=None)
@given(on=st.dates(dt.date(2019, 12, 1), dt.date(2022, 6, 1)))
def test_coverage_is_that_of_plain_pandas(town, on):
    duties = town.tables["assignments"]
    day = on.isoformat()
    now = duties[(duties["from_date"] <= day) & ((duties["until_date"] == "") | (duties["until_date"] >= day))]
    grids, found = town.grids, coverage_of_roles(town, "village", on=on)
    for role, kinds in (("head", ["comprehensive"]), ("police", ["comprehensive", "dedicated"])):
        asked = grids[grids["kind"].isin(kinds)]
        has = asked.index.isin(now["grid"][now["role"] == role])
        expected = pd.DataFrame({"of": 1, "with": has.astype(int)}).groupby(asked["parent"].to_numpy()).sum()
        rows = found.rows[found.rows[f"grids_{role}"] > 0]
        assert rows[f"grids_{role}"].to_dict() == expected["of"].to_dict()
        assert rows[f"with_{role}"].to_dict() == expected["with"].to_dict()
        assert found.whole[f"share_{role}"].iloc[0] == has.mean()
        parts = pd.concat([found.rows, found.rest])
        assert parts[f"with_{role}"].sum() == found.whole[f"with_{role}"].iloc[0]
    grid, role = missing_roles(town, on)
    heads = grids.index[grids["kind"] == "comprehensive"].difference(now["grid"][now["role"] == "head"])
    assert town.ids[grid].tolist() == heads.tolist()
    assert {town.scheme.roles[n].key for n in role.tolist()} <= {"head"}
    assert found.whole["missing_head"].iloc[0] == len(heads) and found.whole["missing_police"].iloc[0] == 0


def test_full_time_workers_are_covered_as_the_statistics_have_it(town):
    found = coverage_of_roles(town, "village", on=ON).rows
    assert np.array_equal(found["share_full_time"], rollup(town, "village", on=ON)["staffed_share"], equal_nan=True)


def test_for_programs_and_where_there_is_nothing(town):
    [whole] = role_records(town, coverage_of_roles(town, "town", on=ON).whole)
    assert list(whole["roles"]) == [role.key for role in town.scheme.roles]
    assert whole["roles"]["head"]["share"] == whole["roles"]["head"]["with"] / whole["roles"]["head"]["grids"]
    empty = Plan(town.scheme)
    assert held_roles(empty, ON).shape == (0, 5) and missing_roles(empty, ON)[0].size == 0
    [nothing] = role_records(empty, coverage_of_roles(empty, "town").whole)
    assert nothing["roles"]["head"] == {"grids": 0, "with": 0, "share": None, "missing": 0}
    with pytest.raises(BadInput):
        coverage_of_roles(town, "street")
