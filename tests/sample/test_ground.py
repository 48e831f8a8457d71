"""The ground of the sample: counts, exact tiling, and that a town is the same as in the city."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.ground.numbering import number_grids
from sample_data.ground.ground import TOWN, Ground, make_ground
from sample_data.ground.partition import apportion
from sample_data.ground.units import read_figures, read_units

LEVEL_3 = ("comprehensive", "dedicated")


@pytest.fixture(scope="module")
def town() -> Ground:
    return make_ground("town")


@pytest.fixture(scope="module")
def city() -> Ground:
    return make_ground("city")


def directed_edges(shapes: np.ndarray) -> pd.DataFrame:
    """List every directed edge of oriented shapes, by the bits of its ends."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    start = np.flatnonzero(ring[:-1] == ring[1:])
    return pd.DataFrame(
        {
            "x1": coordinates[start, 0],
            "y1": coordinates[start, 1],
            "x2": coordinates[start + 1, 0],
            "y2": coordinates[start + 1, 1],
        }
    )


def unmatched_edges(parent: np.ndarray, children: np.ndarray) -> pd.DataFrame:
    """Cancel the children's directed edges against each other and the parent's; what is left proves a flaw."""
    inner, outer = directed_edges(children), directed_edges(parent)
    reverse = outer.rename(columns={"x1": "x2", "y1": "y2", "x2": "x1", "y2": "y1"})
    edges = pd.concat([inner, reverse], ignore_index=True)
    forward = (edges["x1"] < edges["x2"]) | ((edges["x1"] == edges["x2"]) & (edges["y1"] < edges["y2"]))
    ends = edges.to_numpy()
    ends = np.where(forward.to_numpy()[:, None], ends, ends[:, [2, 3, 0, 1]])
    sums = pd.DataFrame(ends).assign(sign=np.where(forward, 1, -1), count=1)
    sums = sums.groupby([0, 1, 2, 3]).agg({"sign": "sum", "count": "sum"})
    return sums[(sums["sign"] != 0) | (sums["count"] != 2)]


def families(ground: Ground) -> list[tuple[np.ndarray, np.ndarray]]:
    grids, exempt = ground.grids, ground.exempt_areas
    shaped = grids[grids.geometry.notna()]
    return [
        (
            np.array([grids.geometry[parent]], dtype=object),
            np.concatenate(
                [
                    shaped.geometry[shaped["parent"] == parent].to_numpy(),
                    exempt.geometry[exempt["parent"] == parent].to_numpy(),
                ]
            ),
        )
        for parent in grids.index[grids["kind"].isin(["town", "village"])]
    ]


def test_the_proof_sees_a_gap_an_overlap_and_a_missing_vertex():
    #  +---+---+      two squares in a rectangle; then one is moved, one is doubled, and a T-joint is forgotten
    #  | a | b |
    #  +---+---+
    a, b, whole = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(0, 0, 2, 1)
    with_joints = shapely.Polygon([(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)])
    shapes = shapely.orient_polygons(np.array([a, b, whole, with_joints]))
    assert unmatched_edges(shapes[3:], shapes[:2]).empty
    assert not unmatched_edges(shapes[2:3], shapes[:2]).empty
    assert not unmatched_edges(shapes[3:], shapes[:1]).empty
    assert not unmatched_edges(shapes[3:], shapes[[0, 1, 1]]).empty


@pytest.mark.parametrize("size", ["town", "city"])
def test_children_and_exempt_areas_tile_every_parent_to_the_last_bit(size, town, city):
    flawed = [
        i
        for i, (parent, children) in enumerate(families({"town": town, "city": city}[size]))
        if len(unmatched_edges(parent, children))
    ]
    assert not flawed


def test_towns_meet_vertex_for_vertex(city):
    towns = city.grids.geometry[city.grids["kind"] == "town"].to_numpy()
    outline = shapely.orient_polygons(np.array([shapely.coverage_union_all(towns)]))
    assert unmatched_edges(outline, towns).empty


def test_the_city_has_exactly_the_published_numbers(city):
    figures, grids = read_figures(), city.grids
    assert grids["kind"].value_counts().to_dict() == {
        "comprehensive": figures.comprehensive,
        "dedicated": figures.dedicated,
        "village": figures.villages,
        "town": figures.towns,
    }
    shapeless = grids[grids.geometry.isna()]
    assert len(shapeless) == 40
    assert set(shapeless["kind"]) == {"dedicated"}


