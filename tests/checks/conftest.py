"""A small place drawn in letters, in which every rule is kept, and ways to spoil it one thing at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Geometry

from gridmap.checks import Finding, run_checks
from gridmap.ground.numbering import number_grids
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme
from ui.outputs.findings import Wording

DAY = dt.date(2026, 6, 15)
CELL = 200.0
WEST, SOUTH = 500_000.0, 3_500_000.0


@dataclass(frozen=True, eq=False)
class Place:
    """A plan whose grids have letters for names.

    Attributes
    ----------
    plan : Plan
    ids : dict of letter to id
        Of grids. The worker of a grid, its assignment, its branch, the group below that and its building have the same
        id as the grid; the organisation of a village has the id of the village.
    """

    plan: Plan
    ids: Mapping[str, int]

    def __getitem__(self, letter: str) -> int:
        return self.ids[letter]

    def shape(self, letter: str) -> Geometry:
        return self.plan.shape(self.ids[letter])

    def cell(self, column: float, row: float, width: float = 1, height: float = 1) -> Geometry:
        """Return ground in cells, counted from the south-west corner."""
        x, y = WEST + column * CELL, SOUTH + row * CELL
        return shapely.box(x, y, x + width * CELL, y + height * CELL)

    def point(self, column: float, row: float) -> Geometry:
        return shapely.Point(WEST + column * CELL, SOUTH + row * CELL)

    def edit(self, table: str, rows: int | str | Iterable[int], **values: object) -> Place:
        """Give some rows other values; a letter stands for the grid."""
        ids = [self.ids[rows]] if isinstance(rows, str) else [rows] if isinstance(rows, int) else list(rows)
        if "geometry" in values:
            values["geometry"] = [values["geometry"]] * len(ids)
        return self._with(put={table: edited_rows(self.plan, table, ids, **values)})

    def grid(self, letter: str, **values: object) -> Place:
        return self.edit("grids", letter, **values)

    def add(self, table: str, **values: object) -> Place:
        """Add a row, with the next id."""
        number = self.plan.next_id(table)
        if "geometry" in values:
            row: pd.DataFrame = gpd.GeoDataFrame({k: [v] for k, v in values.items()}, index=[number], crs=self.plan.crs)
        else:
            row = pd.DataFrame({k: [v] for k, v in values.items()}, index=[number])
        return self._with(put={table: row})

    def drop(self, table: str, *ids: int) -> Place:
        return self._with(drop={table: ids})

    def scheme(self, *replacements: tuple[str, str], key: str = "city") -> Place:
        """Return the place under a scheme whose text has been changed."""
        from gridmap.model.scheme import parse_scheme

        text = load_scheme(key).text
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        return Place(Plan(parse_scheme(text), dict(self.plan.tables)), self.ids)

    def found(self, *rules: str, on: dt.date = DAY, scope: Iterable[str] | None = None) -> dict[str, list[Finding]]:
        """Run the rules (all by default) and return what they find by rule, said in both languages on the way."""
        wanted = None if scope is None else [self.ids[letter] for letter in scope]
        findings = run_checks(self.plan, rules=rules or None, scope=wanted, on=on)
        found: dict[str, list[Finding]] = {}
        for finding in findings.open:
            found.setdefault(finding.rule, []).append(finding)
            for language in ("zh", "en"):
                sentence = Wording(self.plan, language).message(finding)
                assert sentence and "{" not in sentence and "None" not in sentence and "nan" not in sentence
        return found

    def only(self, rule: str, **options: object) -> list[Finding]:
        """Return the findings of a rule, and insist that no other rule finds anything."""
        found = self.found(**options)  # type: ignore[arg-type]
        assert set(found) == {rule}, {key: [dict(f.values) for f in some] for key, some in found.items()}
        return found[rule]

    def letters(self, grids: Iterable[int]) -> str:
        """Return the letters of some grids, in their order."""
        of = {number: letter for letter, number in self.ids.items()}
        return "".join(of[grid] for grid in grids)

    def _with(self, **what: object) -> Place:
        return Place(self.plan.apply(change_of(self.plan, "test", **what)), self.ids)  # type: ignore[arg-type]


def draw(drawing: str) -> tuple[dict[str, Geometry], dict[str, Geometry]]:
    """Return the ground of every letter of a drawing, and the middle of its first cell; a full stop is no ground.

    All corners of cells are vertices.
    """
    lines = [line.split() for line in drawing.strip().splitlines()]
    cells: dict[str, list[Geometry]] = {}
    for row, line in enumerate(reversed(lines)):  # from south-east to north-west
        for column, letter in reversed(list(enumerate(line))):
            x, y = WEST + column * CELL, SOUTH + row * CELL
            cells.setdefault(letter, []).append(shapely.box(x, y, x + CELL, y + CELL))
    cells.pop(".", None)
    ground = {letter: shapely.union_all(boxes) for letter, boxes in sorted(cells.items())}
    return ground, {letter: boxes[-1].centroid for letter, boxes in cells.items()}


def build(
    drawing: str,
    villages: Mapping[str, str],
    towns: Mapping[str, str],
    dedicated: str = "",
    scheme: Scheme | None = None,
    households: int = 400,
) -> Place:
    """Build a place: what is drawn are the lowest grids; villages and towns are made of them.

    Every comprehensive grid has one building with its households in its first cell, a worker and a branch of its own
    with a group below; every dedicated one a responsible person and a branch.
    """
    # Long because it lists a whole place: every table once.
    scheme = scheme or load_scheme()
    shapes, homesteads = draw(drawing)
    parent = {grid: village for village, members in villages.items() for grid in members}
    parent |= {village: town for town, members in towns.items() for village in members}
    for above in (villages, towns):
        shapes |= {
            letter: shapely.union_all([shapes[member] for member in members]) for letter, members in above.items()
        }
    letters = [*towns, *villages, *(letter for members in villages.values() for letter in members)]
    ids = {letter: number for number, letter in enumerate(letters, start=1)}
    codes = {town: f"3205821{number:02d}" for number, town in enumerate(towns)}
    codes |= {village: f"{codes[parent[village]]}2{number:02d}" for number, village in enumerate(villages)}
    for village, members in villages.items():
        order = number_grids(shapely.get_coordinates(shapely.centroid([shapes[member] for member in members])))
        codes |= {member: f"{codes[village]}{n:03d}" for member, n in zip(members, order.tolist(), strict=True)}
    level_3 = [letter for letter in letters if letter in parent and letter not in villages]
    homes = [letter for letter in level_3 if letter not in dedicated]
    kind = dict.fromkeys(towns, "town") | dict.fromkeys(villages, "village") | dict.fromkeys(level_3, "comprehensive")
    kind |= dict.fromkeys(dedicated, "dedicated")

    grids = gpd.GeoDataFrame(
        {
            "code": [codes[letter] for letter in letters],
            "name": letters,
            "kind": [kind[letter] for letter in letters],
            "parent": [ids[parent[letter]] if letter in parent else 0 for letter in letters],
            "setting": "urban",
            "parts": [shapely.get_num_geometries(shapes[letter]) for letter in letters],
        },
        geometry=[shapes[letter] for letter in letters],
        index=[ids[letter] for letter in letters],
        crs=scheme.crs,
    )
    at_home = [ids[letter] for letter in homes]
    buildings = gpd.GeoDataFrame(
        {"door_plate": [f"{letter} 1" for letter in homes], "households": households, "residents": households * 3},
        geometry=[homesteads[letter] for letter in homes],
        index=at_home,
        crs=scheme.crs,
    )
    people = [ids[letter] for letter in level_3]
    workers = pd.DataFrame(
        {
            "staff_number": [f"W{number:03d}" for number in people],
            "name": [f"王{letter}" for letter in level_3],
            "phone": [f"111{number:08d}" for number in people],
        },
        index=people,
    )
    role = {"comprehensive": "full_time", "dedicated": "responsible"}
    assignments = pd.DataFrame(
        {"worker": people, "grid": people, "role": [role[kind[letter]] for letter in level_3]}, index=people
    )
    led = {
        **{ids[v]: ("village", 0, 60) for v in villages},
        **{i: ("grid", ids[parent[x]], 10) for x, i in ids.items() if x in level_3},
    }
    groups = {100 + number: ("building", number, 2) for number in people}
    rows = {**led, **groups}
    branches = pd.DataFrame(
        {
            "name": [f"党组织{number}" for number in rows],
            "tier": [row[0] for row in rows.values()],
            "parent": [row[1] for row in rows.values()],
            "secretary": ["李" if row[0] != "building" else "" for row in rows.values()],
            "members": [row[2] for row in rows.values()],
        },
        index=list(rows),
    )
    links = pd.DataFrame({"branch": list(led), "grid": list(led)}, index=list(led))
    tables = {
        "grids": grids,
        "buildings": buildings,
        "workers": workers,
        "assignments": assignments,
        "branches": branches,
        "branch_grids": links,
    }
    return Place(Plan(scheme, tables), ids)


@pytest.fixture(scope="session")
def place() -> Callable[..., Place]:
    """Return :func:`build`."""
    return build


@pytest.fixture(scope="session")
def town() -> Place:
    """Return two villages of a town, V with the grids A to D, W with E and the dedicated F, and one village of another.

    A A B B E E E G G        T: V and W      U: X
    A A B B E F E G G        V: A B C D      W: E F      X: G H
    C C D D E E E H H
    C C D D E E E H H
    """
    return build(
        """
        A A B B E E E G G
        A A B B E F E G G
        C C D D E E E H H
        C C D D E E E H H
        """,
        villages={"V": "ABCD", "W": "EF", "X": "GH"},
        towns={"T": "VW", "U": "X"},
        dedicated="F",
    )


@pytest.fixture(scope="session")
def day() -> dt.date:
    """Return the day for which the tests check."""
    return DAY


def as_points(*places: tuple[float, float]) -> Geometry:
    return shapely.MultiPoint([(WEST + x * CELL, SOUTH + y * CELL) for x, y in places])


__all__ = ["CELL", "DAY", "Place", "as_points", "build", "np"]
