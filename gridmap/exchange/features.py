"""What one layer of a file holds, whatever its format: columns and shapes as they stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyproj

from gridmap.model.arrays import BoolArray, ShapeArray
from gridmap.model.errors import Problem

FOLDER: Final = "Folder"
"""Header of the column that says in which folder of a KML a row stands."""


@dataclass(frozen=True, eq=False)
class Features:
    """What one layer of a file holds.

    Attributes
    ----------
    file, layer, driver : str
        The file as the user named it, the layer, and GDAL's name of the format.
    columns : mapping of header to array (n,)
        Values as read; texts decoded, ``None`` or NaN where there is none.
    shapes : array of geometries (n,)
        As in the file, perhaps with Z; ``None`` where there is none or it cannot be read.
    unreadable : array of bool (n,)
        Which shapes are there but cannot be read.
    crs : pyproj.CRS or None
        What the file says; ``None`` if it does not.
    problems : tuple of Problem
        What was noticed on the way.
    field_names : mapping of header to str
        What programs call a column that is headed otherwise for people (an alias).
    """

    file: str
    layer: str
    driver: str
    columns: Mapping[str, npt.NDArray[Any]]
    shapes: ShapeArray
    unreadable: BoolArray
    crs: pyproj.CRS | None
    problems: tuple[Problem, ...]
    field_names: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.shapes)


def with_aliases(
    columns: Mapping[str, npt.NDArray[Any]], aliases: Mapping[str, str]
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, str]]:
    """Return columns headed by their aliases, where these are different, and what the headers were.

    Parameters
    ----------
    columns : mapping of header to array
    aliases : mapping of header to str
        An empty one, or one that another column bears, is passed over.
    """
    headed: dict[str, npt.NDArray[Any]] = {}
    names: dict[str, str] = {}
    for name, values in columns.items():
        alias = " ".join(aliases.get(name, "").split())
        if alias and alias not in columns and alias not in headed:
            headed[alias], names[alias] = values, name
        else:
            headed[name] = values
    return headed, names


def column_of(values: Sequence[str | None]) -> npt.NDArray[Any]:
    """Return texts as a column, ``None`` for a blank one. Shape (n,)."""
    made = np.empty(len(values), dtype=object)
    made[:] = [value or None for value in values]
    return made