def test_names_and_codes_of_villages_are_the_real_ones(city):
    units = read_units()
    villages = city.grids[city.grids["kind"] == "village"]
    assert dict(zip(villages["code"], villages["name"], strict=True)) == dict(
        zip(units["code"], units["name"], strict=True)
    )
    of_town = villages["parent"].map(city.grids["name"])
    assert dict(zip(villages["code"], of_town, strict=True)) == dict(zip(units["code"], units["town"], strict=True))


@pytest.mark.parametrize("size", ["town", "city"])
def test_every_grid_has_its_place_in_the_family(size, town, city):
    grids = {"town": town, "city": city}[size].grids
    assert grids.index.name == "id"
    assert grids.index.dtype == np.int64
    assert list(grids.index) == list(range(1, len(grids) + 1))
    kind_of_parent = grids["parent"].map(grids["kind"]).fillna("")
    expected = grids["kind"].map({"town": "", "village": "town", "comprehensive": "village", "dedicated": "village"})
    assert (kind_of_parent == expected).all()
    third = grids[grids["kind"].isin(LEVEL_3)]
    assert (third["code"].str[:12] == third["parent"].map(grids["code"])).all()
    assert all(re.fullmatch(r"\d{15}", code) for code in third["code"])
    assert grids["code"].is_unique
    assert not third.duplicated(["parent", "name"]).any()
    villages = grids.index[grids["kind"] == "village"]
    assert set(third.loc[third["kind"] == "comprehensive", "parent"]) == set(villages)
    assert set(grids["setting"]) == {"urban", "rural"}
    assert (grids.loc[grids["kind"] == "dedicated", "use"] != "").all()
    held = grids.loc[grids["kind"] == "comprehensive", "target_households"]
    assert held.between(300, 500).all()


@pytest.mark.parametrize("size", ["town", "city"])
def test_serials_run_west_to_east_then_north_to_south(size, town, city):
    grids = {"town": town, "city": city}[size].grids
    shaped = grids[grids["kind"].isin(LEVEL_3) & grids.geometry.notna()]
    for _, village in shaped.groupby("parent"):
        serial = number_grids(shapely.get_coordinates(shapely.centroid(village.geometry.to_numpy())))
        assert (village["code"].str[12:].astype(int).to_numpy() == serial).all()


