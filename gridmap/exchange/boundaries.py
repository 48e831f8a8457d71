"""Boundaries in: what an officer's file says of grids becomes an edit that puts them into the plan.

Good rows get in, and every row that does not, or not as it stands, is told with its place and the reason. Shapes are
taken as they are, faults and all: finding those is the checker's work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.edits import PutRows
from gridmap.exchange.boundary_codes import Codes, refuse_if_most_are_inexact, with_codes_parted
from gridmap.exchange.boundary_columns import Columns, columns_of, figures, taken
from gridmap.exchange.boundary_match import match
from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_parents import (
    adopted_by,
    candidates_for,
    codes_of,
    kinds_named,
    parents_of_rows,
    tell_of_parents,
)
from gridmap.exchange.boundary_place import shift_in
from gridmap.exchange.boundary_shapes import areas_in, projected, source_of
from gridmap.exchange.boundary_texts import plain_cells, tell_of_nul, texts_in
from gridmap.exchange.boundary_update import known_again, retired_rows, with_old_values
from gridmap.exchange.cells import TextArray, code_texts, texts_of
from gridmap.exchange.features import FOLDER, Features
from gridmap.exchange.headers import FIGURE_FIELDS, plain
from gridmap.exchange.outlines import with_outlines
from gridmap.exchange.parents import WAYS, Found
from gridmap.exchange.rosters.columns import fingerprint
from gridmap.exchange.rows import Rows
from gridmap.exchange.rows_apart import leave_out_other_kinds, leave_out_parents, leave_out_totals, words_of
from gridmap.exchange.shifts import Shift
from gridmap.exchange.sources import read_features
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.errors import BadInput, Problem
from gridmap.model.making import edited_rows
from gridmap.model.plan import Plan

__all__ = ["ImportOptions", "Reading", "kinds_named", "read_boundaries"]


def read_boundaries(plan: Plan, source: Path, options: ImportOptions) -> tuple[PutRows, tuple[Problem, ...]]:
    """Read grids from a file.

    The parent of a grid is the one that the column names (by its code or its name); failing that the one whose code
    its own begins with, the longest first; failing that the one in which it lies. Where the scheme does not say that
    codes begin with the parent's, the place goes before the code. Grids already in the plan that have no parent yet
    are given one if it is among those that come in.

    Parameters
    ----------
    plan : Plan
        Where the grids are to go; its scheme says which kinds there are, its CRS is what shapes are brought into.
    source : Path
        Any file that GDAL reads: Shapefile (also zipped), GeoPackage, GeoJSON, TopoJSON, KML, file geodatabase, ...
    options : ImportOptions

    Returns
    -------
    PutRows
        The edit to perform. Its ``values`` say how many grids come in, are replaced or left out, and in which way
        their parents were found: ``count``, ``replaced``, ``left_out``, ``by_column``, ``by_prefix``, ``by_place``,
        ``without_parent``, ``adopted``.
    tuple of Problem
        What was left out or changed, in the order of the rows; file-wide ones first.

    Raises
    ------
    BadInput
        If nothing can be read: besides those of :func:`gridmap.exchange.sources.read_features` and
        :func:`gridmap.exchange.crs_hints.refuse_if_elsewhere`, ``unknown-level``, ``crs-missing``, ``crs-unknown``,
        ``column-not-found``, ``column-missing``, ``code-column-missing``, ``codes-not-of-scheme``,
        ``codes-are-serials``, ``no-polygons``.
    """
    reading = Reading(plan, Path(source), options).understood()
    if reading.shift is not None:
        raise reading.shift.refusal(reading.file)
    return reading.edit, reading.rows.problems()


class Reading:
    """One file as it is understood against a plan; the plan stays as it is.

    Attributes
    ----------
    features : Features
    columns : Columns
    rows : Rows
        Which rows of the file come in, and what is told of them.
    kinds, which
        The kinds that the rows may be, and for each of n rows which of them it is.
    codes, names : object (n,)
    shapes : object (n,)
        In the plan's CRS.
    found : Found
        Parents of the rows.
    known : Known
        Which grids of the plan the rows are.
    named : int64
        Ids of grids of the plan that rows are, also rows that are left out; 0 may be among them.
    ids : int64 (n,)
        The id of each row's grid, old or new; 0 where it does not come in.
    united_into : int64 (n,)
        The row with which each was united, -1 for none.
    shift : Shift or None
        What is wrong with where the file says it is; then nothing should be stored.
    frame : GeoDataFrame
        The rows of ``grids`` that come in, by id.
    edit : PutRows
    """

    def __init__(
        self, plan: Plan, source: Path, options: ImportOptions, progress: Callable[[float], None] | None = None
    ) -> None:
        self.plan, self.source, self.options = plan, source, options
        step = progress or (lambda share: None)
        self.kinds = kinds_named(plan.scheme, options.kind)
        names = [word for kind in self.kinds for word in words_of(kind)]
        drawing = source.suffix.lower() == ".dxf"  # to GDAL all of it is one layer
        step(0.0)
        layer = None if drawing else options.layer
        read = read_features(source, layer, options.encoding, [options.kind, *names], without_table=options.number)
        self.features: Features = with_codes_parted(with_outlines(read, options.layer, self.kinds), self.kinds)
        self.file = source.name
        self.rows = Rows(self.file, len(self.features))
        self.rows.say(*self.features.problems)
        self.columns = Columns({})
        self.shapes: ShapeArray = np.full(len(self.rows), None, dtype=object)
        self.united = self.numbered = self.matched = 0
        self.neighbours: dict[int, shapely.Geometry] = {}
        self.shift: Shift | None = None
        self._step = step
        step(0.3)

    def understood(self) -> Reading:
        """Understand what was read, and return the same; what was understood before an error is there all the same."""
        step = self._step
        self.areas = self._in_order(areas_in(self.features, self.rows))
        self.columns = self._columns()
        headers = self.columns.of
        leave_out_other_kinds(self.features, self.kinds, self.plan.scheme, self.rows)
        tell_of_nul(self.source, self.features, headers, self.rows)
        self.which = self._kinds(headers.get("kind", ""))
        texts = texts_in(self.features, headers, self.rows)
        self.names = texts.get("name", np.full(len(self.rows), "", dtype=object))
        step(0.4)
        self.shapes = self._matched(self._shapes())
        step(0.5)
        self._codes(headers.get("code", ""), texts)
        step(0.7)
        self._take_places()
        by_folder = headers.get("parent") == FOLDER  # which need not be a parent's
        named = None if by_folder else texts.get("parent")
        tell_of_parents(self.plan, self.kinds, self.which, self.rows, self.found, self.codes, named)
        self.frame = self._frame(headers, texts)
        step(0.8)
        self.edit = self._edit(headers)
        step(0.9)
        return self

    def _frame(self, headers: Mapping[str, str], texts: Mapping[str, TextArray]) -> gpd.GeoDataFrame:
        kept = np.flatnonzero(self.rows.keep)
        frame = pd.DataFrame(index=pd.Index(self.ids[kept], name="id"))
        frame["code"] = self.codes[kept]
        keys = np.array([kind.key for kind in self.kinds], dtype=object)
        frame["kind"] = keys[self.which[kept]]
        frame["parent"] = self.found.parents[kept]
        for field in ("name", "setting", "use", "note"):
            if field in texts:
                frame[field] = texts[field][kept]
        for field in FIGURE_FIELDS:
            if field in headers:
                frame[f"declared_{field}"] = figures(self.features, headers[field], self.rows)[kept]
        shapes = gpd.GeoSeries(self.shapes[kept], index=frame.index, crs=self.plan.crs)
        return with_old_values(self.plan, gpd.GeoDataFrame(frame, geometry=shapes))

    def _edit(self, headers: Mapping[str, str]) -> PutRows:
        adopted = adopted_by(self.plan, self.frame)
        kept = self.rows.keep
        replaced = int((self.known.grids[kept] > 0).sum())
        values = self._counts(replaced, len(adopted)) | taken(self.features, headers)
        rows = self.frame if not len(adopted) else pd.concat([self.frame, adopted])
        put: dict[str, pd.DataFrame] = {"grids": self._with_neighbours(rows)}
        old = self.plan.positions(self.known.grids)
        before = (
            np.where(old >= 0, self.plan.grids["code"].to_numpy(dtype=object)[old], "")
            if len(self.plan.ids)
            else self.codes
        )
        recoded = np.flatnonzero(kept & (self.known.grids > 0) & (before != self.codes))
        if len(recoded):
            ended = [
                (str(before[row]), self.kinds[int(self.which[row])].key, f"→ {self.codes[row]}") for row in recoded
            ]
            put["retired_codes"] = retired_rows(self.plan, ended, self.options.on)
        return PutRows("import-boundaries", put=put, values=values)

    def _with_neighbours(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return rows with those of grids that only got vertices on their borders."""
        shapes = {grid: shape for grid, shape in self.neighbours.items() if grid not in rows.index}
        there = [grid for grid in rows.index[rows.index.isin(list(self.neighbours))] if grid not in self.frame.index]
        if there:  # adopted
            geometry = rows.geometry.copy()
            geometry.loc[there] = [self.neighbours[grid] for grid in there]
            rows = rows.set_geometry(geometry)
        if not shapes:
            return rows
        return pd.concat([rows, edited_rows(self.plan, "grids", list(shapes), geometry=list(shapes.values()))])

    # ---- columns -----------------------------------------------------------------------------------------------------

    def _columns(self) -> Columns:
        options = self.options
        asked = {
            "code": options.code,
            "name": options.name,
            "parent": options.parent,
            "kind": options.kind_column,
        }
        remembered = options.mappings.get(fingerprint(self.features.columns), {})
        chosen = {**remembered, **options.columns}
        return columns_of(self.features, self.kinds, asked, self.rows, chosen)

    def _codes(self, header: str, texts: Mapping[str, TextArray]) -> None:
        """Find codes, parents and the grids that are meant; rows without a code in the end are left out.

        Parents are found first, by codes that are written in full, by the column and by place: what else may become a
        code is told by them. Rows of one code are united.
        """
        codes = Codes(self._code_texts(header), self.kinds, self.which, header, self.rows)
        named = texts.get("parent")
        sure = np.where(codes.fit, codes.texts, "")
        self.found = self._parents(sure, named)
        if self.options.crs is None and self.options.fit is None:  # else the user knows where they are
            where = (self.areas, self.shapes, self.crs)
            self.shift = shift_in(self.plan, self.kinds, self.which, sure, self.found, *where)
        leave_out_totals(codes.texts, codes.fit, self.names, self.rows)
        asked = (codes.texts, codes.fit, self.names, self.shapes, self.found.parents, self.rows)
        leave_out_parents(self.plan, self.kinds, *asked)
        candidates = {kind.key: candidates_for(self.plan, kind).codes for kind in self.kinds}
        codes.complete(codes_of(self.plan, self.found.parents), candidates)
        codes.refuse_if_most_miss(number=self.options.number and self.options.code is None)
        self._know_again(codes)
        without = self.rows.keep & (codes.texts == "")
        if self.options.number or (without.any() and self._are_told_by_file(header, self.found, without)):
            self.numbered = codes.number(self.plan, self.found.parents, self.shapes)
        elif not header and without.any():
            columns = ", ".join(self.features.columns) or "-"
            raise BadInput("code-column-missing", file=self.file, expected=columns)
        for row in np.flatnonzero(self.rows.keep & (codes.texts == "")):
            self.rows.leave_out("code-empty" if header else "row-not-numbered", row, header)
        if (codes.texts != sure)[self.rows.keep].any():
            self.found = self._parents(codes.texts, named)
        self.shapes, self.united_into = codes.unite(self.shapes, self.names, self.found.parents)
        self.united = int((self.united_into >= 0).sum())
        self.codes = codes.texts

    def _parents(self, codes: TextArray, named: TextArray | None) -> Found:
        return parents_of_rows(self.plan, self.kinds, self.which, self.rows, codes, self.shapes, named)

    def _know_again(self, codes: Codes) -> None:
        """Find the grids of the plan that rows are; those without a code get theirs."""
        plan, rows, parents = self.plan, self.rows, self.found.parents
        asked = (plan, self.kinds, self.which, codes.texts, self.names, parents, self.shapes)
        known = known_again(*asked, rows.keep)
        bare = np.flatnonzero((codes.texts == "") & (known.grids > 0))
        codes.take(bare, np.array(plan.codes(known.grids[bare]), dtype=object))
        other = known_again(*asked, ~rows.keep, beside=known.grids)  # what a row that is left out is, is not gone
        self.named = np.union1d(known.grids, other.grids)
        coded = np.flatnonzero(np.isin(known.by, ("name", "place")))
        coded = np.setdiff1d(coded, bare[known.by[bare] == "name"])
        skip = self.options.existing == "skip"
        for row, other_code in zip(coded.tolist(), plan.codes(known.grids[coded]), strict=True):
            what = "looks-like-by" if skip and row not in bare else "known-by"
            rows.tell_if_kept(f"{what}-{known.by[row]}", row, code=codes.texts[row], known=other_code)
        if skip:  # a code of its own is a grid of its own, whoever it looks like
            coded = np.setdiff1d(coded, bare)
            known.grids[coded], known.by[coded] = 0, ""
        self.known = known

    def _are_told_by_file(self, header: str, found: Found, without: BoolArray) -> bool:
        """Whether the file has no column of codes, and itself says to whom each grid belongs."""
        return not header and bool((found.way[without] == WAYS.index("column")).all())

    def _code_texts(self, header: str) -> TextArray:
        """Return what stands under a header as code, as text; inexact ones are left out."""
        if not header:
            return np.full(len(self.rows), "", dtype=object)
        values = self.features.columns[header]
        codes, exact = code_texts(values)
        said = texts_of(values)
        whole = "".join(said.tolist())
        if " " in whole or not whole.isprintable():
            blank = np.array([len(text.split()) > 1 for text in said], dtype=bool)
            codes[blank] = said[blank]
        codes = plain_cells(codes, header, self.rows, instead="")
        refuse_if_most_are_inexact(said, exact, header, self.file)
        for row in np.flatnonzero(~exact):
            self.rows.leave_out("code-precision-lost", row, header, value=str(values[row]))
        return codes

    def _kinds(self, header: str) -> IntArray:
        """Return for every row which of the kinds it is."""
        numbers = np.zeros(len(self.features), dtype=np.int64)
        if len(self.kinds) == 1:
            return numbers
        words: dict[str, int] = {}
        for number, kind in enumerate(self.kinds):
            for word in (kind.key, kind.name.zh, kind.name.en, kind.name.zh.removesuffix("网格")):
                words[plain(word)] = number
        said = texts_of(self.features.columns[header])
        for row in np.flatnonzero(self.rows.keep):
            number = words.get(plain(said[row]), -1)
            numbers[row] = max(number, 0)
            if number < 0:
                expected = ", ".join(kind.name.zh for kind in self.kinds)
                self.rows.leave_out("kind-unknown", row, header, value=said[row], expected=expected)
        return numbers

    def _in_order(self, areas: ShapeArray) -> ShapeArray:
        """Return areas with x before y."""
        if not self.options.swap_xy:
            return areas
        return shapely.transform(areas, lambda coordinates: coordinates[:, ::-1])

    def _shapes(self) -> ShapeArray:
        """Return the areas in the plan's CRS."""
        fit, given = self.options.fit, self.options.crs
        if fit is not None:
            self.areas = shapely.transform(self.areas, fit.moved)
            given = fit.crs
        coordinates = shapely.get_coordinates(self.areas)
        self.crs = source_of(self.features, given, coordinates, self.plan.crs, self.rows)
        return projected(self.areas, self.crs, self.plan.crs, self.rows)

    def _matched(self, shapes: ShapeArray) -> ShapeArray:
        """Return shapes with their near misses closed, and keep which grids of the plan got vertices of theirs."""
        if not self.options.match:
            return shapes
        near = self.plan.ids[self.plan.has_shape & _meet(self.plan.all_shapes, shapes, self.options.match)]
        before = self.plan.shapes(near)
        done = match(shapes, before, self.options.match)
        changed = np.fromiter((one is not two for one, two in zip(done.neighbours, before, strict=True)), dtype=bool)
        self.neighbours = dict(zip(near[changed].tolist(), done.neighbours[changed].tolist(), strict=True))
        self.matched = done.moved + done.added
        if self.matched or done.left:
            told = {"moved": done.moved, "added": done.added, "left": done.left, "metres": self.options.match}
            self.rows.note("vertices-matched", -1, "", **told)
        return done.shapes

    # ---- rows of the plan --------------------------------------------------------------------------------------------

    def _take_places(self) -> None:
        """Give every row that comes in its id, and leave out those of grids that are not to be touched."""
        plan, rows, known = self.plan, self.rows, self.known
        of_level = plan.of_level(self.kinds[0].level)
        there = pd.Series(plan.grids["code"].to_numpy(dtype=object)[of_level])
        several = set(there[there.duplicated()]) - {""}
        locked = plan.grids["locked"].to_numpy()
        for row in np.flatnonzero(rows.keep & (np.isin(self.codes, list(several)) | (known.grids > 0))).tolist():
            code, ambiguous = self.codes[row], self.codes[row] in several
            if self.options.existing == "skip":
                rows.leave_out("code-exists", row, code=code)
            elif ambiguous:
                rows.leave_out("code-ambiguous", row, code=code)
            elif locked[plan.positions([known.grids[row]])[0]]:
                rows.leave_out("grid-locked", row, code=code)
        self.ids = np.where(rows.keep, known.grids, 0)
        new = rows.keep & (self.ids == 0)
        self.ids[new] = plan.next_id("grids") + np.arange(int(new.sum()))

    # ---- what is told ------------------------------------------------------------------------------------------------

    def _counts(self, replaced: int, adopted: int) -> dict[str, str | int | float]:
        keep, found = self.rows.keep, self.found
        kept = int(keep.sum())
        ways = {f"by_{way}": int((found.way[keep] == number).sum()) for number, way in enumerate(WAYS)}
        topmost = all(not kind.parents for kind in self.kinds)
        return {
            "file": self.file,
            "layer": self.features.layer,
            "kind": self.options.kind,
            "count": kept,
            "replaced": replaced,
            "united": self.united,
            "matched": self.matched,
            "numbered": self.numbered,
            "left_out": len(keep) - kept - self.united,
            **ways,
            "without_parent": 0 if topmost else int((found.parents[keep] == 0).sum()),
            "adopted": adopted,
        }


def _meet(shapes: ShapeArray, others: ShapeArray, metres: float) -> BoolArray:
    """Return which shapes lie within the box around others, which is so many metres wider."""
    west, south, east, north = shapely.total_bounds(others)
    box = shapely.bounds(shapes)
    near = (box[:, 0] <= east + metres) & (box[:, 2] >= west - metres)
    return near & (box[:, 1] <= north + metres) & (box[:, 3] >= south - metres)
