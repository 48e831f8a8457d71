"""What a user may want to say of a file of boundaries, and where on earth it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyproj
import shapely

from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_outcome import Place, Suggestion
from gridmap.exchange.crs_hints import zone_at
from gridmap.exchange.datum import move, source_named, transformer
from gridmap.exchange.rosters.columns import ColumnTaken
from gridmap.model.arrays import ShapeArray
from gridmap.model.errors import BadInput

if TYPE_CHECKING:
    from gridmap.exchange.boundaries import Reading

_CRS_ERRORS: Final = (
    "crs-missing",
    "crs-missing-swapped",
    "coordinates-not-degrees",
    "coordinates-are-degrees",
    "coordinates-zone-prefixed",
    "coordinates-lack-zone",
    "coordinates-other-zone",
    "coordinates-of-other-crs",
)


def suggestions_for(
    number: int,
    refused: BadInput | None,
    options: ImportOptions,
    reading: Reading | None = None,
    offers: Sequence[ColumnTaken] = (),
) -> tuple[Suggestion, ...]:
    """Return what may be said of a file: first what must be, because it was refused, then what else may help.

    Parameters
    ----------
    number : int
        Place of the file among those read.
    refused : BadInput or None
        Why nothing of it can be stored.
    options : ImportOptions
        With which it was read.
    reading : Reading, optional
        The file, if it could be read.
    offers : sequence of ColumnTaken
        Columns of people that are not taken.
    """
    found = [] if refused is None else _answers(number, refused, options, reading)
    if reading is None:
        return tuple(found)
    reasons = reading.rows.reasons
    exist = int((reasons == "code-exists").sum())
    if exist and options.existing == "skip":
        found.append(Suggestion("update", number, {"existing": "replace"}, {"count": exist}))
    bare = int(np.isin(reasons, ("code-empty", "row-not-numbered")).sum())
    if bare and not options.number:
        found.append(Suggestion("number", number, {"number": True}, {"count": bare}))
    if offers and not options.people:
        headers = [column.header for column in offers]
        found.append(Suggestion("people", number, {"people": True}, {"count": len(headers), "columns": headers}))
    return tuple(found)


def _answers(number: int, refused: BadInput, options: ImportOptions, reading: Reading | None) -> list[Suggestion]:
    key, values = refused.key, refused.values
    if key.startswith("shifted-") and reading is not None and reading.shift is not None:
        shift = reading.shift
        said = {"metres": shift.metres, "wind": shift.wind, "name": shift.name, "crs": shift.crs}
        keep = {"crs": reading.crs.option}
        return [Suggestion("shifted", number, {"crs": shift.crs}, said, pressing=True, otherwise=keep)]
    if key == "coordinates-swapped":
        swap: dict[str, Any] = {"swap_xy": not options.swap_xy}
        return [Suggestion("swapped", number, swap, {}, pressing=True)]
    if key in _CRS_ERRORS:
        more = {"swap_xy": not options.swap_xy} if key == "crs-missing-swapped" else {}
        names = [name for name in str(values.get("expected", "")).split(" / ") if name and name != "EPSG"]
        return [
            Suggestion("crs", number, {"crs": name, **more}, _where(values, name, swapped=bool(more)), pressing=True)
            for name in names
        ]
    if key == "layer-choose":
        layers = str(values.get("expected", "")).split(", ")
        return [Suggestion("layer", number, {"layer": layer}, {"layer": layer}, pressing=True) for layer in layers]
    if key == "code-column-missing" and not options.number:
        return [Suggestion("number", number, {"number": True}, {"count": 0}, pressing=True)]
    return []


def _where(values: Mapping[str, object], name: str, *, swapped: bool) -> dict[str, object]:
    """Return what is said of a CRS that coordinates may be in: its name, and where on earth their middle then is."""
    x, y = (values.get(axis) for axis in ("x", "y"))
    if not isinstance(x, float) or not isinstance(y, float):
        return {"crs": name}
    middle = np.array([[y, x] if swapped else [x, y]])
    try:
        lon, lat = move(middle, source_named(name), pyproj.CRS.from_epsg(4490))[0].tolist()
    except (BadInput, pyproj.exceptions.ProjError):
        return {"crs": name}
    return {"crs": name, "lon": lon, "lat": lat} if np.isfinite([lon, lat]).all() else {"crs": name}


def place_of(shapes: ShapeArray, crs: pyproj.CRS) -> Place | None:
    """Return where shapes are (in a CRS), and the zone that fits there; ``None`` if that cannot be told."""
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(there):
        return None
    box = shapely.bounds(there)
    middle = np.median(np.stack([box[:, 0] + box[:, 2], box[:, 1] + box[:, 3]], axis=1) / 2, axis=0)
    try:
        lon, lat = transformer(crs, pyproj.CRS.from_epsg(4490)).transform(*middle)
    except pyproj.exceptions.ProjError:
        return None
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return None
    return Place(float(lon), float(lat), zone_at(float(lon)))
