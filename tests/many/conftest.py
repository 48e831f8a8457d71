"""Three towns side by side, each in a file of its own, and faults between them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Polygon, box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project

SIZE = 900.0
"""Width and height of a town, metres."""


def town(
    number: int,
    ground: Polygon | None = None,
    *,
    codes: tuple[str, ...] = (),
    people: tuple[tuple[str, str], ...] = (),
    crs: str = "EPSG:4549",
) -> Plan:
    """Return a town that is one village of two grids, number 0 furthest west.

    Parameters
    ----------
    codes : tuple of str
        Of further grids, without ground.
    people : tuple of (name, phone)
        Beside two of its own.
    """
    west = 500_000 + number * SIZE
    ground = ground or box(west, 3_500_000, west + SIZE, 3_500_000 + SIZE)
    code = f"32058{number}100"
    own = [(code, "town", 0, ground), (f"{code}201", "village", 1, ground)]
    half = [ground.intersection(box(west - 99, y, west + SIZE + 99, y + SIZE / 2)) for y in (3_500_000, 3_500_450)]
    own += [(f"{code}20100{n}", "comprehensive", 2, part) for n, part in enumerate(half, 1)]
    own += [(further, "comprehensive", 2, None) for further in codes]
    grids = gpd.GeoDataFrame(
        {
            "code": [row[0] for row in own],
            "name": [f"{number}镇{n}" for n in range(len(own))],
            "kind": [row[1] for row in own],
            "parent": [row[2] for row in own],
        },
        geometry=[row[3] for row in own],
        index=range(1, len(own) + 1),
        crs="EPSG:4549",
    )
    named = [(f"甲{number}", f"1390000000{number}"), (f"乙{number}", f"1380000000{number}"), *people]
    workers = pd.DataFrame(
        {
            "staff_number": [f"SN-{number}{n:03d}" for n in range(len(named))],
            "name": [name for name, _ in named],
            "phone": [phone for _, phone in named],
        },
        index=range(1, len(named) + 1),
    )
    return Plan(load_scheme(), {"grids": grids, "workers": workers})


def notched(number: int, *, west: float = 0.0, east: float = 0.0) -> Polygon:
    """Return the ground of a town with three bays (below 0) or bulges (above) of 10 m at its west or its east side.

    +-----+      +-----+
    |     |=>    |     [
    |     |=>    |     [
    +-----+      +-----+
    """
    x0, y0 = 500_000 + number * SIZE, 3_500_000
    ground = box(x0, y0, x0 + SIZE, y0 + SIZE)
    for share in (1, 3, 5):
        y = y0 + share * SIZE / 6
        for x, depth in ((x0, west), (x0 + SIZE, east)):
            if depth > 0:
                ground = ground.union(box(x - depth, y, x + depth, y + 10))
            elif depth < 0:
                ground = ground.difference(box(x + depth, y, x - depth, y + 10))
    return ground


def saved(folder: Path, *plans: Plan) -> list[Path]:
    """Write plans to files A.gpkg, B.gpkg, ... and return their paths."""
    paths = [folder / f"{letter}.gpkg" for letter, _ in zip("ABCDEFG", plans, strict=False)]
    for path, plan in zip(paths, plans, strict=True):
        Project.create(path, plan).close()
    return paths


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three towns of which nothing crosses files, though each has findings of its own."""
    return saved(tmp_path_factory.mktemp("towns"), town(0), town(1), town(2))


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three towns with three faults of each kind between them: gaps A-B, overlaps B-C, codes, workers and phones."""
    same = tuple((f"重名{n}", f"1370000000{n}") for n in range(3))
    return saved(
        tmp_path_factory.mktemp("crossed"),
        town(0, notched(0, east=-10), codes=("X-1", "X-2", "X-3"), people=same),
        town(1, notched(1, east=10), codes=("X-1", "X-2"), people=(*same[:2], ("丙", "136-0000-0001"))),
        town(2, codes=("X-3",), people=(same[2], ("丁", "13600000001"), ("戊", "13900000000"), ("己", "13800000001"))),
    )
