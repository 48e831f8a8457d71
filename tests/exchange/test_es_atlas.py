"""Real boundaries of a country: imported as three levels, checked, and every answer confirmed by plain shapely.

What is confirmed here is computed from the file by json, geopandas and shapely alone, never by GridMap's own geometry.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridmap.checks import run_checks
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme
from ui.words.messages import message_of

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[1] / "data" / "es-atlas"
FILE = DATA / "municipalities.json"
LAYERS = {"region": "autonomous_regions", "province": "provinces", "municipality": "municipalities"}
NOISE_M = 1e-5  # the scheme's limit coordinate_noise: what is narrower is rounding and no ground


@pytest.fixture(scope="module")
def spain(place) -> SimpleNamespace:
    """The plan after three imports, what each of them said, and what the checks found."""
    plan, said = Plan(load_scheme(DATA / "scheme.toml")), {}
    for kind, layer in LAYERS.items():
        said[kind] = place.imported(plan, FILE, kind, layer=layer)
        plan = said[kind].plan
    return SimpleNamespace(plan=plan, said=said, findings=run_checks(plan))


@pytest.fixture(scope="module")
def atlas() -> dict[str, gpd.GeoDataFrame]:
    """The same layers as geopandas reads and projects them."""
    return {kind: gpd.read_file(FILE, layer=layer).set_crs(4326).to_crs(3035) for kind, layer in LAYERS.items()}


def grid_with(plan: Plan, kind: str, code: str) -> int:
    found = plan.grids[(plan.grids["kind"] == kind) & (plan.grids["code"] == code)]
    assert len(found) == 1
    return int(found.index[0])


# ---- the import ------------------------------------------------------------------------------------------------------


def test_every_row_of_every_layer_comes_in(spain, atlas):
    for kind, frame in atlas.items():
        rows = spain.plan.grids[spain.plan.grids["kind"] == kind]
        assert rows["code"].tolist() == frame["id"].tolist()
        assert rows["name"].tolist() == frame["name"].tolist()
        assert spain.said[kind].values["left_out"] == 0
    assert len(spain.plan.ids) == 20 + 53 + 8213


def test_shapes_lie_where_geopandas_puts_them(spain, atlas):
    for kind, frame in atlas.items():
        ours = spain.plan.grids[spain.plan.grids["kind"] == kind].geometry
        theirs = frame.geometry
        there = ~(theirs.isna() | theirs.is_empty)
        assert (ours.notna().to_numpy() == there.to_numpy()).all()
        ours, theirs = np.asarray(ours)[there], np.asarray(theirs)[there]
        apart = shapely.get_coordinates(ours) - shapely.get_coordinates(theirs)
        assert np.abs(apart).max() < 1e-6


def test_a_vertex_of_the_file_is_one_vertex_in_the_plan_whichever_layers_share_it(spain):
    topology = json.loads(FILE.read_text(encoding="utf-8"))
    used: set[int] = set()

    def collect(arcs):
        for arc in arcs:
            collect(arc) if isinstance(arc, list) else used.add(arc if arc >= 0 else ~arc)

    for layer in LAYERS.values():
        for geometry in topology["objects"][layer]["geometries"]:
            collect(geometry.get("arcs", []))
    points = np.unique(np.concatenate([np.cumsum(topology["arcs"][arc], axis=0) for arc in used]), axis=0)
    shapes = spain.plan.all_shapes
    ours = np.unique(shapely.get_coordinates(shapes[~shapely.is_missing(shapes)]), axis=0)
    # A few arcs are of rings that collapsed to nothing; a vertex that came out twice would make ours the more.
    assert len(points) - 120 <= len(ours) <= len(points)


def test_parents_are_what_the_codes_or_the_places_say(spain, atlas):
    plan = spain.plan
    provinces = set(atlas["province"]["id"])
    municipalities = plan.grids[plan.grids["kind"] == "municipality"]
    parents = np.array(plan.codes(municipalities["parent"]))
    codes = municipalities["code"].to_numpy(dtype=object)
    told = np.array([code[:2] in provinces for code in codes])
    assert (parents[told] == np.array([code[:2] for code in codes])[told]).all()
    values = spain.said["municipality"].values
    assert (values["by_prefix"], values["by_place"], values["without_parent"]) == (8132, 65, 16)
    # Condominios: their code begins with 53, which is no province. Those with ground lie in one, the others nowhere.
    joint = municipalities[~told]
    assert set(joint["code"].str[:2]) == {"53"} and len(joint) == 81
    with_ground = joint.geometry.notna().to_numpy()
    assert ((joint["parent"] > 0).to_numpy() == with_ground).all() and with_ground.sum() == 65
    shape = made_valid(np.asarray(joint.geometry)[with_ground])
    province = made_valid(np.asarray(atlas["province"].geometry))
    shared = shapely.area(shapely.intersection(shape[:, None], province[None, :]))
    most = atlas["province"]["id"].to_numpy(dtype=object)[shared.argmax(axis=1)]
    clear = shared.max(axis=1) > 0  # the others have lost all ground but not their place
    assert clear.sum() > 50 and (most[clear] == parents[~told][with_ground][clear]).all()


def test_provinces_lie_in_the_regions_that_the_statistics_office_lists(spain):
    plan = spain.plan
    assert spain.said["province"].values["by_place"] == 53
    region = {code: name for code, (name, kind, *_) in by_code(plan, "region").items() if kind == "region"}
    parent = {code: region[parent] for code, (_, _, parent) in by_code(plan, "province").items()}
    assert (
        parent["01"] == "País Vasco/Euskadi" and parent["09"] == "Castilla y León" and parent["31"].endswith("Navarra")
    )
    assert parent["35"] == parent["38"] == "Canarias" and parent["07"] == "Illes Balears"
    assert parent["51"].endswith("Ceuta") and parent["52"].endswith("Melilla") and parent["54"].startswith("Gibraltar")
    sizes = defaultdict(int)
    for name in parent.values():
        sizes[name] += 1
    assert sizes["Castilla y León"] == 9 and sizes["Andalucía"] == 8 and sizes["Castilla-La Mancha"] == 5


def by_code(plan: Plan, kind: str) -> dict[str, tuple[str, str, str]]:
    rows = plan.grids[plan.grids["kind"] == kind]
    return dict(
        zip(rows["code"], zip(rows["name"], rows["kind"], plan.codes(rows["parent"]), strict=True), strict=True)
    )


def test_what_has_no_ground_is_told_row_by_row_in_words(spain, atlas):
    missing = [problem for problem in spain.said["municipality"].problems if problem.key == "shape-missing"]
    frame = atlas["municipality"]
    assert [problem.row - 1 for problem in missing] == np.flatnonzero(frame.geometry.is_empty).tolist()
    assert len(missing) == 28
    for language in ("zh", "en"):
        assert f"{missing[0].row}" in message_of(missing[0], language)


# ---- the check, confirmed --------------------------------------------------------------------------------------------


def made_valid(shapes: np.ndarray) -> np.ndarray:
    return np.where(
        shapely.is_valid(shapes), shapes, shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    )


def ground_m2(shape: shapely.Geometry) -> float:
    """Area of the parts of a shape that are wide enough to be ground."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.area > 0]
    return sum(part.area for part in parts if 2 * part.area / part.length > NOISE_M)


