"""What an awkward file of boundaries is: how it is made, what is wrong with it, and what must be read of it.

All of them hold the same place, so that what is right is known to the centimetre:

    +-----+-----+-----+-----+
    | E 3 | E 4 | W 3 | W 4 |    two villages of 800 m, E (东村, 320582100201) and W (西村, 320582100202),
    +-----+-----+-----+-----+    of four grids of 400 m each, in EPSG:4549 from (552,000, 3,527,000)
    | E 1 | E 2 | W 1 | W 2 |
    +-----+-----+-----+-----+
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import Polygon, box

X, Y, SIDE = 552_000.0, 3_527_000.0, 400.0
CRS = "EPSG:4549"
EAST, WEST = "320582100201", "320582100202"
VILLAGES = {EAST: "东村村委会", WEST: "西村村委会"}
PLACES = [(village, row, column) for village in (0, 1) for row in (0, 1) for column in (0, 1)]
CODES = [f"{village}00{number}" for village in (EAST, WEST) for number in range(1, 5)]
NAMES = [f"{village}第{number}网格" for village in ("东村", "西村") for number in "一二三四"]
PARENTS = [EAST] * 4 + [WEST] * 4
SHAPES: list[Polygon] = [
    box(X + 2 * SIDE * v + SIDE * c, Y + SIDE * r, X + 2 * SIDE * v + SIDE * (c + 1), Y + SIDE * (r + 1))
    for v, r, c in PLACES
]

Write = Callable[[Path], Path]
Grids = Mapping[str, tuple[str, str, shapely.Geometry]]


def all_grids() -> dict[str, tuple[str, str, shapely.Geometry]]:
    """Return what stands in the plan if everything was read right: name, parent's code and shape by code."""
    return {code: (name, code[:12], shape) for code, name, shape in zip(CODES, NAMES, SHAPES, strict=True)}


def only(*numbers: int, **names: str) -> dict[str, tuple[str, str, shapely.Geometry]]:
    """Return some of the grids, numbered from 0 as they stand above."""
    return {CODES[number]: (NAMES[number], CODES[number][:12], SHAPES[number]) for number in numbers}


def unnamed() -> dict[str, tuple[str, str, shapely.Geometry]]:
    """Return all grids without their names."""
    return {code: ("", parent, shape) for code, (_, parent, shape) in all_grids().items()}


@dataclass(frozen=True)
class Awkward:
    """A file of boundaries as officers have them.

    Attributes
    ----------
    name : str
        Of the case.
    wrong : str
        What is wrong with the file.
    write : function of a folder
        Writes the file there and returns what is to be imported.
    grids : mapping of code to name, parent's code and shape
        What must come of it; nothing if it must be refused.
    told : tuple of str
        Keys of what must be told, in any order and each once.
    refused : str
        Key of what must be said if it must be refused.
    options : mapping
        What the user says.
    kind : str
        What is read.
    near : float
        By how many square metres a shape may differ.
    """

    name: str
    wrong: str
    write: Write
    grids: Grids = field(default_factory=all_grids)
    told: tuple[str, ...] = ()
    refused: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    near: float = 1.0
    kind: str = "comprehensive"


def frame(crs: str = CRS, **columns: object) -> gpd.GeoDataFrame:
    """Return the eight grids as a frame, with code, name and village or with other columns."""
    data = columns or {"网格编码": CODES, "网格名称": NAMES, "村社区": [VILLAGES[p] for p in PARENTS]}
    made = gpd.GeoDataFrame(data, geometry=list(SHAPES), crs=CRS)
    return made if crs == CRS else made.to_crs(crs)


def degrees() -> list[np.ndarray]:
    """Return the corners of the grids as longitude and latitude, each ring closed. Shapes (5, 2)."""
    return [np.asarray(shape.exterior.coords) for shape in frame("EPSG:4326").geometry]


def corners() -> list[np.ndarray]:
    """Return the corners of the grids as easting and northing, each ring closed. Shapes (5, 2)."""
    return [np.asarray(shape.exterior.coords) for shape in SHAPES]


def text(folder: Path, name: str, words: str, encoding: str = "utf-8") -> Path:
    """Write a text and return its file."""
    (folder / name).write_bytes(words.encode(encoding))
    return folder / name
