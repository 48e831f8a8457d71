"""The grids of another department, read from its own file; what comes out says what would change before it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.edits import PutDepartment
from gridmap.exchange.boundary_shapes import areas_in, projected, source_of
from gridmap.exchange.boundary_texts import plain_cells, tell_of_nul, texts_in
from gridmap.exchange.cells import TextArray, code_texts
from gridmap.exchange.features import Features
from gridmap.exchange.headers import BOUNDARY_FIELDS, match_headers, plain
from gridmap.exchange.rows import Rows
from gridmap.exchange.shifts import known_shift, whole_of
from gridmap.exchange.sources import read_features
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.errors import BadInput, Problem, Refused
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("警务区编码", "警务区编号", "责任区编码", "责任区编号", "片区编码", "片区编号", "单元编码"),
    "name": ("警务区名称", "警务区", "责任区名称", "责任区", "片区名称", "片区", "管理单元", "单元名称"),
    "note": (),
}  # fmt: skip
"""What departments call their columns, before the words of any file of boundaries."""


@dataclass(frozen=True)
class DepartmentOptions:
    """What a user says of a department's file beyond what it says itself.

    Attributes
    ----------
    department : str
        Whose grids these are: what the department is called in the project.
    layer : str, optional
        Layer of the file; by default one that is called like the department, needed where there are several others.
    code, name : str, optional
        Headers of the columns; found by their words where none is given.
    crs : str, optional
        Where the coordinates are, if the file does not say or is wrong: ``EPSG:…``, ``gcj02`` or ``bd09``.
    encoding : str, optional
    swap_xy : bool
        Whether the file has its coordinates the other way round.
    """

    department: str
    layer: str | None = None
    code: str | None = None
    name: str | None = None
    crs: str | None = None
    encoding: str | None = None
    swap_xy: bool = False


@dataclass(frozen=True, eq=False)
class PreparedDepartment:
    """What a file would make of a department's grids; nothing is stored yet.

    Attributes
    ----------
    department, file : str
    columns : mapping of field to header
        What was taken for code, name and note.
    new, changed, same, gone, left_out : int
        Grids that come, change, stay as they are and go, and rows of the file that do not come in.
    problems : tuple of Problem
        What was noticed on the way, by row and column.
    edit : PutDepartment or None
        ``None`` if the file says what the plan has.
    """

    department: str
    file: str
    columns: Mapping[str, str]
    new: int
    changed: int
    same: int
    gone: int
    left_out: int
    problems: tuple[Problem, ...]
    edit: PutDepartment | None


def read_department(plan: Plan, source: Path, options: DepartmentOptions) -> PreparedDepartment:
    """Read the grids of a department.

    The file is what the department has now: a grid is known again by its code, else by its name, and keeps its row;
    grids of this department that the file does not have go. Other departments stay as they are.

    Raises
    ------
    BadInput
        Those of :func:`~gridmap.exchange.sources.read_features` and
        :func:`~gridmap.exchange.crs_hints.refuse_if_elsewhere`, ``crs-missing``, ``crs-unknown``,
        ``column-not-found``, ``no-polygons``, and how far off the file lies if a known error explains it.
    Refused
        ``department-without-name``.
    """
    department = without_strange_letters(options.department).strip()
    if not department:
        raise Refused("department-without-name")
    source = Path(source)
    features = read_features(source, options.layer, options.encoding, [department])
    rows = Rows(source.name, len(features))
    rows.say(*features.problems)
    headers = _headers(features, options, rows)
    tell_of_nul(source, features, headers, rows)
    shapes = _shapes(plan, features, options, rows)
    for row in np.flatnonzero(shapely.is_missing(shapes)):
        rows.leave_out("shape-missing", row)
    kept = np.flatnonzero(rows.keep)
    if not len(kept):
        raise BadInput("no-polygons", file=rows.file, value="-")
    texts = texts_in(features, {field: headers[field] for field in ("name", "note") if field in headers}, rows)
    codes = _codes(features, headers.get("code", ""), rows)
    nothing = np.full(len(rows), "", dtype=object)
    columns = {"code": codes[kept], **{field: texts.get(field, nothing)[kept] for field in ("name", "note")}}
    return _prepared(plan, department, headers, rows, columns, shapes[kept])


def _prepared(
    plan: Plan,
    department: str,
    headers: Mapping[str, str],
    rows: Rows,
    columns: Mapping[str, TextArray],
    shapes: ShapeArray,
) -> PreparedDepartment:
    table = plan.tables["department_grids"]
    old = table[(table["department"] == department).to_numpy()]
    ids = _known_again(old, columns)
    new = ids == 0
    ids[new] = plan.next_id("department_grids") + np.arange(int(new.sum()))
    frame = pd.DataFrame({"department": department, **columns}, index=pd.Index(ids, name="id"))
    frame = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, index=frame.index, crs=plan.crs)).sort_index()
    gone = tuple(np.setdiff1d(old.index.to_numpy(), ids).tolist())
    edit: PutDepartment | None = PutDepartment(department, frame, gone)
    changed = 0
    try:
        change = edit.change(plan) if edit else None
        changed = len(change.rows["department_grids"].after) - int(new.sum()) if change else 0
    except Refused:
        edit = None
    return PreparedDepartment(
        department,
        rows.file,
        headers,
        int(new.sum()),
        changed,
        int((~new).sum()) - changed,
        len(gone),
        int((~rows.keep).sum()),
        rows.problems(),
        edit,
    )


def _known_again(old: pd.DataFrame, columns: Mapping[str, TextArray]) -> IntArray:
    """Return the id of the row that each row of the file is, 0 for a new one: by code, else by name, if only one is."""
    ids = np.zeros(len(columns["code"]), dtype=np.int64)
    for field in ("code", "name"):
        known = old[field].tolist()
        once = {text for text, count in Counter(known).items() if count == 1 and text}
        places = {text: number for text, number in zip(known, old.index.tolist(), strict=True) if text in once}
        said = Counter(columns[field].tolist())
        taken = set(ids.tolist())
        for row, text in enumerate(columns[field].tolist()):
            found = places.get(text, 0)
            if not ids[row] and found and said[text] == 1 and found not in taken:
                ids[row] = found
    return ids


def _headers(features: Features, options: DepartmentOptions, rows: Rows) -> dict[str, str]:
    """Return which column is the code, the name and the note."""
    found: dict[str, str] = {}
    for field, wanted in (("code", options.code), ("name", options.name)):
        if wanted is None:
            continue
        same = [header for header in features.columns if header == wanted or plain(header) == plain(wanted)]
        if not same:
            listed = ", ".join(features.columns) or "-"
            raise BadInput("column-not-found", file=rows.file, column=wanted, expected=listed)
        found[field] = same[0]
    words = {field: (*own, *BOUNDARY_FIELDS[field]) for field, own in _WORDS.items() if field not in found}
    found |= match_headers(list(features.columns), words, taken=list(found.values()))
    if "name" not in found:
        rows.note("name-column-missing", expected=", ".join(features.columns))
    return found


def _codes(features: Features, header: str, rows: Rows) -> TextArray:
    """Return the codes as text; one of which a program has cut off digits is left out and told."""
    if not header:
        return np.full(len(rows), "", dtype=object)
    codes, exact = code_texts(features.columns[header])
    for row in np.flatnonzero(~exact):
        rows.tell_if_kept("department-code-inexact", row, header, value=codes[row])
        codes[row] = ""
    return plain_cells(codes, header, rows)


def _shapes(plan: Plan, features: Features, options: DepartmentOptions, rows: Rows) -> ShapeArray:
    """Return the areas in the plan's CRS; refuse them where a known error explains why they lie beside it."""
    areas = areas_in(features, rows)
    if options.swap_xy:
        areas = shapely.transform(areas, lambda coordinates: coordinates[:, ::-1])
    source = source_of(features, options.crs, shapely.get_coordinates(areas), plan.crs, rows)
    shapes = projected(areas, source, plan.crs, rows)
    there = plan.all_shapes[plan.of_level(plan.scheme.levels[0])]
    if options.crs is None and len(there) and (ground := whole_of(there)) is not None:
        homes = np.full(len(shapes), ground, dtype=object)
        shift = known_shift(areas, shapes, source, plan.crs, homes)
        if shift is not None:
            raise shift.refusal(rows.file)
    return shapes
