"""The people of the sample: buildings, staff, branches and zones, each against what the scheme asks of it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import shapely

from gridmap.model.plan import Plan
from sample_data.chance import stream
from sample_data.ground.borders import shared_borders
from sample_data.ground.footprints import YARD_M
from sample_data.people.persons import PHONE_PREFIX, person_names, phone_numbers


def level_3(plan: Plan) -> pd.DataFrame:
    return plan.grids[plan.grids["kind"].isin(["comprehensive", "dedicated"])]


def shapes_of(table: pd.DataFrame) -> np.ndarray:
    return np.asarray(table["geometry"].array, dtype=object)


def homes(plan: Plan) -> pd.DataFrame:
    """The buildings with the id of the level-3 grid that each lies in, by a plain spatial query."""
    low = level_3(plan)
    building, grid = shapely.STRtree(shapes_of(low)).query(shapes_of(plan.buildings), predicate="within")
    assert np.bincount(building, minlength=len(plan.buildings)).tolist() == [1] * len(plan.buildings)
    found = plan.buildings.iloc[building].assign(grid=low.index.to_numpy()[grid])
    return found.sort_index()


# ---- buildings -------------------------------------------------------------------------------------------------------


def test_every_building_lies_in_one_grid_and_crosses_no_border(plan: Plan) -> None:
    found = homes(plan)
    borders = shapely.boundary(plan.shapes(found["grid"]))
    away = shapely.distance(shapes_of(found), borders)
    assert (away > 0).all()
    assert (away >= YARD_M - 0.02).mean() > 0.999


def test_buildings_keep_off_each_other_and_off_water_and_roads(plan: Plan) -> None:
    shapes = shapes_of(plan.buildings)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    assert (one == other).all()
    for table in ("exempt_areas", "water", "roads"):
        hit = tree.query(shapes_of(plan.tables[table]), predicate="intersects")[1]
        assert len(set(hit.tolist())) <= 0.0005 * len(shapes), table  # the one building of a grid too small for a yard


def test_households_of_every_grid_are_within_its_standard(plan: Plan) -> None:
    low = level_3(plan)
    households = homes(plan).groupby("grid")["households"].sum().reindex(low.index, fill_value=0)
    for kind in plan.scheme.kinds_of("grid"):
        for setting, (least, most) in kind.households.items():
            mine = households[(low["kind"] == kind.key) & (low["setting"] == setting)]
            assert mine.between(least, most).all()
    lived_in = households[low["kind"] == "comprehensive"]
    assert lived_in.std() > 20
    assert lived_in.nunique() > 0.5 * min(len(lived_in), 200)


def test_two_to_three_residents_live_in_a_household(plan: Plan) -> None:
    found = homes(plan).groupby("grid")[["households", "residents"]].sum()
    empty = found["households"] == 0
    assert (found["residents"][empty] == 0).all()
    size = found["residents"][~empty] / found["households"][~empty]
    assert size.between(2.2, 3.2).all()
    assert size.std() > 0.05


def test_each_building_has_a_door_plate_of_its_own_that_begins_with_its_town(plan: Plan) -> None:
    found = homes(plan)
    assert plan.buildings["door_plate"].is_unique
    town = plan.grids["parent"].loc[plan.grids["parent"].loc[found["grid"]]]
    names = plan.grids["name"].loc[town].to_list()
    assert all(plate.startswith(name) for plate, name in zip(found["door_plate"], names, strict=True))
    patterns = (r"\D+\d+号\d+幢", r"\D+\d+号", r"\D+\d+组\d+(-\d+)?号", r"\D+\d+号楼", r"\D+党群服务中心")
    counts = {p: int(found["door_plate"].str.fullmatch(p).sum()) for p in patterns}
    assert min(counts.values()) > 0
    assert sum(counts.values()) == len(found)


def test_an_estate_is_in_one_grid_unless_it_is_too_big_for_one(plan: Plan) -> None:
    limit = plan.scheme.limit("compound_residents")
    found = homes(plan)
    found = found[found["compound"] != ""]
    found = found.assign(village=plan.grids["parent"].loc[found["grid"]].to_numpy())
    estates = found.groupby("compound").agg(
        residents=("residents", "sum"), grids=("grid", "nunique"), villages=("village", "nunique")
    )
    assert len(estates) > 10
    split = estates["grids"] > 1
    assert (estates["villages"] == 1).all()
    assert (estates["residents"][split] > limit).all()
    assert (estates["residents"][~split] <= limit).all()
    assert (found.groupby(["compound", "grid"])["residents"].sum() <= limit).all()


def test_the_city_has_six_estates_of_over_ten_thousand_residents_each_in_neighbouring_grids(city_plan: Plan) -> None:
    found = homes(city_plan)
    sizes = found[found["compound"] != ""].groupby("compound")["residents"].sum()
    big = sizes.index[sizes > city_plan.scheme.limit("compound_residents")]
    assert len(big) == 6
    for estate in big:
        mine = found[found["compound"] == estate]
        grids = np.unique(mine["grid"])
        assert len(grids) >= 8
        left, right, _ = shared_borders(city_plan.shapes(grids))
        reached = {0}
        for _ in grids:
            reached |= {b for a, b in zip(left, right, strict=True) if a in reached}
            reached |= {a for a, b in zip(left, right, strict=True) if b in reached}
        assert len(reached) == len(grids)
        blocks = mine["door_plate"].str.extract(r"(\d+)幢$")[0].dropna().astype(int)
        assert blocks.is_unique


def test_town_is_dense_and_the_country_is_not(city_plan: Plan) -> None:
    low = level_3(city_plan)
    lived_in = low[low["kind"] == "comprehensive"]
    households = homes(city_plan).groupby("grid")["households"].sum().loc[lived_in.index]
    density = households / (lived_in.geometry.area / 1e4)
    median = density.groupby(lived_in["setting"]).median()
    assert median["urban"] > 4 * median["rural"]


# ---- workers ---------------------------------------------------------------------------------------------------------


def assigned(plan: Plan, role: str) -> pd.DataFrame:
    table = plan.tables["assignments"]
    return table[table["role"] == role]


def test_every_comprehensive_grid_has_a_full_time_worker(plan: Plan) -> None:
    kinds = plan.grids["kind"]
    full_time = assigned(plan, "full_time")
    assert set(full_time["grid"]) == set(kinds.index[kinds == "comprehensive"])
    assert set(assigned(plan, "responsible")["grid"]) == set(kinds.index[kinds == "dedicated"])
    assert not assigned(plan, "responsible")["grid"].duplicated().any()
    assert full_time["grid"].duplicated().any()  # some large grids have two
    assert len(assigned(plan, "part_time"))


def test_workers_of_two_grids_have_neighbouring_ones_within_the_limits(plan: Plan) -> None:
    table = plan.tables["assignments"]
    assert set(table["worker"]) == set(plan.tables["workers"].index)
    households = homes(plan).groupby("grid")["households"].sum().reindex(plan.grids.index, fill_value=0)
    several = table[table["worker"].duplicated(keep=False)].groupby("worker")["grid"].agg(list)
    assert len(several) >= 3
    for grids in several:
        assert len(grids) == plan.scheme.limit("worker_grids") == 2
        assert len(set(plan.grids["parent"].loc[grids])) == 1
        assert households.loc[grids].sum() <= plan.scheme.limit("worker_households")
        _, _, length_m = shared_borders(plan.shapes(grids))
        assert length_m.sum() > 0


def test_phones_are_nobodys_and_each_is_a_workers_own(plan: Plan) -> None:
    workers = plan.tables["workers"]
    assert workers["phone"].str.fullmatch(PHONE_PREFIX + r"\d{8}").all()
    assert not re.match("1[3-9]", PHONE_PREFIX)
    assert workers["phone"].is_unique
    assert workers["staff_number"].is_unique
    assert workers["staff_number"].str.fullmatch(r"D?\d{7}").all()
    assert workers["name"].str.fullmatch(r"[\u4e00-\u9fff]{2,3}").all()


def test_many_phones_are_as_different_as_few() -> None:
    phones = phone_numbers(stream(3, "phones"), 200_000)
    assert len(set(phones)) == len(phones)
    names = person_names(stream(3, "names"), 20_000)
    assert pd.Series(names).value_counts().iloc[0] < 60


def test_assignments_began_before_the_day_of_the_sample_and_are_open(plan: Plan) -> None:
    table = plan.tables["assignments"]
    assert table["from_date"].between("2018-01-01", plan.facts()["as_of"]).all()
    assert table["from_date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
    assert (table["until_date"] == "").all()


# ---- branches --------------------------------------------------------------------------------------------------------


def tier(plan: Plan, key: str) -> pd.DataFrame:
    table = plan.tables["branches"]
    return table[table["tier"] == key]


def test_the_chain_has_three_tiers_without_a_break(plan: Plan) -> None:
    links = plan.tables["branch_grids"]
    organisations, branches, groups = (tier(plan, key) for key in ("village", "grid", "building"))
    assert (organisations["parent"] == 0).all()
    assert set(branches["parent"]) == set(organisations.index)
    assert set(groups["parent"]) == set(branches.index)

    of_villages = links[links["branch"].isin(organisations.index)]
    villages = plan.grids.index[plan.grids["kind"] == "village"]
    assert sorted(of_villages["grid"]) == sorted(villages)
    village_of = of_villages.set_index("branch")["grid"]
    of_grids = links[links["branch"].isin(branches.index)]
    assert len(of_villages) + len(of_grids) == len(links)
    above = village_of.loc[branches["parent"].loc[of_grids["branch"]]].to_numpy()
    assert (plan.grids["parent"].loc[of_grids["grid"]].to_numpy() == above).all()


def test_every_level_3_grid_has_branches_of_its_own_or_one_that_it_shares(plan: Plan) -> None:
    links = plan.tables["branch_grids"].merge(plan.tables["branches"], left_on="branch", right_index=True)
    links = links[links["tier"] == "grid"]
    assert not links.duplicated(["branch", "grid"]).any()
    own, joint = links[~links["joint"]], links[links["joint"]]
    assert not set(own["grid"]) & set(joint["grid"])
    assert set(links["grid"]) == set(level_3(plan).index)
    assert not own["branch"].duplicated().any()
    assert not joint["grid"].duplicated().any()
    assert own["grid"].duplicated().any()  # some large grids have several

    served = joint.groupby("branch")["grid"].agg(list)
    assert served.str.len().between(2, plan.scheme.limit("joint_branch_units")).all()
    assert all(len(set(plan.grids["parent"].loc[grids])) == 1 for grids in served)
    share = joint["grid"].nunique() / len(level_3(plan))
    assert 0.05 < share < 0.15
    assert (plan.grids["kind"].loc[joint["grid"]] == "dedicated").mean() > 0.7


def test_branches_have_a_secretary_and_members_within_the_limits(plan: Plan) -> None:
    branches = plan.tables["branches"]
    least, most = plan.scheme.limit("branch_members_min"), plan.scheme.limit("branch_members_max")
    assert branches["members"].between(least, most).all()
    assert (branches["secretary"] != "").all()
    assert (branches["name"] != "").all()
    groups = tier(plan, "building").groupby("parent")["members"].sum()
    assert (groups == branches["members"].loc[groups.index]).all()


# ---- zones -----------------------------------------------------------------------------------------------------------


def test_zones_share_out_the_grids_and_each_is_led_by_a_branch_of_its_own(plan: Plan) -> None:
    zones = plan.tables["zones"]
    shapes = shapes_of(zones)
    assert shapely.is_valid(shapes).all()
    assert set(zones["branch"]) <= set(plan.tables["branches"].index)
    assert zones["branch"].is_unique
    assert zones["name"].is_unique
    assert zones["name"].str.endswith("党建片区").all()
    low = level_3(plan)
    low = low[low.geometry.notna()]
    zone, grid = shapely.STRtree(shapely.point_on_surface(shapes_of(low))).query(shapes, predicate="contains")
    assert sorted(grid.tolist()) == list(range(len(low)))
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="overlaps")
    assert not len(one), (one, other)
    assert np.bincount(zone, minlength=len(zones)).min() >= 2
