"""Geodata out: grids as GeoPackage, GeoJSON or Shapefile, with figures and who answers for them.

Columns carry the keys of :data:`ui.words.labels.SHORT` (a shapefile the short ones); values are keys too, so
that scripts read the same file whatever the language. Where the boundaries come from is stated in every one of them.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

from gridmap.exchange.datum import Source
from gridmap.exchange.plain import in_plain_text
from gridmap.ground.tiling import is_on_the_map
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.sections import Name
from gridmap.people.privacy import Profile, shown_text
from gridmap.storage.whole_files import whole_files
from ui.outputs.formats import format_of
from ui.outputs.ledger.ledger import description, ledger
from ui.outputs.ledger.plain_geodata import Part, as_csv, as_dxf, as_kml
from ui.outputs.ledger.target import Target
from ui.words.labels import SHORT, heading, term
from ui.words.messages import origin_of

# Nine decimals of a degree are 0.1 mm; RFC 7946 section 11.2 warns of more than is meant.
_DECIMALS: Final = 9
# What office PCs have read without a word since 2018 (GDAL 2.2, QGIS 3.0).
_GEOPACKAGE_VERSION: Final = "1.2"
Step = Callable[[float], None]
_BEGUN: Final = 0.02
_LISTED: Final = 0.4
"""The share of the work that is done when all is known that is to be written."""
_DIMENSIONS: Final = ((2, "findings_areas"), (1, "findings_lines"), (0, "findings_points"))


@dataclass(frozen=True)
class _Part:
    """Grids that stand together in a file: a kind of the scheme, or those of kinds that it does not know."""

    key: str
    name: Name


_OTHER: Final = _Part("other_kinds", Name("其他类型", "other kinds"))


def export_geodata(
    plan: Plan,
    path: Path,
    *,
    scope: Iterable[int] | None = None,
    privacy: Profile = "briefing",
    language: str = "zh",
    findings: gpd.GeoDataFrame | None = None,
    on: dt.date | None = None,
    crs: str = "",
    step: Step = lambda share: None,
) -> tuple[Path, ...]:
    """Write grids to a file for a GIS; the suffix says which format.

    Long because it says what each of them holds.

    ``.gpkg``
        A layer for each kind of the scheme, named by its key, one for grids of kinds that it does not know
        (``other_kinds``), one for exempt areas, and those of findings if given; in the plan's CRS.
    ``.geojson``
        One file after RFC 7946: WGS 84, longitude first, rings counter-clockwise. CGCS2000 and WGS 84 agree to some
        centimetres and are taken as one.
    ``.shp``
        A shapefile for each kind (``city_village.shp``; ``city.shp`` if there is only one), UTF-8 with its ``.cpg``,
        in the plan's CRS, with a ``.txt`` beside that says what the short names of the columns mean.

    ``.kml``, ``.csv``, ``.dxf``
        One file after :mod:`ui.outputs.ledger.plain_geodata`: KML in WGS 84, the others in the plan's CRS.

    No grid is left out: one without a shape has none in the file either (null), with all its figures.

    Parameters
    ----------
    scope : iterable of int, optional
        Ids of grids: these and everything below them.
    privacy : Profile
        What is shown of people.
    language : "zh" or "en"
        Of descriptions and of roles beside names.
    findings : GeoDataFrame, optional
        Findings as a table with shapes, to stand beside the grids in a GeoPackage.
    on : date, optional
        The day for which assignments count; today by default.
    crs : str
        An EPSG code, ``gcj02`` or ``bd09`` in place of the format's own CRS.
    step : callable
        Called with the share of the work that is done, 0 to 1; what it raises stops the work.

    Returns
    -------
    tuple of Path
        The files that were written.

    Raises
    ------
    BadInput
        ``export-suffix-unknown``, ``nothing-to-export``, ``crs-unknown``, or ``file-not-saved``.
    """
    path = Path(path)
    suffix = format_of(path, "geodata", also=True).suffix
    plan = in_plain_text(plan)
    day = on or dt.date.today()
    step(_BEGUN)
    table = ledger(plan, scope=scope, privacy=privacy, language=language, on=day)
    if not len(table):
        raise BadInput("nothing-to-export", file=str(path))
    origin = origin_of(plan.facts(), language)
    if origin:
        table["origin"] = origin
    own = pyproj.CRS.from_epsg(4326) if suffix in (".geojson", ".kml") else plan.crs
    target = Target.named(crs) if crs else Target(Source(own))
    step(_LISTED)
    parts = [(part, target.frame(frame, plan.crs)) for part, frame in _by_kind(plan, table)]
    said = description(plan, language, day)
    if crs:
        said = f"{said} | {target.source.name}"
    with whole_files(path) as place:
        if suffix == ".gpkg":
            exempt = target.frame(_exempt(plan, scope, privacy), plan.crs)
            found = None if findings is None else target.frame(findings, plan.crs)
            _write_geopackage(parts, place, language, exempt, found, said, step)
        elif suffix == ".shp":
            _write_shapefiles(plan, parts, place, language, said, target, step)
        elif suffix == ".geojson":
            _write_geojson(parts, place, said)
        else:
            named = [(part.key, part.name.in_language(language), frame) for part, frame in parts]
            place.write_bytes(_plainly(suffix, named, said, target))
        step(1.0)
        names = [written.name for written in sorted(place.parent.iterdir())]
    return tuple(path.parent / name for name in names)


def _that_can_be_written(shapes: ShapeArray) -> ShapeArray:
    """Return shapes with ``None`` for those with coordinates that are no numbers or off any map, which none takes."""
    shapes = shapes.copy()
    shapes[~is_on_the_map(shapes)] = None
    return shapes


def _by_kind(plan: Plan, table: pd.DataFrame) -> list[tuple[_Part, gpd.GeoDataFrame]]:
    """Return the rows kind by kind, and at the end those of kinds that the scheme does not know; none is left out."""
    shapes = _that_can_be_written(plan.shapes(table.index.to_numpy()))
    kinds = table["kind"].to_numpy(dtype=object)
    known = [_Part(kind.key, kind.name) for kind in plan.scheme.kinds]
    rows = [(part, kinds == part.key) for part in known]
    rows.append((_OTHER, ~np.isin(kinds, [part.key for part in known])))
    return [
        (part, gpd.GeoDataFrame(table[own].reset_index(drop=True), geometry=gpd.GeoSeries(shapes[own], crs=plan.crs)))
        for part, own in rows
        if own.any()
    ]


def _shares(rows: Iterable[int]) -> list[float]:
    """Return how much of the whole work is done before each of some layers of so many rows is written."""
    count = np.array(list(rows), dtype=np.float64)
    before = (np.cumsum(count) - count) / max(count.sum(), 1.0)
    shares: list[float] = (_LISTED + (1 - _LISTED) * before).tolist()
    return shares


# ---- formats ---------------------------------------------------------------------------------------------------------


def _plainly(suffix: str, parts: list[Part], said: str, target: Target) -> bytes:
    """Return the content of one of the plain formats."""
    if suffix == ".kml":
        return as_kml(parts, said).encode()
    if suffix == ".csv":
        return as_csv(parts, in_degrees=target.in_degrees).encode()
    return as_dxf(parts, in_degrees=target.in_degrees)


def _write_geopackage(
    parts: list[tuple[_Part, gpd.GeoDataFrame]],
    place: Path,
    language: str,
    exempt: gpd.GeoDataFrame,
    findings: gpd.GeoDataFrame | None,
    said: str,
    step: Step,
) -> None:
    layers = [(kind.key, kind.name.in_language(language), frame) for kind, frame in parts]
    if len(exempt):
        layers.append(("exempt_areas", "exempt_areas", exempt))
    if findings is not None:
        shapes = np.asarray(findings.geometry.array, dtype=object)
        for dimension, name in _DIMENSIONS:
            own = shapely.get_dimensions(shapes) == dimension
            if own.any():
                layers.append((name, name, findings[own].reset_index(drop=True)))
    for (key, identifier, frame), share in zip(layers, _shares(len(frame) for _, _, frame in layers), strict=True):
        step(share)
        dimension = int(shapely.get_dimensions(np.asarray(frame.geometry.array, dtype=object)).max(initial=-1))
        pyogrio.write_dataframe(
            frame,
            place,
            layer=key,
            driver="GPKG",
            append=place.exists(),
            promote_to_multi=True,
            geometry_type={0: "MultiPoint", 1: "MultiLineString"}.get(dimension, "MultiPolygon"),
            dataset_options=None if place.exists() else {"VERSION": _GEOPACKAGE_VERSION},
            layer_options={"IDENTIFIER": identifier, "DESCRIPTION": said},
            layer_metadata={"origin": said},
        )


def _exempt(plan: Plan, scope: Iterable[int] | None, privacy: Profile) -> gpd.GeoDataFrame:
    """Return the exempt areas that are recorded for the grids in scope, or touch them."""
    frame = plan.tables["exempt_areas"]
    columns = gpd.GeoDataFrame(
        {column: frame[column].to_numpy(dtype=object) for column in ("name", "kind", "reason")},
        geometry=gpd.GeoSeries(np.asarray(frame["geometry"].array, dtype=object), crs=plan.crs),
    )
    numbers = plan.tables["workers"]["staff_number"].tolist()
    columns["reason"] = [shown_text(reason, privacy, numbers) for reason in columns["reason"]]
    columns.insert(3, "parent_code", plan.codes(frame["parent"].to_numpy()))
    if scope is None or not len(columns):
        return columns
    inside: IntArray = plan.below(list(scope))
    shapes = plan.shapes(inside)
    near = shapely.STRtree(shapes[~shapely.is_missing(shapes)]).query(columns.geometry.to_numpy(), "intersects")[0]
    return columns.iloc[np.unique(near)].reset_index(drop=True)


def _write_shapefiles(
    plan: Plan,
    parts: list[tuple[_Part, gpd.GeoDataFrame]],
    place: Path,
    language: str,
    said: str,
    target: Target,
    step: Step,
) -> None:
    used: list[str] = []
    for (kind, frame), share in zip(parts, _shares(len(frame) for _, frame in parts), strict=True):
        step(share)
        name = place if len(parts) == 1 else place.with_name(f"{place.stem}_{kind.key}{place.suffix}")
        columns = [column for column in frame.columns if column != "geometry"]
        used = [*used, *(column for column in columns if column not in used)]
        short = frame.rename(columns={column: SHORT[column] for column in columns})
        for column in short.columns:
            if column != "geometry" and not pd.api.types.is_numeric_dtype(short[column]):
                short[column] = short[column].map(_fitting)
        lines = shapely.get_dimensions(np.asarray(short.geometry.array, dtype=object)) < 2
        short.loc[lines, "geometry"] = None  # a shapefile has shapes of one sort
        pyogrio.write_dataframe(short, name, driver="ESRI Shapefile", encoding="UTF-8", geometry_type="Polygon")
        _must_be_whole(name, len(short))
    lines = [said, f"{term('crs', language)}: {target.source.name}", ""]
    lines += [f"{SHORT[column]:<10} {heading(plan, column, language)}" for column in used]
    for kind, _ in parts:
        lines.append(f"kind = {kind.key:<16} {kind.name.in_language(language)}")
    place.with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def _must_be_whole(shp: Path, rows: int) -> None:
    """Make sure that the parts of a shapefile are as long as their rows need: GDAL cuts a .dbf in silence (3.11).

    After the ESRI Shapefile Technical Description (1998) and the header of dBASE III; ``OSError`` if one is cut.
    """
    head = shp.read_bytes()[24:28]
    dbf = shp.with_suffix(".dbf").read_bytes()[8:12]
    least = {
        ".shp": 2 * int.from_bytes(head, "big") if len(head) == 4 else 100,
        ".shx": 100 + 8 * rows,
        ".dbf": int.from_bytes(dbf[:2], "little") + rows * int.from_bytes(dbf[2:], "little") if len(dbf) == 4 else 32,
        ".prj": 1,
        ".cpg": 1,
    }
    for suffix, size in least.items():
        part = shp.with_suffix(suffix)
        if part.stat().st_size < size:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(part))


def _fitting(text: str) -> str:
    """Cut a text to the 254 bytes that a field of a .dbf holds, between characters."""
    return text.encode()[:254].decode(errors="ignore")


def _write_geojson(parts: list[tuple[_Part, gpd.GeoDataFrame]], place: Path, said: str) -> None:
    """Write one FeatureCollection; a grid without a shape has the geometry null, as the standard wants it."""
    whole = pd.concat([frame.drop(columns="geometry") for _, frame in parts], ignore_index=True)
    shapes = np.concatenate([np.asarray(frame.geometry.array, dtype=object) for _, frame in parts])
    shapes[shapely.is_empty(shapes)] = None  # no ground, no geometry; many programs refuse one without coordinates
    degrees = shapely.transform(shapes, lambda coordinates: np.round(coordinates, _DECIMALS))
    degrees = shapely.orient_polygons(degrees, exterior_cw=False)
    geometries = shapely.to_geojson(degrees)
    members = [_properties(row) for row in whole.to_dict("records")]
    with place.open("w", encoding="utf-8", newline="\n") as out:
        out.write('{\n"type": "FeatureCollection",\n')
        out.write(f'"description": {json.dumps(said, ensure_ascii=False)},\n"features": [\n')
        for number, (geometry, properties) in enumerate(zip(geometries, members, strict=True)):
            shape = "null" if geometry is None else geometry
            comma = ",\n" if number else ""
            out.write(f'{comma}{{"type":"Feature","properties":{properties},"geometry":{shape}}}')
        out.write("\n]\n}\n")


def _properties(row: dict[str, object]) -> str:
    plain = {key: None if isinstance(value, float) and np.isnan(value) else value for key, value in row.items()}
    return json.dumps(plain, ensure_ascii=False, default=_number)


def _number(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else str(value)
