"""What a file is: told by what it holds, with the sentence of whoever refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from ui.wizards.opening import kind_of, sort_files

FAULTS = Path(__file__).parents[2] / "data" / "faults"
WKT = '编码,WKT\n320582100,"POLYGON ((0 0, 1 0, 1 1, 0 0))"\n'


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode("gb18030") if isinstance(data, str) else data)
    return path


def test_a_project_is_one_whatever_it_is_called_and_another_geopackage_is_boundaries(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    Project.create(path, Plan(load_scheme())).close()
    assert kind_of(path) == "project"
    assert kind_of(FAULTS / "one-grid-many-rows" / "two-rows.gpkg") == "boundaries"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.csv", "姓名,电话\n张三,1\n", "list"),
        ("a.csv", WKT, "boundaries"),
        ("a.tsv", "a\tb\n1\t2\n", "list"),
        ("a.txt", "[地块坐标]\n3,1,1,a,面,,,,@\n", "boundaries"),
        ("a.xls", "<html><table><tr><td>姓名</td></tr></table></html>", "list"),
        ("a.geojson", '{"type": "FeatureCollection", "features": []}', "boundaries"),
        ("a.dxf", "0\nSECTION\n", "boundaries"),
        ("a.toml", "format = 1\n", "scheme"),
    ],
)
def test_tables_with_borders_are_boundaries_and_other_tables_lists(
    tmp_path: Path, name: str, data: str, kind: str
) -> None:
    assert kind_of(written(tmp_path, name, data)) == kind


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.dwg", b"AC1032", "format-dwg"),
        ("a.rar", b"Rar!\x1a\x07\x00", "format-archive"),
        ("a.mdb", b"\x00\x01\x00\x00Standard Jet DB", "format-mdb"),
        ("a.png", b"\x89PNG\r\n", "format-picture"),
        ("a.md", b"# words, and more words", "format-not-known"),
        ("a.bin", bytes(range(200)), "format-not-known"),
        ("a.shp", b"", "source-empty"),
    ],
)
def test_what_nothing_reads_is_refused_with_what_to_do(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        kind_of(written(tmp_path, name, data))
    assert refused.value.key == key


def test_files_of_a_shapefile_and_of_a_folder_are_taken_once_each(tmp_path: Path) -> None:
    for suffix in (".shp", ".dbf", ".prj"):
        written(tmp_path, f"村{suffix}", "x")
    roster = written(tmp_path, "网格员.csv", "姓名,电话\n张三,1\n")
    gone = tmp_path / "gone.xlsx"
    dropped = sort_files([tmp_path / "村.dbf", tmp_path, tmp_path / "村.shp", roster, gone])
    assert dropped.boundaries == (tmp_path / "村.shp",)
    assert dropped.lists == (roster,)
    assert [error.key for error in dropped.refused] == ["file-not-found"]
