"""Ground that is drawn in letters, edited, and drawn again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Geometry

from gridmap.checks import run_checks
from gridmap.edits import Edit
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.words.messages import BOTH, text

CELL = 100.0
WEST, SOUTH = 500_000.0, 3_500_000.0
TILING = ("gap", "overlap", "overhang", "unmatched-vertices", "invalid-shape", "building-in-two-grids")


@dataclass(frozen=True, eq=False)
class Ground:
    """A plan whose grids have letters for names; cells are counted from the south-west corner."""

    plan: Plan
    ids: Mapping[str, int]
    size: tuple[int, int]

    def __getitem__(self, letter: str) -> int:
        return self.ids[letter]

    def shape(self, letter: str) -> Geometry:
        return self.plan.shape(self.ids[letter])

    def area(self, letter: str) -> float:
        """Return the area of a grid in cells."""
        return float(self.shape(letter).area / CELL**2)

    def cell(self, column: float, row: float, width: float = 1, height: float = 1) -> Geometry:
        x, y = WEST + column * CELL, SOUTH + row * CELL
        return shapely.box(x, y, x + width * CELL, y + height * CELL)

    def at(self, *places: tuple[float, float]) -> list[tuple[float, float]]:
        """Return places that are told in cells in metres."""
        return [(WEST + x * CELL, SOUTH + y * CELL) for x, y in places]

    def reshaped(self, letter: str, shape: Geometry | None) -> Ground:
        """Return the ground with another shape for one grid, as a drawing program would leave it."""
        rows = edited_rows(self.plan, "grids", [self[letter]], geometry=[shape])
        return self._with(self.plan.apply(change_of(self.plan, "test", put={"grids": rows})))

    def after(self, edit: Edit) -> Ground:
        """Return the ground after an edit, which undo takes back to the last bit and history can tell of."""
        change = edit.change(self.plan)
        after = self.plan.apply(change)
        assert after.apply(change.inverted()).same_content(self.plan)
        assert all(text(f"change-{change.label}", language, **change.values) for language in BOTH)
        return self._with(after)

    def touched_by(self, edit: Edit) -> str:
        """Return the letters of the grids that an edit touches."""
        touched = set(edit.change(self.plan).ids("grids").tolist())
        return "".join(sorted(letter for letter, number in self.ids.items() if number in touched))

    def drawn(self, letters: str) -> str:
        """Draw some grids: in each cell the letters of those that hold its middle, a full stop where none does."""
        columns, rows = self.size
        shapes = {letter: self.shape(letter) for letter in letters}
        middle = {(i, j): shapely.Point(self.at((i + 0.5, j + 0.5))[0]) for i in range(columns) for j in range(rows)}
        held = {
            place: "".join(letter for letter, shape in shapes.items() if shape is not None and shape.covers(point))
            for place, point in middle.items()
        }
        lines = [" ".join(held[i, j] or "." for i in range(columns)) for j in reversed(range(rows))]
        return "\n".join(lines)

    def findings(self, *rules: str) -> list[str]:
        """Return the rules that find something, of some rules or of all that ask whether the ground is well shared."""
        found = run_checks(Plan(self.plan.scheme, dict(self.plan.tables)), rules=rules or TILING)
        return sorted(finding.rule for finding in found.open)

    def vertices(self, letter: str) -> set[tuple[float, float]]:
        """Return the vertices of a grid in cells."""
        xy = (shapely.get_coordinates(self.shape(letter)) - [WEST, SOUTH]) / CELL
        return {(float(x), float(y)) for x, y in np.round(xy, 6)}

    def _with(self, plan: Plan) -> Ground:
        return Ground(plan, self.ids, self.size)


def draw(drawing: str, villages: Mapping[str, str], extra: Mapping[str, str] | None = None) -> Ground:
    """Make a town T of villages of grids; a cell may have several letters, and a digit stands for a cell of no grid.

    Parameters
    ----------
    drawing : str
        The lowest grids.
    villages : mapping of letter to letters
        The grids of each village. Its ground are the cells in which one of them stands first, and those that bear a
        digit, which is the ground of no grid.
    extra : mapping of letter to parent
        Grids that are recorded under another grid than a village, or under none: ``{"Z": ""}``. A village may have
        their cells.
    """
    lines = [line.split() for line in drawing.strip().splitlines()]
    cells: dict[str, list[Geometry]] = {}
    first: dict[str, list[Geometry]] = {}
    for row, line in enumerate(reversed(lines)):
        for column, token in enumerate(line):
            x, y = WEST + column * CELL, SOUTH + row * CELL
            box = shapely.box(x, y, x + CELL, y + CELL)
            first.setdefault(token[0], []).append(box)
            for letter in token:
                cells.setdefault(letter, []).append(box)
    extra = extra or {}
    below = {village: [x for x in members if x.isalpha() and x not in extra] for village, members in villages.items()}
    grids = [letter for members in below.values() for letter in members] + list(extra)
    letters = ["T", *villages, *grids]
    ids = {letter: number for number, letter in enumerate(letters, start=1)}
    shapes = {letter: shapely.union_all(cells[letter]) if letter in cells else None for letter in grids}
    shapes |= {
        village: shapely.union_all([box for member in members for box in first.get(member, [])])
        for village, members in villages.items()
    }
    shapes["T"] = shapely.union_all([shapes[village] for village in villages])
    parent = {"T": 0} | dict.fromkeys(villages, ids["T"])
    parent |= {grid: ids[village] for village, members in below.items() for grid in members}
    parent |= {grid: ids.get(above, 0) for grid, above in extra.items()}
    code = {"T": "320582100"} | {village: f"3205821002{n:02d}" for n, village in enumerate(villages, start=1)}
    for grid in grids:
        above = next((village for village, members in villages.items() if grid in members), next(iter(villages)))
        code[grid] = f"{code[above]}{ids[grid]:03d}"
    kind = {"T": "town"} | dict.fromkeys(villages, "village") | dict.fromkeys(grids, "comprehensive")
    scheme = load_scheme()
    frame = gpd.GeoDataFrame(
        {
            "code": [code[letter] for letter in letters],
            "name": letters,
            "kind": [kind[letter] for letter in letters],
            "parent": [parent[letter] for letter in letters],
        },
        geometry=[shapes[letter] for letter in letters],
        index=[ids[letter] for letter in letters],
        crs=scheme.crs,
    )
    return Ground(Plan(scheme, {"grids": frame}), ids, (len(lines[0]), len(lines)))


@pytest.fixture(scope="session")
def ground() -> Callable[..., Ground]:
    """Return :func:`draw`."""
    return draw


def picture(drawing: str) -> str:
    """Return a drawing as :meth:`Ground.drawn` would give it."""
    return "\n".join(" ".join(line.split()) for line in drawing.strip().splitlines())


@pytest.fixture(scope="session")
def same() -> Callable[[str], str]:
    """Return :func:`picture`."""
    return picture
