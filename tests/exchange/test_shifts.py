"""What is wrong with where a file says it is shows in what the project holds: parents, grids, borders."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_prepare import prepare_boundaries
from gridmap.exchange.datum import bd09_from_gcj02, gcj02_from_wgs84, move, source_named, wgs84_from_gcj02
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan

KIND = ImportOptions("comprehensive")


def gcj02(xy: np.ndarray) -> np.ndarray:
    return np.stack(gcj02_from_wgs84(xy[:, 0], xy[:, 1]), axis=1)


def bd09(xy: np.ndarray) -> np.ndarray:
    return np.stack(bd09_from_gcj02(*gcj02_from_wgs84(xy[:, 0], xy[:, 1])), axis=1)


def shifted(frame: gpd.GeoDataFrame, how, crs: int = 4490) -> gpd.GeoDataFrame:
    """Return a frame as a web map shifts it, with degrees or projected from them."""
    degrees = frame.to_crs(4490)
    return degrees.set_geometry(shapely.transform(np.asarray(degrees.geometry.array), how)).set_crs(4490).to_crs(crs)


def refusal(plan: Plan, frame: gpd.GeoDataFrame, tmp_path, **options: object) -> BadInput | None:
    frame.to_file(tmp_path / "shifted.gpkg")
    return prepare_boundaries(plan, [tmp_path / "shifted.gpkg"], ImportOptions("comprehensive", **options)).refused


@pytest.mark.parametrize(("how", "metres"), [(gcj02, 470), (bd09, 1100)], ids=["gcj02", "bd09"])
@pytest.mark.parametrize("crs", [4490, 4549, 4528, 32651, 3857])
def test_web_map_coordinates_are_known_also_where_somebody_has_projected_them(
    village_plan, place, tmp_path, how, metres, crs
):
    frame = shifted(place.grids(), how, crs)
    refused = refusal(village_plan, frame, tmp_path)
    assert refused.key.startswith("shifted-") and refused.values["metres"] == pytest.approx(metres, rel=0.1)
    option = refused.values["option"]
    assert option == f"--crs {how.__name__}" + ("" if crs == 4490 else f"/EPSG:{crs}")
    options = ImportOptions("comprehensive", crs=option.split()[1])
    prepared = prepare_boundaries(village_plan, [tmp_path / "shifted.gpkg"], options)
    there = np.asarray(prepared.rows.geometry.array)
    assert shapely.hausdorff_distance(there, np.asarray(place.grids().geometry.array)).max() < 0.001


def test_a_flat_layer_shows_it_by_the_grids_of_the_same_codes(empty_plan, place, tmp_path):
    place.grids().to_file(tmp_path / "first.gpkg")
    plan = empty_plan.apply(prepare_boundaries(empty_plan, [tmp_path / "first.gpkg"], KIND).change)
    refused = refusal(plan, shifted(place.grids(), gcj02), tmp_path, existing="replace")
    assert refused.key == "shifted-ese" and refused.values["name"] == "GCJ-02"
    assert refusal(plan, place.grids(), tmp_path, existing="replace") is None


def test_a_flat_layer_shows_it_by_the_border_that_it_has_in_common_with_what_comes_beside_it(
    empty_plan, place, tmp_path
):
    #  +---+---+ - +---+
    #  | there | comes |    their common border has three corners of each; with more rows it has more
    #  +---+---+ - +---+
    frame = place.grids()
    column = np.arange(8) % 4
    fine = frame.set_geometry(shapely.segmentize(np.asarray(frame.geometry.array), 200)).set_crs(place.crs)
    fine[column < 2].to_file(tmp_path / "first.gpkg")
    plan = empty_plan.apply(prepare_boundaries(empty_plan, [tmp_path / "first.gpkg"], KIND).change)
    for how in (gcj02, bd09):
        refused = refusal(plan, shifted(fine[column >= 2], how), tmp_path)
        assert refused.key.startswith("shifted-") and refused.values["option"] == f"--crs {how.__name__}"
    zone = refusal(plan, fine[column >= 2].to_crs(4548).set_crs(4549, allow_override=True), tmp_path)
    assert zone.values["option"] == "--crs EPSG:4548"
    assert refusal(plan, fine[column >= 2], tmp_path) is None


def test_grids_that_would_fit_into_the_village_if_they_were_shifted_may_be_the_neighbours(
    village_plan, place, tmp_path
):
    # Small ones just beside the village: read as GCJ-02 they would lie in it, but nobody says that they belong to it.
    outside = gpd.GeoDataFrame(
        {"网格编码": ["320582100999001"], "网格名称": ["邻村网格"]},
        geometry=[place.square(4.01, 0.9, 0.2, 0.2)],
        crs=place.crs,
    )
    moved = prepare_boundaries(
        village_plan, [write(outside, tmp_path)], ImportOptions("comprehensive", crs="gcj02/EPSG:4549")
    ).rows.geometry[0]
    assert shapely.within(moved, place.square(0, 0, 4, 2))
    assert refusal(village_plan, outside.to_crs(4490), tmp_path) is None


def write(frame: gpd.GeoDataFrame, tmp_path):
    frame.to_file(tmp_path / "outside.gpkg")
    return tmp_path / "outside.gpkg"


@pytest.mark.parametrize("metres", [1.0, 60.0, 300.0])
def test_what_no_known_error_explains_is_not_explained(village_plan, place, tmp_path, metres):
    frame = place.grids()
    frame = frame.set_geometry(shapely.transform(np.asarray(frame.geometry.array), lambda xy: xy + metres))
    assert refusal(village_plan, frame.set_crs(place.crs), tmp_path) is None


@pytest.mark.parametrize("words", ["gcj02/EPSG:4549", "GCJ-02/4549", "gcj-02 / EPSG:4549"])
def test_a_shifted_and_projected_crs_is_understood_as_people_write_it(words):
    source = source_named(words)
    assert (source.name, source.option) == ("GCJ-02/EPSG:4549", "gcj02/EPSG:4549")


@pytest.mark.parametrize("words", ["gcj02/", "gcj02/EPSG:0", "wgs/EPSG:4549", "/"])
def test_what_is_no_crs_is_refused(words):
    with pytest.raises(BadInput, match="crs-unknown"):
        source_named(words)


def test_ways_into_a_shifted_datum_and_back_agree_to_a_millimetre_all_over_china():
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(74, 135, 20_000), rng.uniform(18, 53, 20_000)
    for there, back in ((gcj02_from_wgs84, wgs84_from_gcj02),):
        x, y = back(*there(lon, lat))
        metres = np.hypot((x - lon) * 111_320 * np.cos(np.radians(lat)), (y - lat) * 111_320)
        assert metres.max() < 0.001
    places = np.stack([rng.uniform(118.6, 121.4, 20_000), rng.uniform(30, 33, 20_000)], axis=1)
    plain = move(places, source_named("EPSG:4490"), source_named("EPSG:4549").crs)
    for how, name in ((gcj02, "gcj02"), (bd09, "bd09")):
        projected = move(how(places), source_named("EPSG:4490"), source_named("EPSG:4549").crs)
        for coordinates, source in ((how(places), name), (projected, f"{name}/EPSG:4549")):
            again = move(coordinates, source_named(source), source_named("EPSG:4549").crs)
            assert np.hypot(*(again - plain).T).max() < 0.001
