"""A first look: what a layer probably is, its columns with some cells, and files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from gridmap.exchange.first_look import first_look
from gridmap.model.scheme import load_scheme

SCHEME = load_scheme()
ID_NUMBER = "320582198001011234"


def written(folder: Path, name: str, columns: dict, layer: str | None = None) -> Path:
    count = len(next(iter(columns.values())))
    shapes = [box(120.5 + 0.01 * i, 31.8, 120.51 + 0.01 * i, 31.81) for i in range(count)]
    path = folder / name
    gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490").to_file(path, layer=layer)
    return path


@pytest.mark.parametrize(
    ("name", "columns", "kind"),
    [
        ("a.geojson", {"bm": ["320582100", "320582101"]}, "town"),
        ("a.geojson", {"bm": ["320582100201", "320582100202"], "镇": ["320582100", "320582100"]}, "village"),
        ("a.geojson", {"bm": ["320582100201001"], "村": ["320582100201"]}, "comprehensive"),
        ("a.geojson", {"bm": ["320582100201001", "320582100201002"], "t": ["综合", "专属网格"]}, "grid"),
        ("专属网格.geojson", {"bm": ["320582100201001"]}, "dedicated"),
        ("村界.geojson", {"名称": ["东村"]}, "village"),
        ("街道.geojson", {"名称": ["东"]}, "town"),
        ("东村网格.geojson", {"名称": ["一"]}, "comprehensive"),
        ("村级网格.geojson", {"名称": ["一"]}, "village"),
        ("town_grids.geojson", {"名称": ["一"]}, "comprehensive"),
        ("x.geojson", {"名称": ["一"]}, "comprehensive"),
    ],
)
def test_what_a_layer_is_is_told_by_its_codes_then_by_its_name(tmp_path, name, columns, kind):
    [seen] = first_look([written(tmp_path, name, columns)], SCHEME)
    assert (seen.kind, seen.rows) == (kind, len(next(iter(columns.values()))))


def test_higher_levels_come_first_and_every_layer_of_a_file_is_one(tmp_path):
    grids = written(tmp_path, "g.geojson", {"bm": ["320582100201001"]})
    both = written(tmp_path, "both.gpkg", {"bm": ["320582100201"]}, "cun")
    written(tmp_path, "both.gpkg", {"bm": ["320582100"]}, "zhen")
    seen = first_look([grids, both], SCHEME)
    assert [(one.path.name, one.layer, one.kind) for one in seen] == [
        ("both.gpkg", "zhen", "town"),
        ("both.gpkg", "cun", "village"),
        ("g.geojson", None, "comprehensive"),
    ]


def test_cells_are_shown_without_what_is_private(tmp_path):
    columns = {"备注": [f"张三{ID_NUMBER}", "x", "y", "z"], "身份证号": [ID_NUMBER] * 4, "编码": ["1", "2", "3", "4"]}
    [seen] = first_look([written(tmp_path, "a.geojson", columns)], SCHEME)
    assert ID_NUMBER not in str(seen.columns)
    assert seen.columns["身份证号"] == ("", "", "")
    assert seen.columns["编码"] == ("1", "2", "3")


def test_the_place_is_told_and_a_file_that_cannot_be_read_keeps_no_other_back(tmp_path):
    good = written(tmp_path, "a.geojson", {"名称": ["东"]})
    bad = tmp_path / "b.geojson"
    bad.write_text(json.dumps({"type": "FeatureCollection"})[:-4], encoding="utf-8")
    seen = first_look([bad, good, tmp_path / "none.shp"], SCHEME)
    assert [one.refused is None for one in seen] == [True, False, False]
    assert seen[0].where.zone.meridian == 120
    assert seen[2].refused.key == "file-not-found"


def test_what_progress_raises_stops_it(tmp_path):
    def stop(share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        first_look([tmp_path / "a.shp"], SCHEME, stop)
