"""Boundaries in: what an officer's file says of grids becomes an edit that puts them into the plan.

Good rows get in, and every row that does not, or not as it stands, is told with its place and the reason. Shapes are
taken as they are, faults and all: finding those is the checker's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from gridmap.edits import PutRows
from gridmap.exchange.cells import code_texts, texts_of
from gridmap.exchange.crs_hints import look_of, refuse_if_elsewhere, warn_if_outside
from gridmap.exchange.datum import Source, datum_shift_is_known, reproject, source_named
from gridmap.exchange.headers import BOUNDARY_FIELDS, match_headers, plain
from gridmap.exchange.nul import cells_with_nul
from gridmap.exchange.parents import WAYS, Candidates, Found, Way, find_parents
from gridmap.exchange.shapes import finite, only_polygons
from gridmap.exchange.sources import Features, read_features
from gridmap.ground.codes import well_formed
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
        ``column-not-found``, ``column-missing``, ``no-polygons``.
    """
    return _Import(plan, Path(source), options).result()


class _Import:
    """One reading of one file."""

    def __init__(self, plan: Plan, source: Path, options: ImportOptions) -> None:
        self.plan = plan
        self.source = source
        self.options = options
        self.kinds = kinds_named(plan.scheme, options.kind)
        names = [word for kind in self.kinds for word in (kind.key, kind.name.zh, kind.name.en)]
        self.features: Features = read_features(source, options.layer, options.encoding, likely=[options.kind, *names])
        self.file = source.name
        self.rows: IntArray = np.arange(1, len(self.features) + 1)
        self.keep: BoolArray = np.ones(len(self.features), dtype=bool)
        self.whole = list(self.features.problems)
        self.single: list[Problem] = []

    def result(self) -> tuple[PutRows, tuple[Problem, ...]]:
        """Read everything and put it together."""
        headers = self._headers()
        self._tell_of_nul(headers)
        codes = self._codes(headers["code"])
        kinds = self._kinds(headers.get("kind", ""))
        shapes = self._shapes()
        ids, old = self._places(codes, kinds)
        texts = self._texts(headers)
        kept = np.flatnonzero(self.keep)
        found = self._parents(codes, kinds, shapes, ids, texts.get("parent"))
        frame = pd.DataFrame(index=pd.Index(ids[kept], name="id"))
        frame["code"] = codes[kept]
        frame["kind"] = [self.plan.scheme.kinds[number].key for number in kinds[kept]]
        frame["parent"] = found.parents
        for field in ("name", "setting", "use", "note"):
            if field in texts:
                frame[field] = texts[field][kept]
        rows = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes[kept], index=frame.index, crs=self.plan.crs))
        rows = self._with_old_values(rows)
        adopted = self._adopted(rows, kinds[kept])
        values = self._counts(found, int((old[kept] > 0).sum()), len(adopted))
        put = rows if not len(adopted) else pd.concat([rows, adopted])
        return PutRows("import-boundaries", put={"grids": put}, values=values), self._problems()

    # ---- columns -----------------------------------------------------------------------------------------------------

    def _headers(self) -> dict[str, str]:
        """Find the columns: those that were asked for must be there, the others by their words."""
        columns = list(self.features.columns)
        asked = {
            "code": self.options.code,
            "name": self.options.name,
            "parent": self.options.parent,
            "kind": self.options.kind_column,
        }
        found: dict[str, str] = {}
        for field, wanted in asked.items():
            if wanted is None:
                continue
            same = [c for c in columns if c == wanted] or [c for c in columns if plain(c) == plain(wanted)]
            if not same:
                raise BadInput("column-not-found", file=self.file, column=wanted, expected=", ".join(columns) or "-")
            found[field] = same[0]
        open_fields = {field: words for field, words in BOUNDARY_FIELDS.items() if field not in found}
        if len(self.kinds) == 1 and "kind" in open_fields:
            del open_fields["kind"]
        found |= match_headers(columns, open_fields, taken=list(found.values()))
        needed = ["code"] if len(self.kinds) == 1 else ["code", "kind"]
        for field in needed:
            if field not in found:
                option = {"code": "--code", "kind": "--kind"}[field]
                raise BadInput("column-missing", file=self.file, option=option, expected=", ".join(columns) or "-")
        if "name" not in found:
            self.whole.append(Problem("name-column-missing", file=self.file, values={"expected": ", ".join(columns)}))
        return found

    def _texts(self, headers: Mapping[str, str]) -> dict[str, npt.NDArray[np.object_]]:
        texts = {
            field: self._plain(texts_of(self.features.columns[headers[field]]), headers[field])
            for field in ("name", "use", "note")
            if field in headers
        }
        for field, said in texts.items():
            for row in np.flatnonzero(holds_id_number(pd.Series(said))):
                texts[field][row] = ""
                self._tell("id-number-left-out", row, headers[field])
        if "parent" in headers:  # only sought, never kept
            texts["parent"] = code_texts(self.features.columns[headers["parent"]])[0]
        if "setting" in headers:
            said = texts_of(self.features.columns[headers["setting"]])
            texts["setting"] = np.array([_SETTINGS.get(text.lower(), "") for text in said], dtype=object)
            for row in np.flatnonzero((texts["setting"] == "") & (said != "") & self.keep):
                self._tell("setting-unknown", row, headers["setting"], value=said[row])
        return texts

    def _plain(
        self, texts: npt.NDArray[np.object_], header: str, instead: str = REPLACEMENT
    ) -> npt.NDArray[np.object_]:
        """Return texts without what no file can hold, ``instead`` in its place, and tell which rows had it."""
        result = texts.copy()
        for row in np.flatnonzero([not is_plain(text) for text in texts.tolist()]):
            result[row] = plain_text(texts[row]).replace(REPLACEMENT, instead)
            key = "letters-replaced" if instead else "letters-left-out"
            self._tell(key, row, header, letters=letters_named(texts[row]))
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
                    self._tell(key, row - 1, column, **values)

    def _codes(self, header: str) -> npt.NDArray[np.object_]:
        """Return the codes; rows without one, with an inexact one, or with one that came before are left out."""
        values = self.features.columns[header]
        codes, exact = code_texts(values)
        codes = self._plain(codes, header, instead="")
        if values.dtype != object:
            codes = self._with_zeros(codes, header)
        for row in np.flatnonzero(codes == ""):
            self._leave_out("code-empty", row, header)
        for row in np.flatnonzero(~exact):
            self._leave_out("code-precision-lost", row, header, value=str(values[row]))
        first: dict[str, int] = {}
        for row in np.flatnonzero(self.keep):
            if codes[row] in first:
                self._leave_out("code-twice", row, header, code=codes[row], first=first[codes[row]] + 1)
            else:
                first[codes[row]] = int(row)
        return codes

    def _with_zeros(self, codes: npt.NDArray[np.object_], header: str) -> npt.NDArray[np.object_]:
        """Give back the zeros that codes lose at the front where a program took them for numbers."""
        if len(self.kinds) != 1:
            return codes
        rule = self.kinds[0].code
        longer = np.array([code.zfill(len(rule.example)) if code else "" for code in codes], dtype=object)
        lost = (longer != codes) & ~well_formed(rule, codes) & well_formed(rule, longer)
        if rule.pattern and lost.any():
            first = int(np.argmax(lost))
            values: dict[str, object] = {
                "count": int(lost.sum()),
                "before": codes[first],
                "after": longer[first],
            }
            self.whole.append(
                Problem("code-zeros-restored", file=self.file, row=first + 1, column=header, values=values)
            )
            return np.where(lost, longer, codes)
        return codes

    def _kinds(self, header: str) -> npt.NDArray[np.int16]:
        """Return the place of every row's kind in the scheme."""
        scheme = self.plan.scheme
        numbers = np.full(len(self.features), scheme.kind_index(self.kinds[0].key), dtype=np.int16)
        if len(self.kinds) == 1:
            return numbers
        words: dict[str, int] = {}
        for kind in self.kinds:
            for word in (kind.key, kind.name.zh, kind.name.en, kind.name.zh.removesuffix("网格")):
                words[plain(word)] = scheme.kind_index(kind.key)
        said = texts_of(self.features.columns[header])
        for row in np.flatnonzero(self.keep):
            number = words.get(plain(said[row]), -1)
            numbers[row] = number
            if number < 0:
                expected = ", ".join(kind.name.zh for kind in self.kinds)
                self._leave_out("kind-unknown", row, header, value=said[row], expected=expected)
        return numbers

    # ---- shapes ------------------------------------------------------------------------------------------------------

    def _shapes(self) -> ShapeArray:
        """Return the shapes in the plan's CRS, polygons and multipolygons in two dimensions, or ``None``."""
        shapes = self.features.shapes.copy()
        whole = finite(shapes)
        broken = self.features.unreadable | ~whole
        shapes[~whole] = None
        for row in np.flatnonzero(broken & self.keep):
            self._tell("shape-broken", row)
        with_z = shapely.has_z(shapes) & ~shapely.is_missing(shapes)
        if with_z.any():
            count = int(with_z.sum())
            self.whole.append(
                Problem("z-dropped", file=self.file, row=int(np.argmax(with_z)) + 1, values={"count": count})
            )
        shapes = shapely.force_2d(shapes)
        shapes, others = only_polygons(shapes)
        missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        if missing.all() and others.any():
            kinds = sorted({geometry.geom_type for geometry in self.features.shapes if geometry is not None})
            raise BadInput("no-polygons", file=self.file, value=", ".join(kinds))
        for row in np.flatnonzero(others & self.keep):
            value = self.features.shapes[row].geom_type
            if missing[row]:
                self._leave_out("shape-not-polygon", row, value=value)
            else:
                self._tell("shape-parts-dropped", row, value=value)
        for row in np.flatnonzero(missing & self.keep & ~broken):
            self._tell("shape-missing", row)
        shapes[missing] = None
        return self._projected(shapes)

    def _projected(self, shapes: ShapeArray) -> ShapeArray:
        """Bring shapes from where the file says, or the user, into the plan's CRS."""
        if self.options.swap_xy:
            shapes = shapely.transform(shapes, lambda coordinates: coordinates[:, ::-1])
        coordinates = shapely.get_coordinates(shapes)
        source = self._source(coordinates)
        target = self.plan.crs
        refuse_if_elsewhere(coordinates, source, target, self.file)
        if not datum_shift_is_known(source.crs, target):
            self.whole.append(Problem("datum-shift-unknown", file=self.file, values={"crs": source.name}))
        try:
            moved = reproject(shapes, source, target)
        except pyproj.exceptions.ProjError as error:
            raise BadInput("crs-unknown", value=source.name) from error
        lost = ~finite(moved)
        for row in np.flatnonzero(lost & self.keep):
            self._tell("shape-not-projectable", row, crs=source.name)
        moved[lost] = None
        self.whole += warn_if_outside(moved, target, self.file, self.rows)
        return moved

    def _source(self, coordinates: npt.NDArray[np.float64]) -> Source:
        said = self.features.crs
        if self.options.crs is not None:
            source = source_named(self.options.crs)
            if said is not None and not (source.shifted is None and source.crs.equals(said, ignore_axis_order=True)):
                values: dict[str, object] = {"said": Source(said).name, "crs": source.name}
                self.whole.append(Problem("crs-overridden", file=self.file, values=values))
            return source
        if said is not None:
            return Source(said)
        if self.features.driver == "TopoJSON" and len(coordinates) and _are_lon_lat(coordinates):
            self.whole.append(Problem("crs-assumed", file=self.file, values={"crs": "EPSG:4326"}))
            return Source(pyproj.CRS.from_epsg(4326))
        if not len(coordinates):
            return Source(self.plan.crs)
        look = look_of(coordinates, self.plan.crs)
        key = "crs-missing-swapped" if look.swapped else "crs-missing"
        raise BadInput(key, file=self.file, x=look.x, y=look.y, expected=look.expected)

    # ---- rows of the plan --------------------------------------------------------------------------------------------

    def _places(self, codes: npt.NDArray[np.object_], kinds: npt.NDArray[np.int16]) -> tuple[IntArray, IntArray]:
        """Return the id of every row, and the id of the grid that it replaces or 0."""
        plan = self.plan
        level = self.kinds[0].level
        of_level = plan.of_level(level)
        there = pd.Series(plan.ids[of_level], index=plan.grids["code"].to_numpy(dtype=object)[of_level])
        several = set(there.index[there.index.duplicated()])
        known = {code: int(grid) for code, grid in there.items()}
        locked = plan.grids["locked"].to_numpy()
        old = np.zeros(len(codes), dtype=np.int64)
        for row in np.flatnonzero(self.keep & np.isin(codes, list(known))):
            code = codes[row]
            if self.options.existing == "skip":
                self._leave_out("code-exists", row, code=code)
            elif code in several:
                self._leave_out("code-ambiguous", row, code=code)
            elif locked[plan.positions([known[code]])[0]]:
                self._leave_out("grid-locked", row, code=code)
            else:
                old[row] = known[code]
        ids = old.copy()
        new = self.keep & (old == 0)
        ids[new] = plan.next_id("grids") + np.arange(int(new.sum()))
        return ids, old

    def _with_old_values(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Fill what the file does not speak of: from the grid that is replaced, or blank; ``parts`` as it was or 1."""
        before = self.plan.grids.reindex(rows.index)
        for column in ("name", "setting", "use", "note"):
            if column not in rows:
                rows[column] = before[column].fillna("").to_numpy(dtype=object)
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
        kinds: npt.NDArray[np.int16],
        shapes: ShapeArray,
        ids: IntArray,
        named: npt.NDArray[np.object_] | None,
    ) -> Found:
        """Find the parents of the rows that are kept, kind by kind."""
        kept = np.flatnonzero(self.keep)
        count = len(kept)
        result = Found(
            np.zeros(count, dtype=np.int64),
            np.full(count, -1, dtype=np.int8),
            np.zeros(count, dtype=bool),
            np.zeros(count, dtype=bool),
        )
        elsewhere = []
        for kind in self.kinds:
            own = np.flatnonzero(kinds[kept] == self.plan.scheme.kind_index(kind.key))
            if not kind.parents or not len(own):
                continue
            candidates = _candidates(self.plan, kind)
            if not len(candidates.ids):
                wanted = [self.plan.scheme.kind(key).name.zh for key in kind.parents]
                values: dict[str, object] = {"count": len(own), "expected": ", ".join(wanted)}
                self.whole.append(Problem("no-parents-in-plan", file=self.file, values=values))
                continue
            rows = kept[own]
            texts = None if named is None else named[rows].tolist()
            found = find_parents(codes[rows].tolist(), shapes[rows], candidates, texts, ways_of(kind))
            for part in ("parents", "way", "unknown_value", "elsewhere"):
                getattr(result, part)[own] = getattr(found, part)
            for row in rows[found.unknown_value]:
                self._tell("parent-value-unknown", row, value=str(named[row]) if named is not None else "")
            for row in rows[found.parents == 0]:
                self._tell("parent-not-found", row, code=codes[row])
            elsewhere += codes[rows[found.elsewhere]].tolist()
        if elsewhere:
            values = {"count": len(elsewhere), "codes": ", ".join(elsewhere[:5])}
            self.whole.append(Problem("parent-place-differs", file=self.file, values=values))
        return result

    def _adopted(self, rows: gpd.GeoDataFrame, kinds: npt.NDArray[np.int16]) -> gpd.GeoDataFrame:
        """Return grids of the plan that have no parent yet and find one among those that come in."""
        plan, scheme = self.plan, self.plan.scheme
        incoming = {scheme.kinds[number].key for number in np.unique(kinds)}
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
        kept = int(self.keep.sum())
        ways = {f"by_{way}": int((found.way == number).sum()) for number, way in enumerate(WAYS)}
        topmost = all(not kind.parents for kind in self.kinds)
        return {
            "file": self.file,
            "layer": self.features.layer,
            "kind": self.options.kind,
            "count": kept,
            "replaced": replaced,
            "left_out": len(self.keep) - kept,
            **ways,
            "without_parent": 0 if topmost else int((found.parents == 0).sum()),
            "adopted": adopted,
        }

    def _tell(self, key: str, row: int | np.integer[Any], column: str = "", **values: object) -> None:
        self.single.append(Problem(key, self.file, row=int(row) + 1, column=column, values=values))

    def _leave_out(self, key: str, row: int | np.integer[Any], column: str = "", **values: object) -> None:
        if self.keep[row]:
            self.keep[row] = False
            self._tell(key, row, column, **values)

    def _problems(self) -> tuple[Problem, ...]:
        return (*self.whole, *sorted(self.single, key=lambda problem: problem.row))


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


def _candidates(plan: Plan, kind: Kind) -> Candidates:
    which = plan.of_kinds([plan.scheme.kind(key) for key in kind.parents])
    return Candidates(
        plan.ids[which],
        plan.grids["code"].to_numpy(dtype=object)[which],
        plan.grids["name"].to_numpy(dtype=object)[which],
        plan.all_shapes[which],
        plan.ranks[which],
    )


def _are_lon_lat(coordinates: npt.NDArray[np.float64]) -> bool:
    return bool((np.abs(coordinates[:, 0]) <= 180).all() and (np.abs(coordinates[:, 1]) <= 90).all())
