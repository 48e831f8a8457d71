"""Geodata out: grids as GeoPackage, GeoJSON or Shapefile, with figures and who answers for them.

Columns carry the keys of :data:`gridmap.exchange.labels.COLUMNS` (a shapefile the short ones); values are keys too, so
that scripts read the same file whatever the language. Where the boundaries come from is stated in every one of them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

from gridmap.errors import BadInput
from gridmap.exchange.datum import Source, reproject
from gridmap.exchange.labels import COLUMNS, dates_of, heading, origin_of, term
from gridmap.exchange.ledger import ledger
from gridmap.exchange.writing import whole_files
from gridmap.plan import IntArray, Plan
from gridmap.privacy import Profile, shown_text
from gridmap.scheme import Kind

SUFFIXES: Final = (".gpkg", ".geojson", ".json", ".shp")
# Nine decimals of a degree are 0.1 mm; RFC 7946 section 11.2 warns of more than is meant.
_DECIMALS: Final = 9
# What office PCs have read without a word since 2018 (GDAL 2.2, QGIS 3.0).
_GEOPACKAGE_VERSION: Final = "1.2"
_DIMENSIONS: Final = ((2, "findings_areas"), (1, "findings_lines"), (0, "findings_points"))


def export_geodata(
    plan: Plan,
    path: Path,
    *,
    scope: Iterable[int] | None = None,
    privacy: Profile = "briefing",
    language: str = "zh",
    findings: gpd.GeoDataFrame | None = None,
    on: dt.date | None = None,
) -> tuple[Path, ...]:
    """Write grids to a file for a GIS; the suffix says which format.

    ``.gpkg``
        A layer for each kind of the scheme, named by its key, one for exempt areas, and those of findings if given; in
        the plan's CRS.
    ``.geojson``
        One file after RFC 7946: WGS 84, longitude first, rings counter-clockwise. CGCS2000 and WGS 84 agree to some
        centimetres and are taken as one.
    ``.shp``
        A shapefile for each kind (``city_village.shp``; ``city.shp`` if there is only one), UTF-8 with its ``.cpg``,
        in the plan's CRS, with a ``.txt`` beside that says what the short names of the columns mean.

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

    Returns
    -------
    tuple of Path
        The files that were written.

    Raises
    ------
    BadInput
        ``export-suffix-unknown``, ``nothing-to-export``, or ``file-not-saved``.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput("export-suffix-unknown", file=str(path), expected=", ".join(SUFFIXES))
    day = on or dt.date.today()
    table = ledger(plan, scope=scope, privacy=privacy, language=language, on=day)
    if not len(table):
        raise BadInput("nothing-to-export", file=str(path))
    origin = origin_of(plan, language)
    if origin:
        table["origin"] = origin
    parts = _by_kind(plan, table)
    with whole_files(path) as place:
        if path.suffix.lower() == ".gpkg":
            _write_geopackage(plan, parts, place, language, privacy, findings, scope, day)
        elif path.suffix.lower() == ".shp":
            _write_shapefiles(plan, parts, place, language, day)
        else:
            _write_geojson(plan, parts, place, language, day)
        names = [written.name for written in sorted(place.parent.iterdir())]
    return tuple(path.parent / name for name in names)


def description(plan: Plan, language: str, on: dt.date) -> str:
    """Return title, origin and dates of a plan in one line, as outputs state them; assignments count on a day."""
    facts = plan.facts()
    origin = origin_of(plan, language) or term("unstated", language)
    parts = [facts.get("title", ""), f"{term('origin', language)}: {origin}", dates_of(facts, on, language)]
    return " | ".join(part for part in parts if part)


def _by_kind(plan: Plan, table: pd.DataFrame) -> list[tuple[Kind, gpd.GeoDataFrame]]:
    shapes = plan.shapes(table.index.to_numpy())
    parts = []
    for kind in plan.scheme.kinds:
        own = (table["kind"] == kind.key).to_numpy()
        if own.any():
            frame = table[own].reset_index(drop=True)
            parts.append((kind, gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes[own], crs=plan.crs))))
    return parts


# ---- formats ---------------------------------------------------------------------------------------------------------


def _write_geopackage(
    plan: Plan,
    parts: list[tuple[Kind, gpd.GeoDataFrame]],
    place: Path,
    language: str,
    privacy: Profile,
    findings: gpd.GeoDataFrame | None,
    scope: Iterable[int] | None,
    on: dt.date,
) -> None:
    said = description(plan, language, on)
    layers = [(kind.key, kind.name.in_language(language), frame) for kind, frame in parts]
    exempt = _exempt(plan, scope, privacy)
    if len(exempt):
        layers.append(("exempt_areas", "exempt_areas", exempt))
    if findings is not None:
        shapes = np.asarray(findings.geometry.array, dtype=object)
        for dimension, name in _DIMENSIONS:
            own = shapely.get_dimensions(shapes) == dimension
            if own.any():
                layers.append((name, name, findings[own].reset_index(drop=True)))
    for key, identifier, frame in layers:
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
    plan: Plan, parts: list[tuple[Kind, gpd.GeoDataFrame]], place: Path, language: str, on: dt.date
) -> None:
    used: list[str] = []
    for kind, frame in parts:
        name = place if len(parts) == 1 else place.with_name(f"{place.stem}_{kind.key}{place.suffix}")
        columns = [column for column in frame.columns if column != "geometry"]
        used = [*used, *(column for column in columns if column not in used)]
        short = frame.rename(columns={column: COLUMNS[column].short for column in columns})
        for column in short.columns:
            if column != "geometry" and not pd.api.types.is_numeric_dtype(short[column]):
                short[column] = short[column].map(_fitting)
        pyogrio.write_dataframe(short, name, driver="ESRI Shapefile", encoding="UTF-8", geometry_type="Polygon")
    lines = [description(plan, language, on), f"{term('crs', language)}: {Source(plan.crs).name}", ""]
    lines += [f"{COLUMNS[column].short:<10} {heading(plan, column, language)}" for column in used]
    for kind, _ in parts:
        lines.append(f"kind = {kind.key:<16} {kind.name.in_language(language)}")
    place.with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def _fitting(text: str) -> str:
    """Cut a text to the 254 bytes that a field of a .dbf holds, between characters."""
    return text.encode()[:254].decode(errors="ignore")


def _write_geojson(
    plan: Plan, parts: list[tuple[Kind, gpd.GeoDataFrame]], place: Path, language: str, on: dt.date
) -> None:
    """Write one FeatureCollection; a grid without a shape has the geometry null, as the standard wants it."""
    whole = pd.concat([frame.drop(columns="geometry") for _, frame in parts], ignore_index=True)
    shapes = np.concatenate([np.asarray(frame.geometry.array, dtype=object) for _, frame in parts])
    degrees = reproject(shapes, Source(plan.crs), pyproj.CRS.from_epsg(4326))
    degrees = shapely.transform(degrees, lambda coordinates: np.round(coordinates, _DECIMALS))
    degrees = shapely.orient_polygons(degrees, exterior_cw=False)
    geometries = shapely.to_geojson(degrees)
    members = [_properties(row) for row in whole.to_dict("records")]
    with place.open("w", encoding="utf-8", newline="\n") as out:
        out.write('{\n"type": "FeatureCollection",\n')
        out.write(f'"description": {json.dumps(description(plan, language, on), ensure_ascii=False)},\n"features": [\n')
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
