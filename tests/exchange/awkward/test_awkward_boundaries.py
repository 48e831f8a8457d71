"""Files of boundaries as officers have them are read right: every code, name, parent and shape."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import box

from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from tests.exchange.awkward.case import CRS, SIDE, VILLAGES, Awkward, X, Y
from tests.exchange.awkward.drawings import DRAWINGS
from tests.exchange.awkward.jsons import JSONS
from tests.exchange.awkward.markup import MARKUP
from tests.exchange.awkward.rows import ROWS
from tests.exchange.awkward.shapefiles import SHAPEFILES
from tests.exchange.awkward.tables import TABLES
from tests.exchange.awkward.villages import VILLAGE_FILES
from ui.words.messages import LANGUAGES, message_of

AWKWARD = [*SHAPEFILES, *MARKUP, *JSONS, *TABLES, *DRAWINGS, *ROWS, *VILLAGE_FILES]


@pytest.fixture(scope="module")
def bases(place, tmp_path_factory) -> dict[str, Plan]:
    """Plans into which what is read comes: for grids one of a town and two villages, for villages one of the town."""
    folder = tmp_path_factory.mktemp("base")
    wide = 4 * SIDE
    town = gpd.GeoDataFrame(
        {"编码": ["320582100"], "名称": ["测试镇"]}, geometry=[box(X, Y, X + wide, Y + wide / 2)], crs=CRS
    )
    halves = [box(X, Y, X + wide / 2, Y + wide / 2), box(X + wide / 2, Y, X + wide, Y + wide / 2)]
    villages = gpd.GeoDataFrame({"编码": list(VILLAGES), "名称": list(VILLAGES.values())}, geometry=halves, crs=CRS)
    plan, plans = Plan(load_scheme("city")), {}
    for kind, below, made in (("town", "village", town), ("village", "comprehensive", villages)):
        made.to_file(folder / f"{kind}.gpkg")
        plan = plans[below] = place.imported(plan, folder / f"{kind}.gpkg", kind).plan
    return plans


def test_there_are_more_than_a_hundred_and_each_says_what_is_wrong():
    assert len(AWKWARD) >= 100
    assert len({file.name for file in AWKWARD}) == len(AWKWARD)
    assert all(file.wrong and (file.grids or file.refused) for file in AWKWARD)


@pytest.mark.parametrize("file", AWKWARD, ids=lambda file: file.name)
def test_an_awkward_file_is_read_right_or_refused_in_words(file: Awkward, bases, place, tmp_path):
    source = file.write(tmp_path)
    before = contents(tmp_path)
    if file.refused:
        with pytest.raises(BadInput) as refused:
            place.imported(bases[file.kind], source, file.kind, **file.options)
        assert refused.value.key == file.refused, file.wrong
        for language in LANGUAGES:
            said = message_of(refused.value, language)
            assert not said.startswith(f"{file.refused} ") and source.name in said
    else:
        found = place.imported(bases[file.kind], source, file.kind, **file.options)
        assert table_of(found.plan, file.kind) == {code: row[:2] for code, row in file.grids.items()}, file.wrong
        assert {problem.key for problem in found.problems} == set(file.told)
        for code, (_, _, right) in file.grids.items():
            same_ground(found.plan, code, right, file.near)
    assert contents(tmp_path) == before  # nothing is left beside the file, and nothing in it is changed


def table_of(plan: Plan, kind: str) -> dict[str, tuple[str, str]]:
    grids = plan.grids[plan.grids["kind"] == kind]
    parents = plan.codes(grids["parent"].to_numpy())
    return {code: (name, parent) for code, name, parent in zip(grids["code"], grids["name"], parents, strict=True)}


def same_ground(plan: Plan, code: str, right: shapely.Geometry | None, near: float) -> None:
    [grid] = plan.ids_with_codes([code])
    shape = plan.shape(int(grid))
    if right is None:
        assert shape is None or shape.is_empty
    else:
        assert shape.geom_type == right.geom_type
        assert shapely.area(shapely.symmetric_difference(shape, right)) < near, code


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
