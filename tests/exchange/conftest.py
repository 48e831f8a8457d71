"""A small place on a lattice in EPSG:4549, to be written into files as officers send them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import box

from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.words.messages import message_of

# Where the city lies: metres in EPSG:4549.
EAST, NORTH = 552_000.0, 3_526_000.0
CRS = "EPSG:4549"


def square(column: float, row: float, wide: float = 1, high: float = 1) -> shapely.Polygon:
    """Return a rectangle on a lattice of 1 km."""
    x, y = EAST + 1000 * column, NORTH + 1000 * row
    return box(x, y, x + 1000 * wide, y + 1000 * high)


def village_frame() -> gpd.GeoDataFrame:
    #  +-----+-----+
    #  | 201 | 202 |
    #  +-----+-----+
    return gpd.GeoDataFrame(
        {"编码": ["320582100201", "320582100202"], "名称": ["东门社区", "西街村"]},
        geometry=[square(0, 0, 2, 2), square(2, 0, 2, 2)],
        crs=CRS,
    )


def grid_frame() -> gpd.GeoDataFrame:
    #  +---+---+---+---+
    #  | 3 | 4 | 3 | 4 |
    #  +---+---+---+---+     two villages of four grids each
    #  | 1 | 2 | 1 | 2 |
    #  +---+---+---+---+
    rows = [
        (
            f"32058210020{1 + column // 2}00{1 + column % 2 + 2 * row}",
            f"第{column + 4 * row + 1}网格",
            square(column, row),
        )
        for row in range(2)
        for column in range(4)
    ]
    codes, names, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"网格编码": codes, "网格名称": names}, geometry=list(shapes), crs=CRS)


def imported(plan: Plan, source: Path, kind: str, **options: object) -> SimpleNamespace:
    """Import a file: the plan after it, the counts, the problems, and their keys."""
    edit, problems = read_boundaries(plan, source, ImportOptions(kind, **options))
    for problem in problems:
        for language in ("zh", "en"):  # a sentence, not the key and values that stand in for one
            assert not message_of(problem, language).startswith(f"{problem.key} ")
    after = plan.apply(edit.change(plan))
    return SimpleNamespace(
        plan=after, values=dict(edit.values), problems=problems, keys=[problem.key for problem in problems]
    )


def table_of(plan: Plan) -> dict[str, tuple[str, str, str, bytes]]:
    """Name, kind, parent's code and shape of every grid, by code."""
    grids = plan.grids
    shapes = shapely.to_wkb(shapely.normalize(np.asarray(grids.geometry.array, dtype=object)))
    rows = zip(grids["name"], grids["kind"], plan.codes(grids["parent"]), shapes, strict=True)
    return dict(zip(grids["code"], rows, strict=True))


@pytest.fixture(scope="session")
def place() -> SimpleNamespace:
    """The functions above, for tests."""
    return SimpleNamespace(
        east=EAST,
        north=NORTH,
        crs=CRS,
        square=square,
        villages=village_frame,
        grids=grid_frame,
        imported=imported,
        table_of=table_of,
    )


@pytest.fixture
def empty_plan() -> Plan:
    return Plan(load_scheme("city"))


@pytest.fixture
def village_plan(empty_plan: Plan, tmp_path: Path) -> Plan:
    """A plan with the two villages in it and no town above."""
    file = tmp_path / "only-villages.gpkg"
    village_frame().to_file(file, layer="villages")
    return imported(empty_plan, file, "village").plan
