"""The samples of the schemes: what was published comes out of ``gridmap stats --json``, and nothing is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks.run import run_checks
from gridmap.figures.items import item_totals
from gridmap.ground.compounds import compounds
from gridmap.indicators.compounds import is_super
from gridmap.model.plan import Plan
from gridmap.model.scheme import SHIPPED
from sample_data.make import make_plan
from sample_data.schemes import OTHERS, WITH_SAMPLE
from sample_data.schemes.made import published
from sample_data.schemes.names import place_names
from sample_data.schemes.nest import make_nest
from sample_data.schemes.walk import walk
from ui.cli.stats import statistics_as_json

Made = Callable[[str], Plan]
Told = Callable[[str, str], dict[str, Any]]
MEANT = {"chongchuan": {"item-overdue"}, "chengdu": {"super-compound"}}
"""Rules that find something in a sample because the place said so: items that were not solved, very large compounds."""


@pytest.fixture(scope="module")
def made() -> Made:
    """Makes the sample of a scheme in the size that was published, each once."""
    return cache(lambda key: make_plan("city", 2020, key))


@pytest.fixture(scope="module")
def told(made: Made) -> Told:
    """Tells what ``gridmap stats --by LEVEL --json`` writes of a scheme's sample, each once."""
    return cache(lambda key, by: statistics_as_json(made(key), by))


def test_every_scheme_that_ships_has_a_sample() -> None:
    assert set(WITH_SAMPLE) == set(SHIPPED)


# ---- what was published ----------------------------------------------------------------------------------------------


def test_a_micro_grid_has_50_to_80_households_and_a_stair_head(told: Told) -> None:
    said = told("micro", "micro")
    households = [row["households"] for row in said["rows"] if "unassigned" not in row]
    assert len(households) == said["grids"]["micro"] > 1000
    assert min(households) == 50 and max(households) == 80
    assert published("micro")["micro_grid_households"] == [50, 80]
    assert said["workers"]["micro_with_stair_head_share"] == 1.0
    assert said["indicators"]["stair_head"]["value"] == said["indicators"]["micro_size"]["value"] == 1.0
    assert all(300 <= row["households"] <= 500 for row in told("micro", "comprehensive")["rows"][:-1])


def test_the_street_raised_86_items_and_solved_51(made: Made, told: Told) -> None:
    plan = made("chongchuan")
    said = told("chongchuan", "community")
    assert (said["items"]["raised"], said["items"]["solved"]) == (86, 51)
    there = item_totals(plan, dt.date(2016, 6, 30))
    assert (there["raised"], there["solved"]) == (86, 51)
    days = plan.tables["items"]["raised_on"]
    assert days.min() >= "2016-01-01" and days.max() <= "2016-06-30"
    assert sum(row["items_raised"] for row in said["rows"]) == 86
    assert not said["items"]["not_placed"]


def test_the_street_did_23_micro_projects_and_served_1233_residents_2766_times(made: Made, told: Told) -> None:
    plan = made("chongchuan")
    said = told("chongchuan", "community")
    assert said["facilities"]["micro_project"]["count"] == 23
    service = said["facilities"]["service"]
    assert (service["count"], service["people"], service["unassigned"]) == (2766, 1233, 0)
    assert said["grids"] == {"street": 1, "community": 8}
    projects = plan.tables["facilities"]["kind"] == "micro_project"
    assert plan.tables["facilities"].geometry[projects].notna().all()  # they are on the map
    assert make_plan("town", 2020, "chongchuan").tables["items"].equals(plan.tables["items"])  # it is a street anyhow


def test_every_unit_of_each_level_has_its_planner(told: Told) -> None:
    said = told("planners", "district")
    for key in ("mentors", "planners", "groups"):
        indicator = said["indicators"][key]
        assert indicator["value"] == 1.0 and indicator["units"] == indicator["meeting"] > 0
    of = {said["indicators"][key]["per"]: said["indicators"][key]["units"] for key in ("mentors", "planners", "groups")}
    assert of == said["grids"] and said["grids"]["district"] == 1
    for role, level in (("mentor", "district"), ("planner", "street"), ("convenor", "community")):
        roles = said["roles"]["total"][role]
        assert (roles["share"], roles["grids"], roles["missing"]) == (1.0, said["grids"][level], 0)
    assert said["facilities"]["planning_group"]["count"] == said["grids"]["community"]


def test_the_district_has_22_streets_and_its_councils_and_education_facilities(told: Told) -> None:
    said = told("shapingba", "street")
    assert said["grids"]["street"] == 22
    shares = {key: indicator["value"] for key, indicator in said["indicators"].items()}
    assert shares["council"] == 1.0
    assert f"{shares['members_council']:.2%}" == "89.37%"
    assert shares["education"] == 0.8
    assert all(indicator["met"] for indicator in said["indicators"].values())


def test_the_chain_has_four_tiers_down_to_the_building(made: Made, told: Told) -> None:
    plan = made("shapingba")
    said = told("shapingba", "street")
    party, grids = said["party"], said["grids"]
    assert [party[f"{tier}_branches"] for tier in ("street", "community", "compound")] == list(grids.values())
    assert party["building_branches"] >= 2 * party["compound_branches"]
    assert party["reached_share"] == 1.0 and party["reached_buildings"] == said["buildings"]["buildings"]
    branches = plan.tables["branches"]
    at, steps = branches.index[branches["tier"] == "building"].to_numpy(), []
    while (at > 0).all():
        steps.append(set(branches["tier"].loc[at]))
        at = branches["parent"].loc[at].to_numpy()
    assert steps == [{"building"}, {"compound"}, {"community"}, {"street"}] and not at.any()


