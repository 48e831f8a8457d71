"""The whole sample: the published figures, the same from the same seed, and a clean bill from every rule."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tomllib
from importlib import resources

import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.checks.run import run_checks
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.model.tables import TABLES
from gridmap.model.wanted import GivenUp, while_wanted
from sample_data.chance import stream
from sample_data.ground.honeycomb import honeycomb, outlines
from sample_data.make import SIZES, make_plan
from sample_data.province import COLUMNS, STRIPS, divide, make_province
from ui.cli.stats import statistics_as_json

AS_OF = dt.date(2020, 12, 31)


@pytest.fixture(scope="module")
def small_province() -> Plan:
    return make_province(load_scheme(), 2020, share=0.01)


def counts(plan: Plan, table: str, column: str) -> dict[str, int]:
    return {str(k): int(n) for k, n in plan.tables[table][column].value_counts().items()}


# ---- the city --------------------------------------------------------------------------------------------------------


def test_the_city_has_exactly_the_published_figures(city_plan: Plan) -> None:
    text = resources.files("sample_data").joinpath("figures_2020.toml").read_text(encoding="utf-8")
    figures = tomllib.loads(text)
    assert counts(city_plan, "grids", "kind") == figures["grids"]
    assert counts(city_plan, "branches", "tier")["grid"] == figures["party"]["grid_branches"]
    assert len(city_plan.tables["zones"]) == figures["party"]["zones"]
    assignments = city_plan.tables["assignments"]
    full_time = assignments["worker"][assignments["role"] == "full_time"].nunique()
    assert figures["workers"]["full_time_at_least"] <= full_time <= 1200
    assert len(city_plan.buildings) == pytest.approx(40_000, rel=0.03)
    towns = city_plan.grids[city_plan.grids["kind"] == "town"]
    assert set(towns["name"]) == set(figures["level_1"])


def test_stats_has_what_the_city_publishes_of_itself_besides(city_plan: Plan) -> None:
    """The figures of [community] in figures_2020.toml, as ``gridmap stats --json`` writes them."""
    text = resources.files("sample_data").joinpath("figures_2020.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)["community"]
    written = statistics_as_json(city_plan, "town")
    count = {kind: figures["count"] for kind, figures in written["facilities"].items()}
    assert count["door_plate"] == said["door_plates"] == 380_000
    assert count["volunteer_team"] == said["volunteer_teams"] == 269
    assert written["facilities"]["volunteer_team"]["people"] == said["volunteers"] == 44_000
    assert count["service_centre"] == said["service_complexes"] == 40
    assert count["micro_project"] == said["micro_projects"] == 766
    assert count["social_organisation"] == said["social_organisations"] == 1_003
    assert count["social_worker"] == said["social_workers"] == 2_882
    assert count["social_work_body"] == said["social_work_bodies"] == 27
    shares = {key: indicator["value"] for key, indicator in written["indicators"].items()}
    assert shares["council"] == said["council_coverage_share"] == 1.0
    assert round(shares["micro_project"], 2) == said["urban_communities_with_micro_project_share"] == 0.98
    assert all(indicator["met"] for indicator in written["indicators"].values())
    assert sum(row["facilities_door_plate"] for row in written["rows"]) == 380_000
    assert not any(figures["unassigned"] for figures in written["facilities"].values())


def test_a_town_is_a_small_city(town_plan: Plan) -> None:
    kinds = counts(town_plan, "grids", "kind")
    assert kinds["town"] == 1
    share = (kinds["comprehensive"] + kinds["dedicated"]) / 1416
    assert counts(town_plan, "branches", "tier")["grid"] == round(1577 * share)
    assert len(town_plan.tables["zones"]) == round(112 * share)
    assert len(town_plan.buildings) == pytest.approx(40_000 * share, rel=0.2)


def test_every_table_says_what_it_should_and_that_boundaries_are_synthetic(plan: Plan) -> None:
    for name in TABLES.keys() - {"accepted", "compounds", "department_grids", "items"}:
        assert len(plan.tables[name]), name
    said = plan.facts()
    assert said["origin"] == "synthetic boundaries"
    assert "合成" in said["origin_zh"]
    assert said["seed"] == "2020"
    assert {"title", "size", "as_of", "generator", "names", "people"} <= said.keys()
    assert plan.crs.to_epsg() == 4549


def test_references_point_to_rows_that_exist(plan: Plan) -> None:
    for name, table in TABLES.items():
        for column in table.columns:
            if column.kind == "reference":
                values = plan.tables[name][column.name]
                assert values[values != 0].isin(plan.tables[column.to].index).all(), (name, column.name)


def test_retired_codes_are_well_formed_and_used_by_no_grid(plan: Plan) -> None:
    retired = plan.tables["retired_codes"]["code"]
    assert not retired.isin(plan.grids["code"]).any()
    assert retired.str.fullmatch(plan.scheme.kind("comprehensive").code.pattern).all()
    assert retired.str[:12].isin(plan.grids["code"][plan.grids["kind"] == "village"]).all()


@pytest.mark.parametrize("day", [AS_OF, dt.date(2031, 1, 1)])
def test_no_rule_finds_an_error_or_a_warning(plan: Plan, day: dt.date) -> None:
    found = run_checks(plan, on=day)
    assert len(found.rules) > 10
    grave = [finding for finding in found.open if finding.severity in ("error", "warning")]
    assert not grave, grave[:5]


@pytest.mark.parametrize("seed", [0, 7, 123_456])
def test_other_seeds_keep_every_rule_as_well(seed: int) -> None:
    plan = make_plan("town", seed)
    found = run_checks(plan, on=AS_OF)
    assert found.by_severity["error"] == found.by_severity["warning"] == 0, found.counts


def test_the_same_seed_makes_the_same_town_and_another_seed_another(town_plan: Plan) -> None:
    assert make_plan("town", 2020).same_content(town_plan)
    other = make_plan("town", 2021)
    for table in ("grids", "buildings", "workers", "branches"):
        assert not same_rows(other.tables[table], town_plan.tables[table])


def same_rows(one: pd.DataFrame, two: pd.DataFrame) -> bool:
    return len(one) == len(two) and all((one[c].to_numpy() == two[c].to_numpy()).all() for c in one.columns)


@pytest.mark.parametrize(("size", "seed"), [("village", 1), ("town", -1)])
def test_an_impossible_sample_is_refused(size: str, seed: int) -> None:
    with pytest.raises(ValueError, match=r"size|seed"):
        make_plan(size, seed)  # type: ignore[arg-type]
    assert size not in SIZES or seed < 0


# ---- the province ----------------------------------------------------------------------------------------------------


def edge_sums(shapes: np.ndarray, sign: int) -> dict[tuple[float, float, float, float], int]:
    """Add up directed edges, an edge and its reverse with opposite signs; what is nought cancels out."""
    result: dict[tuple[float, float, float, float], int] = {}
    for shape in shapes:
        xy = shapely.get_coordinates(shape).tolist()
        for (x1, y1), (x2, y2) in itertools.pairwise(xy):
            forward = (x1, y1) < (x2, y2)
            key = (x1, y1, x2, y2) if forward else (x2, y2, x1, y1)
            result[key] = result.get(key, 0) + (sign if forward else -sign)
    return result


@pytest.mark.parametrize("level", ["village", "town"])
def test_children_tile_their_parent_edge_for_edge(small_province: Plan, level: str) -> None:
    plan = small_province
    shapes = plan.all_shapes
    assert shapely.is_valid(shapes).all()
    assert shapely.is_ccw(shapely.get_exterior_ring(shapes)).all()
    exempt = plan.tables["exempt_areas"]
    for parent in plan.ids[(plan.grids["kind"] == level).to_numpy()].tolist():
        water = np.asarray(exempt.geometry.array, dtype=object)[(exempt["parent"] == parent).to_numpy()]
        inner = edge_sums(np.concatenate([plan.shapes(plan.children(parent)), water]), 1)
        outer = edge_sums(plan.shapes([parent]), -1)
        left = {key: inner.get(key, 0) + outer.get(key, 0) for key in inner.keys() | outer.keys()}
        assert not any(left.values()), parent


def test_a_small_province_has_every_part_of_a_large_one(small_province: Plan) -> None:
    plan = small_province
    assert 10 <= counts(plan, "grids", "kind")["town"] <= 14
    level_3 = plan.grids[plan.grids["kind"].isin(["comprehensive", "dedicated"])]
    assert plan.grids["code"].is_unique
    for kind in plan.scheme.kinds:
        codes = plan.grids["code"][plan.grids["kind"] == kind.key]
        assert len(codes) and codes.str.fullmatch(kind.code.pattern).all()
    assert plan.grids["code"].str.startswith("39").all()
    assert len(plan.buildings) == len(level_3)
    assert shapely.within(np.asarray(plan.buildings.geometry.array), np.asarray(level_3.geometry.array)).all()
    lived_in = (level_3["kind"] == "comprehensive").to_numpy()
    assert plan.buildings["households"].to_numpy()[lived_in].min() >= 300
    assert plan.buildings["households"].to_numpy()[lived_in].max() <= 500
    assert (plan.buildings["households"].to_numpy()[~lived_in] == 0).all()
    assert len(plan.tables["exempt_areas"])
    assert plan.tables["workers"]["phone"].is_unique


def test_a_province_keeps_every_rule(small_province: Plan) -> None:
    found = run_checks(small_province, on=AS_OF)
    assert found.by_severity["error"] == found.by_severity["warning"] == 0, found.counts


def test_the_same_seed_makes_the_same_province(small_province: Plan) -> None:
    assert make_province(load_scheme(), 2020, share=0.01).same_content(small_province)
    assert not make_province(load_scheme(), 1, share=0.01).same_content(small_province)


def test_a_region_in_two_pieces_has_no_outline() -> None:
    comb = honeycomb(4, 6, stream(1, "comb"))
    region = np.full(24, -1)
    region[[0, 5]] = 0
    with pytest.raises(ValueError, match="one piece"):
        outlines(comb, region)


def test_towns_and_villages_are_as_many_as_wanted() -> None:
    division = divide(4, 30, COLUMNS, stream(2, "division"))
    sizes = np.bincount(division.village)
    assert len(division.village) == 4 * 2 * STRIPS * COLUMNS
    assert sizes.min() >= 3
    assert sizes.mean() == pytest.approx(5.1, abs=0.1)
    assert division.town.max() == 29
    assert np.bincount(division.town).min() > 0


@pytest.mark.slow
def test_the_whole_province_has_the_size_that_it_should() -> None:
    plan = make_plan("province")
    kinds = counts(plan, "grids", "kind")
    assert kinds["comprehensive"] + kinds["dedicated"] == pytest.approx(120_000, rel=0.02)
    assert kinds["village"] == pytest.approx(24_000, rel=0.02)
    assert kinds["town"] == 1000
    low = plan.of_level(plan.scheme.level("grid"))
    assert shapely.get_num_coordinates(plan.all_shapes[low]).sum() == pytest.approx(5e6, rel=0.05)
    assert plan.grids["code"].is_unique
    assert re.fullmatch(r"39\d{7}", plan.grids["code"].iloc[0])


def test_a_sample_that_nobody_wants_any_more_is_given_up_on_its_way() -> None:
    asked = 0

    def ask() -> None:
        nonlocal asked
        asked += 1
        if asked == 10:
            raise GivenUp

    with pytest.raises(GivenUp), while_wanted(ask):
        make_plan("town", 2020)
    assert asked == 10