@pytest.fixture(scope="module")
def confirmed(spain) -> dict[str, dict[tuple[str, ...], float]]:
    """Gaps, overlaps and overhangs in m² by the codes concerned, by plain overlays, parent by parent."""
    grids = spain.plan.grids
    there = grids[grids.geometry.notna()]
    shape = dict(zip(there.index, made_valid(np.asarray(there.geometry)), strict=True))
    code = grids["code"]
    found: dict[str, dict[tuple[str, ...], float]] = {"gap": {}, "overlap": {}, "overhang": {}}
    for parent, children in there.groupby("parent"):
        ids = [child for child in children.index if not shape[child].is_empty]
        shapes = np.array([shape[child] for child in ids], dtype=object)
        if parent:
            left = ground_m2(shapely.difference(shape[parent], shapely.union_all(shapes)))
            if left:
                found["gap"][(code[parent],)] = left
            for child, outside in zip(ids, shapely.difference(shapes, shape[parent]), strict=True):
                if ground_m2(outside):
                    found["overhang"][(code[child], code[parent])] = ground_m2(outside)
        one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        once = one < two
        both = shapely.intersection(shapes[one[once]], shapes[two[once]])
        for a, b, common in zip(one[once], two[once], both, strict=True):
            if ground_m2(common):
                found["overlap"][tuple(sorted((code[ids[a]], code[ids[b]])))] = ground_m2(common)
    return found


