"""Columns are headed as people see them in the program that made them, and both names can be asked for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from gridmap.exchange.features import with_aliases
from gridmap.exchange.sources import read_features
from tests.exchange.awkward.drawings import with_aliases as geopackage_with_aliases

OTHER_PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin")
WRITE = """
import sys
from osgeo import ogr, osr
ogr.UseExceptions()
source = ogr.GetDriverByName("OpenFileGDB").CreateDataSource(sys.argv[1])
crs = osr.SpatialReference()
crs.ImportFromEPSG(4549)
layer = source.CreateLayer("WG", crs, ogr.wkbPolygon)
for name, alias in (("F01", "网格编码"), ("F02", "网格名称")):
    field = ogr.FieldDefn(name, ogr.OFTString)
    field.SetAlternativeName(alias)
    layer.CreateField(field)
row = ogr.Feature(layer.GetLayerDefn())
row["F01"], row["F02"] = "320582100201001", "东村第一网格"
row.SetGeometry(ogr.CreateGeometryFromWkt("POLYGON((0 0,1 0,1 1,0 0))"))
layer.CreateFeature(row)
"""


def has_osgeo() -> bool:
    asked = "from osgeo import ogr; assert ogr.GetDriverByName('OpenFileGDB').TestCapability('CreateDataSource')"
    if OTHER_PYTHON is None:
        return False
    return subprocess.run([OTHER_PYTHON, "-c", asked], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_osgeo(), reason="no GDAL with Python that writes file geodatabases is installed")
def test_a_geodatabase_is_headed_by_the_aliases_of_its_fields(tmp_path):
    subprocess.run([str(OTHER_PYTHON), "-c", WRITE, str(tmp_path / "a.gdb")], check=True, capture_output=True)
    read = read_features(tmp_path / "a.gdb")
    assert read.columns["网格编码"].tolist() == ["320582100201001"] and read.field_names["网格名称"] == "F02"


def test_a_column_can_be_asked_for_by_either_name(village_plan, place, tmp_path):
    file = geopackage_with_aliases(tmp_path)
    read = read_features(file)
    assert dict(read.field_names) == {"网格编码": "F01", "网格名称": "F02"}
    for code in ("F01", "网格编码"):
        assert place.imported(village_plan, file, "comprehensive", code=code).values["column_code"] == "网格编码"


def test_an_alias_that_is_empty_or_borne_by_another_column_is_passed_over():
    columns = {name: np.array([name]) for name in ("a", "b", "c", "d")}
    headed, names = with_aliases(columns, {"a": " ", "b": "c", "c": "编码", "d": "编码"})
    assert list(headed) == ["a", "b", "编码", "d"] and names == {"编码": "c"}


def test_who_has_no_aliases_has_no_other_names(place, tmp_path: Path):
    place.grids().to_file(tmp_path / "a.gpkg")
    assert not read_features(tmp_path / "a.gpkg").field_names
