"""A small city in squares: towns in rows, villages in columns, two grids in each, and a building in every grid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme, parse_scheme

WEST, SOUTH, CELL = 500_000.0, 3_500_000.0, 100.0
KINDS = ("centre", "team")
FACILITIES = "".join(f'[[facility]]\nkey = "{key}"\nname = {{ zh = "{key}", en = "{key}" }}\n' for key in KINDS)


def scheme_with(*indicators: str) -> Scheme:
    """Return the city's scheme with other facilities, and these indicators; ``key`` and ``name`` need not be said."""
    text = load_scheme().text
    text = re.sub(r"\[\[(facility|indicator)\]\]\n(?:.+\n)+", "", text)
    for number, body in enumerate(indicators):
        head = "" if "key =" in body else f'key = "i{number}"\nname = {{ zh = "甲{number}", en = "I{number}" }}\n'
        text += f"\n[[indicator]]\n{head}{body}\n"
    return parse_scheme(text + FACILITIES)


def place(column: float, row: float) -> shapely.Point:
    return shapely.Point(WEST + column * CELL, SOUTH + row * CELL)


def frame(plan_crs: object, rows: Sequence[Mapping[str, object]]) -> gpd.GeoDataFrame:
    table = pd.DataFrame(list(rows), index=range(1, len(rows) + 1))
    return gpd.GeoDataFrame(table, geometry="geometry" if "geometry" in table else [None] * len(table), crs=plan_crs)


def squares(
    scheme: Scheme,
    towns: int = 2,
    villages: int = 3,
    *,
    households: Sequence[int] | None = None,
    facilities: Sequence[Mapping[str, object]] = (),
    roads: Sequence[shapely.LineString] = (),
) -> Plan:
    """Return a plan of squares: town ``t`` is row ``t``, village ``v`` of it has the cells of columns 2v and 2v+1.

    Ids go town by town: the town, then each village with its two grids; those of :func:`village_id` and so on.
    """
    grids, buildings = [], []
    for town in range(towns):
        code = f"3205821{town:02}"
        top = len(grids) + 1
        grids.append(("town", code, 0, shapely.box(0, town, 2 * villages, town + 1)))
        for village in range(villages):
            above = len(grids) + 1
            name = f"{code}{village:03}"
            grids.append(("village", name, top, shapely.box(2 * village, town, 2 * village + 2, town + 1)))
            for half in range(2):
                left = 2 * village + half
                grids.append(
                    ("comprehensive", f"{name}{half + 1:03}", above, shapely.box(left, town, left + 1, town + 1))
                )
                number = len(buildings)
                homes = 10 if households is None else households[number % len(households)]
                spot = place(left + 0.5, town + 0.5)
                buildings.append({"households": homes, "residents": 3 * homes, "compound": "", "geometry": spot})
    shapes = shapely.transform(np.array([g for *_, g in grids], dtype=object), lambda xy: xy * CELL + (WEST, SOUTH))
    rows = [
        {
            "kind": kind,
            "code": code,
            "name": code,
            "parent": above,
            "setting": "urban" if i % 2 else "rural",
            "geometry": s,
        }
        for i, ((kind, code, above, _), s) in enumerate(zip(grids, shapes, strict=True))
    ]
    tables = {"grids": frame(scheme.crs, rows), "buildings": frame(scheme.crs, buildings)}
    if facilities:
        tables["facilities"] = frame(scheme.crs, [{"geometry": None, **one} for one in facilities])
    if roads:
        tables["roads"] = frame(scheme.crs, [{"name": "", "rank": "street", "geometry": line} for line in roads])
    return Plan(scheme, tables)


def ids_of(plan: Plan, kind: str) -> list[int]:
    return plan.grids.index[plan.grids["kind"] == kind].tolist()