@pytest.mark.parametrize("rule", ["gap", "overlap", "overhang"])
def test_the_check_finds_the_ground_that_plain_overlays_find(spain, confirmed, rule):
    said: dict[tuple[str, ...], float] = defaultdict(float)
    for finding in spain.findings.open:
        if finding.rule == rule:
            codes = tuple(spain.plan.codes(finding.grids))
            said[tuple(sorted(codes)) if rule == "overlap" else codes] += float(finding.values["area_m2"])
    assert said.keys() == confirmed[rule].keys()
    for codes, area in confirmed[rule].items():
        assert said[codes] == pytest.approx(area, rel=1e-6, abs=1e-4)


def test_there_is_something_to_confirm(confirmed):
    assert len(confirmed["overlap"]) > 90 and len(confirmed["overhang"]) > 5


def test_between_them_regions_leave_no_ground_enclosed(spain):
    regions = made_valid(np.asarray(spain.plan.grids[spain.plan.grids["kind"] == "region"].geometry))
    whole = shapely.union_all(regions)
    holes = sum(shapely.get_num_interior_rings(shapely.get_parts(whole)))
    assert holes == 0 and not [f for f in spain.findings.open if f.rule == "gap" and not f.grids]


def test_invalid_and_missing_shapes_and_codes_are_told_as_they_are(spain):
    plan = spain.plan

    def told(rule: str) -> set[int]:
        return {grid for finding in spain.findings.open if finding.rule == rule for grid in finding.grids}

    there = plan.grids.geometry.notna().to_numpy()
    valid = shapely.is_valid(plan.all_shapes)
    assert told("invalid-shape") == set(plan.ids[there & ~valid].tolist()) and len(told("invalid-shape")) > 50
    assert told("missing-shape") == set(plan.ids[~there].tolist()) and len(told("missing-shape")) == 28
    assert told("bad-code") == set()
    municipalities = plan.grids["kind"] == "municipality"
    assert told("orphan") == set(plan.ids[(plan.parents == 0) & municipalities.to_numpy()].tolist())


# ---- oddities --------------------------------------------------------------------------------------------------------


def faults(spain: SimpleNamespace, grid: int) -> set[str]:
    return {finding.rule for finding in spain.findings.open if grid in finding.grids}


def test_an_exclave_inside_another_province_is_no_fault(spain):
    #  Treviño: two municipalities of Burgos in a hole of Álava
    plan = spain.plan
    burgos, alava = grid_with(plan, "province", "09"), grid_with(plan, "province", "01")
    for code, name in (("09109", "Condado de Treviño"), ("09276", "La Puebla de Arganzón")):
        grid = grid_with(plan, "municipality", code)
        assert plan.value(grid, "name") == name and plan.value(grid, "parent") == burgos
        inner = shapely.point_on_surface(plan.shape(grid))
        assert not shapely.intersects(plan.shape(alava), inner)
        assert shapely.intersects(shapely.convex_hull(plan.shape(alava)), inner)
        assert faults(spain, grid) == set()


def test_an_exclave_inside_another_country_is_no_fault(spain):
    #  Llívia: a municipality of Girona, all around it France
    plan = spain.plan
    llivia, girona = grid_with(plan, "municipality", "17094"), grid_with(plan, "province", "17")
    assert plan.value(llivia, "parent") == girona and faults(spain, llivia) == set()
    apart = [part for part in shapely.get_parts(plan.shape(girona)) if shapely.intersects(part, plan.shape(llivia))]
    assert len(apart) == 1 and apart[0].area == pytest.approx(plan.shape(llivia).area)


def test_islands_and_towns_overseas_keep_their_parents_and_their_areas(spain):
    plan = spain.plan
    canaries = grid_with(plan, "region", "05")
    assert {plan.codes([child])[0] for child in plan.children(canaries)} == {"35", "38"}
    degrees = gpd.GeoSeries([plan.shape(canaries)], crs=3035).to_crs(4326)[0]
    from pyproj import Geod

    on_the_ball = abs(Geod(ellps="GRS80").geometry_area_perimeter(degrees)[0])
    assert plan.shape(canaries).area == pytest.approx(on_the_ball, rel=2e-3)  # equal-area, edges straight in either


def test_under_a_chinese_crs_the_country_is_told_to_be_elsewhere(place):
    text = load_scheme("city").text
    village = "pattern = '\\d{6}[0-9A-Z]{3}\\d{3}', example = \"320582100201\""
    chinese = Plan(parse_scheme(text.replace(village, "pattern = '\\d{5}', example = \"01001\"")))
    found = place.imported(chinese, FILE, "village", layer="municipalities")
    told = [problem for problem in found.problems if problem.key == "outside-crs-area"]
    assert len(told) == 1 and told[0].values["count"] == 8185 and told[0].values["area_error"] > 0.5
    assert "EPSG:4549" in message_of(told[0], "zh")
