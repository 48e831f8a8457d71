"""A top level without usable ground: every verb and every format works, and says so."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project

EAST, NORTH = 552_000.0, 3_526_000.0
FORMATS = ("pdf", "svg", "png", "html", "xlsx", "gpkg", "geojson", "shp")


def triangle(x: float, y: float) -> shapely.Polygon:
    with np.errstate(invalid="ignore", over="ignore"):
        return shapely.Polygon([(EAST, NORTH), (x, NORTH), (EAST + 500, y)])


NO_GROUND = {
    "missing": None,
    "empty": shapely.Polygon(),
    "no number": triangle(EAST + 1000, float("nan")),
    "infinite": triangle(float("inf"), NORTH + 1000),
    "off the map": triangle(1e300, 1e300),
    "line": shapely.LineString([(EAST, NORTH), (EAST + 1000, NORTH)]),
    "flat": triangle(EAST + 1000, NORTH),
    "tangled": shapely.Polygon(np.random.default_rng(1).random((1000, 2)) * 1000 + [EAST, NORTH]),
}


@pytest.fixture
def town(tmp_path):
    """Return a function that writes a project of a town with some shape, alone or with a sound village in it."""

    def write(shape, with_village):
        rows = [("320582100", "甲镇", "town", 0, shape)]
        if with_village:
            rows.append(("320582100201", "东村", "village", 1, shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000)))
        codes, names, kinds, parents, shapes = zip(*rows, strict=True)
        grids = gpd.GeoDataFrame(
            {"code": codes, "name": names, "kind": kinds, "parent": parents},
            geometry=list(shapes),
            index=range(1, len(rows) + 1),
            crs="EPSG:4549",
        )
        Project.create(tmp_path / "p.gpkg", Plan(load_scheme(), {"grids": grids})).close()
        return tmp_path / "p.gpkg"

    return write


@pytest.mark.parametrize(
    ("case", "with_village"), [*((case, True) for case in NO_GROUND), ("missing", False), ("no number", False)]
)
def test_every_verb_and_format_works_without_ground_and_says_so(case, with_village, town, run, tmp_path):
    project = town(NO_GROUND[case], with_village)
    for suffix in FORMATS:
        out = tmp_path / "out" / f"grids.{suffix}"
        result = run("export", project, "-o", out)
        assert result.exit_code == 0 and not result.exception, (suffix, result.output)
        assert "Without usable ground" in result.stderr and "320582100" in result.stderr
        assert any(path.stat().st_size for path in out.parent.glob("grids*"))
    features = json.loads((tmp_path / "out" / "grids.geojson").read_text(encoding="utf-8"))["features"]
    assert {f["properties"]["code"] for f in features} == {"320582100", *(["320582100201"] if with_village else [])}
    result = run("check", project, "--json", tmp_path / "check.json")
    assert result.exit_code == 1
    findings = json.loads((tmp_path / "check.json").read_text(encoding="utf-8"))["findings"]
    assert {"missing-shape", "invalid-shape"} & {finding["rule"] for finding in findings}
    assert run("stats", project).exit_code == 0
    assert run("fix", project, "--dry-run").exit_code in (0, 1)


def test_an_export_with_all_ground_says_nothing_of_it(town, run, tmp_path):
    project = town(shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000), True)
    result = run("export", project, "-o", tmp_path / "grids.gpkg")
    assert result.exit_code == 0 and "ground" not in result.stderr
