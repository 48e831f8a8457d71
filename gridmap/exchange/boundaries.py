"""Boundaries in: what an officer's file says of grids becomes an edit that puts them into the plan.

Good rows get in, and every row that does not, or not as it stands, is told with its place and the reason. Shapes are
taken as they are, faults and all: finding those is the checker's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.edits import PutRows
from gridmap.exchange.boundary_codes import Codes, refuse_if_most_are_inexact, with_codes_parted
from gridmap.exchange.boundary_columns import columns_of, figures, taken
from gridmap.exchange.boundary_shapes import areas_in, projected, source_of
from gridmap.exchange.cells import code_texts, texts_of
from gridmap.exchange.features import FOLDER, Features
from gridmap.exchange.headers import FIGURE_FIELDS, plain
from gridmap.exchange.nul import cells_with_nul
from gridmap.exchange.outlines import with_outlines
from gridmap.exchange.parents import WAYS, Candidates, Found, Way, find_parents
from gridmap.exchange.rows import Rows
from gridmap.exchange.rows_apart import leave_out_other_kinds, leave_out_parents, leave_out_totals, words_of
from gridmap.exchange.shifts import known_shift, whole_of
from gridmap.exchange.sources import read_features
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.errors import BadInput, Problem
from gridmap.model.plain_text import REPLACEMENT, is_plain, letters_named, plain_text
from gridmap.model.plan import Plan
from gridmap.model.scheme import Kind, Scheme
from gridmap.people.privacy import holds_id_number

_SETTINGS: Final = {
    "urban": "urban", "城": "urban", "城市": "urban", "城镇": "urban", "城区": "urban", "u": "urban",
    "rural": "rural", "乡": "rural", "乡村": "rural", "农村": "rural", "村": "rural", "r": "rural",
}  # fmt: skip


@dataclass(frozen=True)
class ImportOptions:
    """How a file of boundaries is to be read.

    Attributes
    ----------
    kind : str
        Key of the kind in the scheme, or of a level; if the level has several kinds, a column must tell them apart.
    layer : str, optional
        Layer of the file; needed where it has several.
    code, name, parent, kind_column : str, optional
        Headers of the columns; found by their words (:mod:`gridmap.exchange.headers`) where none is given.
    crs : str, optional
        Where the coordinates are, if the file does not say or is wrong: ``EPSG:…``, ``gcj02`` or ``bd09``.
    encoding : str, optional
        Of the texts, where the file is wrong about it and they do not show it themselves.
    existing : "skip" or "replace"
        What becomes of a row whose code is in the plan already.
    swap_xy : bool
        Whether the file has its coordinates the other way round: latitude or northing first.
    number : bool
        Whether grids without a code get the next free ones below their parent. They do without being asked for where
        the file has no codes at all and says itself to which parent each grid belongs.
    """

    kind: str
    layer: str | None = None
    code: str | None = None
    name: str | None = None
    parent: str | None = None
    kind_column: str | None = None
    crs: str | None = None
    encoding: str | None = None
    existing: Literal["skip", "replace"] = "skip"
    swap_xy: bool = False
    number: bool = False


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
    return _Import(plan, Path(source), options).result()


class _Import:
    """One reading of one file."""

    def __init__(self, plan: Plan, source: Path, options: ImportOptions) -> None:
        self.plan = plan
        self.source = source
        self.options = options
        self.kinds = kinds_named(plan.scheme, options.kind)
        names = [word for kind in self.kinds for word in words_of(kind)]
        drawing = source.suffix.lower() == ".dxf"  # to GDAL all of it is one layer
        layer = None if drawing else options.layer
        read = read_features(source, layer, options.encoding, [options.kind, *names], without_table=options.number)
        self.features: Features = with_codes_parted(with_outlines(read, options.layer, self.kinds), self.kinds)
        self.file = source.name
        self.rows = Rows(self.file, len(self.features))
        self.rows.say(*self.features.problems)
        self.united = self.numbered = 0
        self.parent_header = ""

    def result(self) -> tuple[PutRows, tuple[Problem, ...]]:
        """Read everything and put it together."""
        self.areas = self._in_order(areas_in(self.features, self.rows))
        asked = {
            "code": self.options.code,
            "name": self.options.name,
            "parent": self.options.parent,
            "kind": self.options.kind_column,
        }
        headers = columns_of(self.features, self.kinds, asked, self.rows)
        leave_out_other_kinds(self.features, self.kinds, self.plan.scheme, self.rows)
        self._tell_of_nul(headers)
        self.parent_header = headers.get("parent", "")
        kinds = self._kinds(headers.get("kind", ""))
        texts = self._texts(headers)
        shapes = self._shapes()
        codes, shapes, found = self._codes(headers.get("code", ""), kinds, shapes, texts)
        ids, old = self._places(codes)
        self._tell_of_parents(found, codes, kinds, texts.get("parent"))
        kept = np.flatnonzero(self.rows.keep)
        frame = pd.DataFrame(index=pd.Index(ids[kept], name="id"))
        frame["code"] = codes[kept]
        frame["kind"] = [self.kinds[number].key for number in kinds[kept]]
        frame["parent"] = found.parents[kept]
        for field in ("name", "setting", "use", "note"):
            if field in texts:
                frame[field] = texts[field][kept]
        for field in FIGURE_FIELDS:
            if field in headers:
                frame[f"declared_{field}"] = figures(self.features, headers[field], self.rows)[kept]
        rows = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes[kept], index=frame.index, crs=self.plan.crs))
        rows = self._with_old_values(rows)
        adopted = self._adopted(rows)
        values = self._counts(found, int((old[kept] > 0).sum()), len(adopted)) | taken(self.features, headers)
        put = rows if not len(adopted) else pd.concat([rows, adopted])
        return PutRows("import-boundaries", put={"grids": put}, values=values), self.rows.problems()

    # ---- columns -----------------------------------------------------------------------------------------------------

    def _texts(self, headers: Mapping[str, str]) -> dict[str, npt.NDArray[np.object_]]:
        texts = {
            field: self._plain(texts_of(self.features.columns[headers[field]]), headers[field])
            for field in ("name", "use", "note")
            if field in headers
        }
        for field, said in texts.items():
            for row in np.flatnonzero(holds_id_number(pd.Series(said))):
                texts[field][row] = ""
                self.rows.tell("id-number-left-out", row, headers[field])
        if "parent" in headers:  # only sought, never kept
            texts["parent"] = code_texts(self.features.columns[headers["parent"]])[0]
        if "setting" in headers:
            said = texts_of(self.features.columns[headers["setting"]])
            texts["setting"] = np.array([_SETTINGS.get(text.lower(), "") for text in said], dtype=object)
            for row in np.flatnonzero((texts["setting"] == "") & (said != "") & self.rows.keep):
                self.rows.tell_if_kept("setting-unknown", row, headers["setting"], value=said[row])
        return texts

    def _plain(
        self, texts: npt.NDArray[np.object_], header: str, instead: str = REPLACEMENT
    ) -> npt.NDArray[np.object_]:
        """Return texts without what no file can hold, ``instead`` in its place, and tell which rows had it."""
        result = texts.copy()
        for row in np.flatnonzero([not is_plain(text) for text in texts.tolist()]):
            result[row] = plain_text(texts[row]).replace(REPLACEMENT, instead)
            key = "letters-replaced" if instead else "letters-left-out"
            self.rows.tell(key, row, header, letters=letters_named(texts[row]))
        return result

    def _tell_of_nul(self, headers: Mapping[str, str]) -> None:
        """Tell of texts that GDAL ends at a NUL before anybody else can see that there is one.

        In a table of plain text it would end the line, so what stands for it was put there before.
        """
        used = set(headers.values())
        ends = self.source.suffix.lower() != ".csv"
        for row, columns in cells_with_nul(self.source, self.features.layer).items():
            for column in columns:
                if column in used and row <= len(self.features):
                    key, values = ("text-ends-at-nul", {}) if ends else ("letters-replaced", {"letters": "U+0000"})
                    self.rows.tell(key, row - 1, column, **values)

    def _codes(
        self,
        header: str,
        kinds: IntArray,
        shapes: ShapeArray,
        texts: Mapping[str, npt.NDArray[np.object_]],
    ) -> tuple[npt.NDArray[np.object_], ShapeArray, Found]:
        """Return codes, shapes and parents; rows that have no code in the end are left out, those of one code united.

        Parents are found first, by codes that are written in full, by the column and by place: what else may become a
        code is told by them.
        """
        codes = Codes(self._code_texts(header), self.kinds, kinds, header, self.rows)
        named = texts.get("parent")
        found = self._parents(np.where(codes.fit, codes.texts, ""), kinds, shapes, named)
        self._refuse_if_shifted(shapes, found)
        names = texts.get("name", np.full(len(kinds), "", dtype=object))
        leave_out_totals(codes.texts, codes.fit, names, self.rows)
        leave_out_parents(self.plan, codes.texts, codes.fit, names, shapes, found.parents, self.rows)
        candidates = {kind.key: _candidates(self.plan, kind).codes for kind in self.kinds}
        codes.complete(_codes_of(self.plan, found.parents), candidates)
        codes.refuse_if_most_miss(number=self.options.number and self.options.code is None)
        without = self.rows.keep & (codes.texts == "")
        if self.options.number or (without.any() and self._are_told_by_file(header, found, without)):
            self.numbered = codes.number(self.plan, found.parents, names, shapes)
        elif not header:
            columns = ", ".join(self.features.columns) or "-"
            raise BadInput("code-column-missing", file=self.file, expected=columns)
        for row in np.flatnonzero(self.rows.keep & (codes.texts == "")):
            self.rows.leave_out("code-empty" if header else "row-not-numbered", row, header)
        found = self._parents(codes.texts, kinds, shapes, named)
        shapes, self.united = codes.unite(shapes, names, found.parents)
        return codes.texts, shapes, found

    def _are_told_by_file(self, header: str, found: Found, without: BoolArray) -> bool:
        """Whether the file has no column of codes, and itself says to whom each grid belongs."""
        return not header and bool((found.way[without] == WAYS.index("column")).all())

    def _code_texts(self, header: str) -> npt.NDArray[np.object_]:
        """Return what stands under a header as code, as text; inexact ones are left out."""
        if not header:
            return np.full(len(self.rows), "", dtype=object)
        values = self.features.columns[header]
        codes, exact = code_texts(values)
        said = texts_of(values)
        blank = np.array([len(text.split()) > 1 for text in said], dtype=bool)
        codes[blank] = said[blank]
        codes = self._plain(codes, header, instead="")
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
        coordinates = shapely.get_coordinates(self.areas)
        self.crs = source_of(self.features, self.options.crs, coordinates, self.plan.crs, self.rows)
        return projected(self.areas, self.crs, self.plan.crs, self.rows)

    def _refuse_if_shifted(self, shapes: ShapeArray, found: Found) -> None:
        """Refuse shapes that only a known shift puts where they belong, unless the user says where they are.

        Where a grid's parent was told by its place, that place may be the neighbour's, so that the ground of all
        parents together is what it belongs to.
        """
        told = found.parents > 0
        if self.options.crs is not None or not told.any():
            return
        by_place = told & (found.way == WAYS.index("place"))
        homes = np.full(len(shapes), None, dtype=object)
        sure = told & ~by_place
        homes[sure] = self.plan.shapes(found.parents[sure])
        if by_place.any():
            candidates = [_candidates(self.plan, kind).shapes for kind in self.kinds if kind.parents]
            homes[by_place] = whole_of(np.concatenate(candidates))
        shift = known_shift(self.areas, shapes, self.crs, self.plan.crs, homes)
        if shift is not None:
            raise BadInput(
                f"shifted-{shift.wind.lower()}",
                file=self.file, metres=shift.metres, name=shift.name, option=f"--crs {shift.crs}",
            )  # fmt: skip

    # ---- rows of the plan --------------------------------------------------------------------------------------------

    def _places(self, codes: npt.NDArray[np.object_]) -> tuple[IntArray, IntArray]:
        """Return the id of every row, and the id of the grid that it replaces or 0."""
        plan = self.plan
        level = self.kinds[0].level
        of_level = plan.of_level(level)
        there = pd.Series(plan.ids[of_level], index=plan.grids["code"].to_numpy(dtype=object)[of_level])
        several = set(there.index[there.index.duplicated()])
        known = {code: int(grid) for code, grid in there.items()}
        locked = plan.grids["locked"].to_numpy()
        old = np.zeros(len(codes), dtype=np.int64)
        for row in np.flatnonzero(self.rows.keep & np.isin(codes, list(known))):
            code = codes[row]
            if self.options.existing == "skip":
                self.rows.leave_out("code-exists", row, code=code)
            elif code in several:
                self.rows.leave_out("code-ambiguous", row, code=code)
            elif locked[plan.positions([known[code]])[0]]:
                self.rows.leave_out("grid-locked", row, code=code)
            else:
                old[row] = known[code]
        ids = old.copy()
        new = self.rows.keep & (old == 0)
        ids[new] = plan.next_id("grids") + np.arange(int(new.sum()))
        return ids, old

    def _with_old_values(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Fill what the file does not speak of: from the grid that is replaced, or blank; ``parts`` as it was or 1."""
        before = self.plan.grids.reindex(rows.index)
        for column in ("name", "setting", "use", "note"):
            if column not in rows:
                rows[column] = before[column].fillna("").to_numpy(dtype=object)
        for column in ("declared_households", "declared_residents"):
            if column not in rows:
                rows[column] = before[column].fillna(0).to_numpy(dtype=np.int64)
        rows["parts"] = before["parts"].fillna(1).to_numpy(dtype=np.int64)
        rows["locked"] = False
        kept = shapely.is_missing(np.asarray(rows.geometry.array, dtype=object))
        if kept.any():  # a file without the shape does not take away the one that is there
            shapes = np.where(kept, np.asarray(before.geometry.array, dtype=object), np.asarray(rows.geometry.array))
            rows = rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=self.plan.crs))
        return rows

    # ---- parents -----------------------------------------------------------------------------------------------------

    def _parents(
        self,
        codes: npt.NDArray[np.object_],
        kinds: IntArray,
        shapes: ShapeArray,
        named: npt.NDArray[np.object_] | None,
    ) -> Found:
        """Find the parents of the rows that are kept, kind by kind."""
        count = len(codes)
        result = Found(
            np.zeros(count, dtype=np.int64),
            np.full(count, -1, dtype=np.int8),
            np.zeros(count, dtype=bool),
            np.zeros(count, dtype=bool),
        )
        for number, kind in enumerate(self.kinds):
            rows = np.flatnonzero(self.rows.keep & (kinds == number))
            candidates = _candidates(self.plan, kind)
            if not kind.parents or not len(rows) or not len(candidates.ids):
                continue
            texts = None if named is None else named[rows].tolist()
            found = find_parents(codes[rows].tolist(), shapes[rows], candidates, texts, ways_of(kind))
            for part in ("parents", "way", "unknown_value", "elsewhere"):
                getattr(result, part)[rows] = getattr(found, part)
        return result

    def _tell_of_parents(
        self, found: Found, codes: npt.NDArray[np.object_], kinds: IntArray, named: npt.NDArray[np.object_] | None
    ) -> None:
        """Tell which parents are not there, or not where the grid is."""
        elsewhere: list[str] = []
        for number, kind in enumerate(self.kinds):
            rows = np.flatnonzero(self.rows.keep & (kinds == number))
            if not kind.parents or not len(rows):
                continue
            if not self.plan.of_kinds([self.plan.scheme.kind(key) for key in kind.parents]).any():
                wanted = [self.plan.scheme.kind(key).name.zh for key in kind.parents]
                self.rows.note("no-parents-in-plan", count=len(rows), expected=", ".join(wanted))
                continue
            for row in rows[found.unknown_value[rows]] if self.parent_header != FOLDER else ():
                value = str(named[row]) if named is not None else ""
                self.rows.tell("parent-value-unknown", row, value=value)
            for row in rows[found.parents[rows] == 0]:
                self.rows.tell("parent-not-found", row, code=codes[row])
            elsewhere += codes[rows[found.elsewhere[rows]]].tolist()
        if elsewhere:
            self.rows.note("parent-place-differs", count=len(elsewhere), codes=", ".join(elsewhere[:5]))

    def _adopted(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return grids of the plan that have no parent yet and find one among those that come in."""
        plan, scheme = self.plan, self.plan.scheme
        incoming = set(rows["kind"])
        adopted = []
        for kind in scheme.kinds:
            orphans = plan.ids[(plan.parents == 0) & plan.of_kinds([kind])]
            orphans = np.setdiff1d(orphans, rows.index.to_numpy())
            wanted = rows[rows["kind"].isin(incoming & set(kind.parents))]
            if not len(orphans) or not len(wanted):
                continue
            candidates = Candidates(
                wanted.index.to_numpy(),
                wanted["code"].to_numpy(dtype=object),
                wanted["name"].to_numpy(dtype=object),
                np.asarray(wanted.geometry.array, dtype=object),
                np.array([scheme.kind(key).level.rank for key in wanted["kind"]], dtype=np.int16),
            )
            children = plan.grids.loc[orphans]
            found = find_parents(plan.codes(orphans), plan.shapes(orphans), candidates, order=ways_of(kind)[1:])
            children = children[found.parents > 0].copy()
            children["parent"] = found.parents[found.parents > 0]
            adopted.append(children)
        return pd.concat(adopted) if adopted else plan.grids.iloc[:0]

    # ---- what is told ------------------------------------------------------------------------------------------------

    def _counts(self, found: Found, replaced: int, adopted: int) -> dict[str, str | int | float]:
        keep = self.rows.keep
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
            "numbered": self.numbered,
            "left_out": len(keep) - kept - self.united,
            **ways,
            "without_parent": 0 if topmost else int((found.parents[keep] == 0).sum()),
            "adopted": adopted,
        }


# ---- kinds and their parents -----------------------------------------------------------------------------------------


def kinds_named(scheme: Scheme, key: str) -> tuple[Kind, ...]:
    """Return the kind of that key, or all kinds of the level of that key.

    Raises
    ------
    BadInput
        ``unknown-level`` that lists the keys if there is neither.
    """
    return (scheme.kind(key),) if key in scheme else scheme.kinds_of(scheme.level(key))


def ways_of(kind: Kind) -> tuple[Way, ...]:
    """Return in which order the ways to a parent are tried: the code first where the scheme says that it tells it."""
    return ("column", "prefix", "place") if kind.code.prefix_is_parent else ("column", "place", "prefix")


def _codes_of(plan: Plan, ids: IntArray) -> npt.NDArray[np.object_]:
    """Return the codes of grids of the plan, ``""`` for id 0."""
    codes = np.full(len(ids), "", dtype=object)
    codes[ids > 0] = plan.codes(ids[ids > 0]) if (ids > 0).any() else []
    return codes


def _candidates(plan: Plan, kind: Kind) -> Candidates:
    which = plan.of_kinds([plan.scheme.kind(key) for key in kind.parents])
    return Candidates(
        plan.ids[which],
        plan.grids["code"].to_numpy(dtype=object)[which],
        plan.grids["name"].to_numpy(dtype=object)[which],
        plan.all_shapes[which],
        plan.ranks[which],
    )
