"""Towns drawn in letters, one letter a grid, with people who hold some of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd
from shapely import Polygon, box

from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme, parse_scheme

DAY = dt.date(2026, 6, 15)
CELL = 1000.0


def scheme_with(**limits: float) -> Scheme:
    """Return the city's scheme with other limits."""
    text = load_scheme().text
    for key, value in limits.items():
        text, count = re.subn(rf"(\[limit\.{key}\]\nvalue = )[\d.]+", rf"\g<1>{value}", text)
        assert count == 1
    return parse_scheme(text)


def drawn(
    *towns: str,
    held: Mapping[int, str] | None = None,
    idle: Iterable[int] = (),
    households: int | Mapping[str, int] = 300,
    rows: Iterable[tuple[int, str, str, str, str]] = (),
    scheme: Scheme | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Plan:
    """Return a plan of towns, each of one village.

    Parameters
    ----------
    *towns : str
        Grids from west to east, a blank for ground that nobody has; a kilometre each. The next town lies far north.
    held : mapping of worker to str
        Whose full-time grids are which letters.
    idle : iterable of int
        Workers who have none.
    households : int or mapping
        Of every grid.
    rows : iterable of (worker, letter, role, from, until)
        Further assignments.
    kinds : mapping of letter to kind
        Where it is not comprehensive.
    """
    # Long because it draws a whole place: every table once.
    grids: dict[int, tuple[str, str, int, Polygon]] = {}
    ids: dict[str, int] = {}
    for number, letters in enumerate(towns):
        north = 3_500_000 + number * 50_000
        ground = box(500_000, north, 500_000 + CELL * len(letters), north + CELL)
        town, village = 10 * number + 1, 10 * number + 2
        grids[town], grids[village] = (f"T{number}", "town", 0, ground), (f"V{number}", "village", town, ground)
        for at, letter in enumerate(letters):
            if letter != " ":
                ids[letter] = ord(letter) * 10
                cell = box(500_000 + CELL * at, north, 500_000 + CELL * (at + 1), north + CELL)
                grids[ids[letter]] = (letter, (kinds or {}).get(letter, "comprehensive"), village, cell)
    people = sorted({*(held or {}), *idle, *(row[0] for row in rows)})
    duties = [(worker, letter, "full_time", "", "") for worker, own in (held or {}).items() for letter in own]
    duties += list(rows)
    order = sorted(grids)
    counts = {letter: households if isinstance(households, int) else households.get(letter, 300) for letter in ids}
    frame = gpd.GeoDataFrame(
        {
            "code": [grids[grid][0] for grid in order],
            "name": [grids[grid][0] for grid in order],
            "kind": [grids[grid][1] for grid in order],
            "parent": [grids[grid][2] for grid in order],
            "declared_households": [counts.get(grids[grid][0], 0) for grid in order],
        },
        geometry=[grids[grid][3] for grid in order],
        index=order,
        crs="EPSG:4549",
    )
    assignments = pd.DataFrame(
        [(worker, ids[letter], *rest) for worker, letter, *rest in duties],
        columns=["worker", "grid", "role", "from_date", "until_date"],
        index=range(1, len(duties) + 1),
    )
    workers = pd.DataFrame(
        {"name": [f"工{worker}" for worker in people], "staff_number": [f"W{worker}" for worker in people]},
        index=people,
    )
    return Plan(scheme or load_scheme(), {"grids": frame, "workers": workers, "assignments": assignments})