@pytest.mark.parametrize("size", ["town", "city"])
def test_shapes_are_valid_whole_and_wide_enough(size, town, city):
    ground = {"town": town, "city": city}[size]
    shapes = ground.grids.geometry.dropna().to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.is_valid(ground.exempt_areas.geometry.to_numpy()).all()
    assert (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all()
    coordinates = shapely.get_coordinates(np.concatenate([shapes, ground.exempt_areas.geometry.to_numpy()]))
    assert (coordinates == np.round(coordinates, 3)).all()
    for kind, least_m in (("comprehensive", 40.0), ("dedicated", 15.0)):
        third = ground.grids[(ground.grids["kind"] == kind) & ground.grids.geometry.notna()].geometry.to_numpy()
        radius = shapely.length(shapely.maximum_inscribed_circle(third, tolerance=1.0))
        assert radius.min() > least_m


def test_the_city_lies_where_the_city_lies(city):
    place = city.grids[city.grids["kind"] == "town"].to_crs(4326).total_bounds
    assert place == pytest.approx([120.367, 31.720, 120.885, 32.047], abs=0.02)
    exempt = city.exempt_areas
    towns = city.grids[city.grids["kind"] == "town"]
    assert 0.15 < exempt.geometry.area.sum() / towns.geometry.area.sum() < 0.25
    assert {"river", "canal", "lake"} <= set(exempt["kind"])
    assert (exempt["parent"].map(city.grids["kind"]) == np.where(exempt["kind"] == "river", "town", "village")).all()


def test_real_places_lie_where_they_lie(city):
    place = city.grids.set_index("name").geometry.centroid
    assert place["泗港社区居委会"].x < place["小城市社区居委会"].x < place["东莱村委会"].x
    assert place["城北社区居委会"].y > place["城南社区居委会"].y
    assert place["港口社区居委会"].x > place["西张社区居委会"].x


def test_a_few_premises_lie_in_the_middle_of_a_grid(city):
    shapes = city.grids.geometry[city.grids["kind"] == "comprehensive"].to_numpy()
    assert (shapely.get_num_interior_rings(shapes) > 0).sum() >= 5


def test_a_town_is_the_same_as_in_the_city(town, city):
    small, large = town.grids, city.grids
    code = small.loc[small["kind"] == "town", "code"].item()
    assert small.loc[small["kind"] == "town", "name"].item() == TOWN
    same = large[large["code"].str.startswith(code)]
    assert list(small["code"]) == list(same["code"])
    for column in ("name", "kind", "setting", "use", "target_households"):
        assert list(small[column]) == list(same[column])
    shaped = small.geometry.notna().to_numpy()
    differs = shapely.symmetric_difference(small.geometry.to_numpy()[shaped], same.geometry.to_numpy()[shaped])
    assert shapely.area(differs).max() < 1.0  # square metres: the vertices of the neighbours' borders are missing


def test_a_road_or_a_water_has_the_vertices_of_the_borders_along_it(town):
    shaped = town.grids[town.grids["kind"].isin(LEVEL_3) & town.grids.geometry.notna()]
    edges = directed_edges(shaped.geometry.to_numpy()).to_numpy()
    middle = shapely.points((edges[:, :2] + edges[:, 2:]) / 2)
    outlines = shapely.boundary(town.water.geometry.to_numpy()[shapely.get_dimensions(town.water.geometry) == 2])
    narrow = town.water.geometry.to_numpy()[shapely.get_dimensions(town.water.geometry) == 1]
    for lines, least in ((town.roads.geometry.to_numpy(), 0.3), (np.concatenate([outlines, narrow]), 0.05)):
        beside = np.unique(shapely.STRtree(lines).query(middle, predicate="dwithin", distance=1e-4)[0])
        of_lines = directed_edges_of_lines(lines)
        known = set(map(tuple, of_lines)) | set(map(tuple, of_lines[:, [2, 3, 0, 1]]))
        assert len(beside) > least * len(edges)
        assert all(tuple(edge) in known for edge in edges[beside])


def directed_edges_of_lines(lines: np.ndarray) -> np.ndarray:
    coordinates, line = shapely.get_coordinates(shapely.get_parts(shapely.get_parts(lines)), return_index=True)
    start = np.flatnonzero(line[:-1] == line[1:])
    return np.hstack([coordinates[start], coordinates[start + 1]])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_place(town):
    again, other = make_ground("town"), make_ground("town", seed=7)
    for table in ("grids", "exempt_areas", "roads", "water"):
        one, two = getattr(town, table), getattr(again, table)
        assert list(shapely.to_wkb(one.geometry.to_numpy())) == list(shapely.to_wkb(two.geometry.to_numpy()))
        pd.testing.assert_frame_equal(
            pd.DataFrame(one.drop(columns="geometry")), pd.DataFrame(two.drop(columns="geometry"))
        )
    assert list(shapely.to_wkb(other.grids.geometry.to_numpy())) != list(shapely.to_wkb(town.grids.geometry.to_numpy()))
    assert other.grids["kind"].value_counts().to_dict() == town.grids["kind"].value_counts().to_dict()


def test_an_unknown_size_is_refused():
    with pytest.raises(ValueError, match="country"):
        make_ground("country")


def test_grids_in_one_row_are_numbered_from_the_west():
    #   2 .       north
    #       . 1       a grid a little further north does not come before one far to the west
    #   3 .   . 4
    points = np.array([[900.0, 1010.0], [0.0, 1000.0], [0.0, 0.0], [900.0, 30.0]])
    assert list(number_grids(points)) == [2, 1, 3, 4]
    assert list(number_grids(points + 4e7)) == [2, 1, 3, 4]
    assert list(number_grids(points[:0])) == []


def test_whole_numbers_are_shared_out_by_weight_within_bounds():
    assert list(apportion(np.array([5.0, 3.0, 2.0]), 10)) == [5, 3, 2]
    assert list(apportion(np.array([100.0, 1.0, 1.0]), 6, 1, np.array([3, 9, 9]))) == [3, 2, 1]
    with pytest.raises(ValueError, match="cannot share"):
        apportion(np.array([1.0, 1.0]), 1)