def test_the_city_has_its_compounds_and_what_they_have(told: Told) -> None:
    said = told("chengdu", "community")
    compounds = said["compounds"]
    assert compounds["compounds"] == compounds["listed"] == 19_860  # nearly 20,000
    assert compounds["super_compounds"] == 206  # over 200
    assert compounds["with_branch"] == said["party"]["compound_branches"] == 4328
    assert compounds["with_committee"] == 706
    assert compounds["with_firm"] == compounds["firms"] == 347
    assert compounds["members"] == 256_000
    assert compounds["unassigned"] == 0
    assert round(said["indicators"]["compound_branch"]["value"] * 19_860) == 4328
    assert round(said["indicators"]["committee"]["value"] * 19_860) == 706
    assert all(indicator["met"] for indicator in said["indicators"].values())


def test_the_examples_of_the_city_are_there(made: Made, told: Told) -> None:
    plan = made("chengdu")
    found, table = compounds(plan), plan.tables["compounds"]
    [example] = np.flatnonzero((found.residents == 12_000) & (table["registered"].to_numpy() == 1314))
    assert is_super(plan)[example]
    dense = told("chengdu", "community")["rows"][0]
    assert round(dense["area_m2"] / 1e6, 4) == 0.85 and dense["residents"] > 30_000
    [community] = plan.ids_with_codes([dense["code"]])
    assert (found.seat[is_super(plan)] == community).sum() == 2


# ---- what holds of every sample --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "size"), [(key, size) for key in OTHERS for size in ("town", "city") if (key, size) != ("chengdu", "city")]
)
def test_no_rule_finds_anything_that_is_not_meant(key: str, size: str, made: Made) -> None:
    plan = made(key) if size == "city" else make_plan(size, 2020, key)  # type: ignore[arg-type]
    assert {finding.rule for finding in run_checks(plan).open} == MEANT.get(key, set())


@pytest.mark.parametrize("key", OTHERS)
def test_the_seed_makes_the_sample(key: str) -> None:
    plan = make_plan("town", 7, key)
    assert plan.same_content(make_plan("town", 7, key))
    assert not plan.same_content(make_plan("town", 8, key))
    assert not run_checks(plan).by_severity["error"]


@pytest.mark.parametrize("key", WITH_SAMPLE)
def test_a_sample_says_in_both_languages_what_is_made_up(key: str, made: Made, town_plan: Plan) -> None:
    facts = (town_plan if key == "city" else made(key)).facts()
    assert "虚构" in facts["about_zh"] and "ade up" in facts["about"]
    assert facts["origin"] == "synthetic boundaries"
    if key != "city":
        assert facts["as_of"] == published(key)["as_of"]


@pytest.mark.parametrize("key", OTHERS)
def test_no_place_has_the_codes_of_a_sample_and_no_phone_is_anybodys(key: str, made: Made) -> None:
    plan = made(key)
    assert plan.grids["code"].str.startswith("39").all()
    assert plan.tables["workers"]["phone"].str.startswith("111").all()
    for name in ("street", "community", "village", "town"):
        if name in plan.scheme:
            here = plan.grids[plan.grids["kind"] == name]
            assert here["name"].is_unique


def test_a_sample_that_is_not_there_is_no_sample() -> None:
    for key, size in (("somewhere", "town"), ("micro", "province"), ("city", "village")):
        with pytest.raises(ValueError, match="no such"):
            make_plan(size, 2020, key)  # type: ignore[arg-type]


# ---- the ground ------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.integers(1, 20), st.integers(1, 20))
def test_a_walk_meets_every_cell_once_and_never_leaps(half_columns: int, half_rows: int) -> None:
    columns, rows = 2 * half_columns, 2 * half_rows
    column, row = walk(columns, rows)
    assert len(set(zip(column.tolist(), row.tolist(), strict=True))) == columns * rows == len(column)
    assert column.min() == row.min() == 0 and (column.max(), row.max()) == (columns - 1, rows - 1)
    assert (np.abs(np.diff(column)) + np.abs(np.diff(row)) == 1).all()
    assert {column[0], row[0]} == {0} and (column[-1] in (0, columns - 1)) and (row[-1] in (0, rows - 1))


def test_a_walk_of_odd_sides_is_refused() -> None:
    with pytest.raises(ValueError, match="even"):
        walk(3, 4)


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), min_size=1, max_size=4), st.integers(0, 5))
def test_the_units_of_a_level_tile_those_above(counts: list[list[int]], seed: int) -> None:
    upper = np.array([len(units) for units in counts])
    nest = make_nest([upper, np.concatenate(counts)], 200.0, (500_000.0, 3_500_000.0), seed, "test")
    assert [len(level) for level in nest.shapes] == [len(upper), int(upper.sum()), sum(map(sum, counts))]
    whole = shapely.union_all(nest.shapes[0])
    for level, above in zip(nest.shapes, nest.above, strict=True):
        assert shapely.is_valid(level).all()
        assert shapely.area(level).sum() == pytest.approx(whole.area)
        assert len(above) == len(level)
    inner = shapely.point_on_surface(nest.shapes[2])
    assert shapely.contains(nest.shapes[1][nest.above[2]], inner).all()
    assert shapely.contains(nest.shapes[0][nest.of(0)], inner).all()
    assert (nest.room_m > 20).all()


def test_units_that_are_not_as_many_as_said_are_refused() -> None:
    with pytest.raises(ValueError, match="2 units"):
        make_nest([np.array([2]), np.array([1, 1, 1])], 200.0, (0.0, 0.0), 1, "test")


def test_names_come_again_after_six_hundred_with_a_figure() -> None:
    names = place_names(1200)
    assert len(set(names)) == 1200 and {len(name) for name in names[:600]} == {2}
    assert names[600] == f"{names[0]}2" and place_names(2, 600) == names[600:602]
