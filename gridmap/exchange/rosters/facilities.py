"""Facilities, organisations and units of lists, in columns: of which kind, where each is, and which of the plan it is.

A kind is one of the scheme. A facility stands where its coordinates say; without any, at the building whose door plate
its address is, else it belongs to the grid that is named. Its address is not kept, and neither is a person: who leads
it, whose phone is a mobile, and remarks stay out. A facility of the plan is the row's if kind and code are the same;
where one of them has no code, if kind, name and grid are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rapidfuzz import fuzz, process

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.fields import facility_words
from gridmap.exchange.rosters.private import LeftOut
from gridmap.exchange.rosters.sheet import Sheet
from gridmap.exchange.tables import Dates
from gridmap.exchange.tables.id_numbers import shown
from gridmap.ground.placement import building_points, deepest_at
from gridmap.indicators.facilities import facility_points, facility_positions
from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme

TextArray = npt.NDArray[np.object_]

_TEXTS: Final = ("code", "name", "kind", "phone", "compound", "from_date", "until_date")
_NUMBERS: Final = ("count", "members", "people")
_SAME_M: Final = 0.01
_NOWHERE: Final = -1e15
_STEP: Final = 128
"""After so many rows somebody who waits is told."""
_ALIKE: Final = 60.0
_MOBILE: Final = re.compile(r"(?<!\d)(?:\+?86[ \-]?)?1[3-9]\d(?:[ \-]?\d){8}(?!\d)")
_LOOSE: Final = " 、/;；,，()（）:：-"


@dataclass(frozen=True, eq=False)
class FacilityRows:
    """The good rows of a list of facilities, or those of a plan. Shapes (n,), ``xy`` (n, 2), NaN without a place.

    Attributes
    ----------
    texts : mapping of str to array of str
        By the columns of the table; ``""`` for what is not said.
    numbers : mapping of str to int64
        By the columns of the table; -1 for what is not said.
    xy : float64
        In the plan's CRS.
    grid : int64
        The grid that is declared of it, 0 for none.
    at : int64
        Where the grid that it belongs to stands in ``plan.ids``, -1 for none.
    """

    texts: Mapping[str, TextArray]
    numbers: Mapping[str, IntArray]
    xy: FloatArray
    grid: IntArray
    at: IntArray

    def taken(self, which: IntArray) -> FacilityRows:
        """Return some of the rows."""
        texts = {name: values[which] for name, values in self.texts.items()}
        numbers = {name: values[which] for name, values in self.numbers.items()}
        return FacilityRows(texts, numbers, self.xy[which], self.grid[which], self.at[which])


class Reader(Protocol):
    """What the columns of a table say of grids and days, as :class:`gridmap.exchange.rosters.located.Located` does."""

    inside: int
    code: list[str]
    name: list[str]
    town: list[str]
    village: list[str]
    parent_code: list[str]
    parent_grid: list[str]
    contexts: list[int]
    members: IntArray
    begin: Dates
    end: Dates

    def targets(self, row: int) -> list[int] | None:
        """Return the grids that a row names, none if it names none; ``None`` if it was told that one is not there."""


def kinds_told(scheme: Scheme, said: Mapping[str, str]) -> dict[str, str]:
    """Return what a user says of kinds: by the word of a list (``""`` where it says none) the key of the scheme.

    Raises
    ------
    BadInput
        ``roster-facility-kind`` for what the scheme does not know.
    """
    words, told = facility_words(scheme), {}
    for word, kind in said.items():
        if plain(kind) not in words:
            names = tuple(one.name for one in scheme.facilities)
            raise BadInput("roster-facility-kind", value=kind, expected=names)
        told[plain(word)] = words[plain(kind)]
    return told


def read_facilities(
    plan: Plan,
    sheet: Sheet,
    xy: FloatArray,
    reader: Reader,
    column: int,
    told: Mapping[str, str],
    step: Callable[[int], None],
) -> tuple[gpd.GeoDataFrame, TextArray, IntArray]:
    """Return the rows of ``facilities`` that a table leads to, their status, and the id of each row of the table.

    Parameters
    ----------
    xy : float64 (n, 2)
        Places in the plan's CRS, NaN for none.
    column : int
        Of which it is told that a row names several grids.
    told : mapping of str to str
        What :func:`kinds_told` gives.
    """
    texts = {
        "code": np.array(sheet.codes("facility_code"), dtype=object),
        "name": without_mobiles(sheet, "facility_name"),
        "kind": kinds_of(plan.scheme, sheet, told),
        "phone": without_mobiles(sheet, "phone"),
        "compound": np.array(sheet.texts("compound", kept=True), dtype=object),
        "from_date": reader.begin.days,
        "until_date": reader.end.days,
    }
    count, people = sheet.numbers("facility_count"), sheet.numbers("facility_people")
    numbers = {"count": count, "members": np.asarray(reader.members), "people": people}
    step(sheet.count // 4)
    _find_faults(sheet, texts, count)
    grid = _grids_named(sheet, reader, ~np.isnan(xy[:, 0]), column, step)
    xy = _at_their_addresses(plan, sheet, xy)
    points = _points(xy)
    holder = deepest_at(plan, points)
    at = plan.positions(np.where(holder > 0, holder, grid))
    use = np.flatnonzero(~sheet.skipped & ~sheet.bad)
    listed = FacilityRows(texts, numbers, xy, grid, at).taken(use)
    lost = int((listed.at < 0).sum())
    if lost:
        sheet.tell("roster-facilities-without-place", count=lost)
    step(sheet.count * 3 // 4)
    rows, status, ids, again = rows_of_facilities(plan, listed)
    if (again == 1).any():
        sheet.tell("roster-rows-twice", count=int((again == 1).sum()))
    for row in use[again == 2].tolist():
        sheet.fault(row, sheet.place("facility_code"), "facility-code-twice")
    of_row = np.zeros(sheet.count, dtype=np.int64)
    of_row[use] = ids
    return rows, status, of_row


# ---- what the cells say ----------------------------------------------------------------------------------------------


def kinds_of(scheme: Scheme, sheet: Sheet, told: Mapping[str, str]) -> TextArray:
    """Return the kinds of a list as keys of the scheme: as its cells say, else as the user does, else as its title.

    Rows of another kind, and those of which nobody says one, are left out.
    """
    words = {**facility_words(scheme), **{word: kind for word, kind in told.items() if word}}
    otherwise = told.get("", "") or _kind_of_title(scheme, sheet)
    at, names = sheet.place("facility_kind"), tuple(kind.name for kind in scheme.facilities)
    said = sheet.texts("facility_kind")
    keys = {text: words.get(plain(text), "") if plain(text) else otherwise for text in set(said)}
    near = {text: _nearest(words, text) for text, key in keys.items() if text and not key}
    for row, text in enumerate(said):
        if keys[text]:
            continue
        if text in near:
            suggestions = tuple(_named(scheme, key, text) for key in near[text])
            word = "" if _MOBILE.search(text) else plain(text)  # that is somebody's, and nothing to remember
            sheet.fault(row, at, "facility-kind-unknown", suggestions=suggestions, word=word, expected=names)
        else:
            sheet.fault(row, at, "facility-kind-missing", expected=names)
    _tell_what_was_said(scheme, sheet, told, [text for row, text in enumerate(said) if not sheet.skipped[row]])
    return np.array([keys[text] for text in said], dtype=object)


def _tell_what_was_said(scheme: Scheme, sheet: Sheet, told: Mapping[str, str], said: Sequence[str]) -> None:
    """Tell which words of a list were taken for a kind because the user says so, now or for an earlier list."""
    count = Counter(text for text in said if plain(text) in told)
    for text, rows in count.items():
        kind = scheme.facility(told[plain(text)]) if plain(text) else None
        if kind is not None:
            sheet.tell("roster-kind-as-told", value=shown(text), kind=kind.name, count=rows)


def _kind_of_title(scheme: Scheme, sheet: Sheet) -> str:
    """Return the kind that the header of the names, the title, the sheet or the file names; ``""`` if not one alone."""
    found = sheet.found
    header = sheet.header(sheet.place("facility_name"))
    for text in (header, found.title, found.sheet, *found.above, found.file.rpartition(".")[0]):
        kinds = {kind for word, kind in facility_words(scheme).items() if len(word) >= 3 and word in plain(text)}
        if len(kinds) == 1:
            return kinds.pop()
    return ""


def _nearest(words: Mapping[str, str], text: str) -> list[str]:
    """Return the kinds whose words are most like a text, the likeliest first."""
    found = process.extract(plain(text), list(words), scorer=fuzz.partial_ratio, limit=6, score_cutoff=_ALIKE)
    return list(dict.fromkeys(words[word] for word, _, _ in found))[:3]


def _named(scheme: Scheme, key: str, text: str) -> str:
    """Return what a kind is called in the language of a text."""
    kind = scheme.facility(key)
    assert kind is not None
    return kind.name.in_language("en" if text.isascii() else "zh")


def without_mobiles(sheet: Sheet, field: str) -> TextArray:
    """Return what a column says without the mobile numbers in it, which are somebody's; they are counted."""
    texts = np.array(sheet.texts(field, kept=True), dtype=object)
    counted = 0
    for row, text in enumerate(texts.tolist()):
        if len(text) >= 11:
            texts[row], found = _MOBILE.subn("", text)
            if found:
                texts[row] = texts[row].strip(_LOOSE)
                counted += found
    if counted:
        column = sheet.header(sheet.place(field))
        sheet.left_out.append(LeftOut(sheet.found.file, sheet.found.sheet, column, "mobile", counted))
    return texts


def _find_faults(sheet: Sheet, texts: Mapping[str, TextArray], count: IntArray) -> None:
    """Leave out rows that neither name nor count anything, and those that ended before they began."""
    unnamed = (texts["name"] == "") & (texts["code"] == "") & (count < 0) & ~sheet.bad
    for row in np.flatnonzero(unnamed & ~sheet.skipped).tolist():
        sheet.fault(row, sheet.place("facility_name"), "facility-name-missing")
    begin, end = texts["from_date"].astype(str), texts["until_date"].astype(str)
    for row in np.flatnonzero((end != "") & (end < begin) & ~sheet.bad & ~sheet.skipped).tolist():
        sheet.fault(row, sheet.place("until_date"), "date-reversed")


def _grids_named(sheet: Sheet, reader: Reader, placed: BoolArray, column: int, step: Callable[[int], None]) -> IntArray:
    """Return the grid that each row names, or the village or town if it names no more; 0 for none.

    Rows that say the same are asked once. A row with coordinates comes in whatever it names; it is told.
    """
    grid = np.zeros(sheet.count, dtype=np.int64)
    known: dict[tuple[object, ...], int] = {}
    lists = (reader.town, reader.village, reader.parent_code, reader.parent_grid, reader.code, reader.name)
    for row, said in enumerate(zip(*lists, reader.contexts, strict=True)):
        if row % _STEP == 0:
            step((sheet.count + 2 * row) // 4)
        if sheet.skipped[row] or sheet.bad[row]:
            continue
        if said not in known:
            before = len(sheet.faults)
            targets = reader.targets(row)
            if targets is not None and len(targets) > 1:
                sheet.fault(row, column, "facility-in-several-grids")
            elif targets is not None:
                known[said] = targets[0] if targets else reader.inside
            if placed[row] and sheet.bad[row]:
                sheet.faults[before:] = [replace(fault, left_out=False) for fault in sheet.faults[before:]]
                sheet.bad[row] = False
        grid[row] = known.get(said, 0)
    return grid


def _at_their_addresses(plan: Plan, sheet: Sheet, xy: FloatArray) -> FloatArray:
    """Return places, of rows without coordinates that of the one building whose door plate is their address."""
    said = np.array([plain(text) for text in sheet.texts("door_plate")], dtype=object)
    asked = np.flatnonzero((said != "") & np.isnan(xy[:, 0]) & ~sheet.skipped & ~sheet.bad)
    if not len(asked):
        return xy
    plates = [plain(text) for text in plan.buildings["door_plate"].tolist()]
    whole = [plain(text) + plate for text, plate in zip(plan.buildings["compound"].tolist(), plates, strict=True)]
    rows = pd.Series(np.tile(np.arange(len(plates)), 2), index=[*plates, *whole])
    rows = rows[~pd.MultiIndex.from_arrays([rows.index, rows.to_numpy()]).duplicated()]  # a plate without a compound
    rows = rows[~rows.index.duplicated(keep=False)]
    at = rows.reindex(said[asked]).fillna(-1).to_numpy(dtype=np.int64)
    points = np.append(building_points(plan), np.array([None]))[at]
    found = ~shapely.is_missing(points)
    placed = xy.copy()
    placed[asked[found]] = shapely.get_coordinates(points[found])
    header = sheet.header(sheet.place("door_plate"))
    for key, many in (("roster-facilities-at-plate", found), ("roster-addresses-left", ~found)):
        if many.any():
            sheet.tell(key, header, count=int(many.sum()))
    return placed


def _points(xy: FloatArray) -> npt.NDArray[np.object_]:
    points = np.asarray(shapely.points(xy), dtype=object)
    points[np.isnan(xy[:, 0])] = None
    return points


# ---- which of the plan they are --------------------------------------------------------------------------------------


def rows_of_facilities(plan: Plan, listed: FacilityRows) -> tuple[gpd.GeoDataFrame, TextArray, IntArray, IntArray]:
    """Return the rows of ``facilities`` that a list leads to.

    Returns
    -------
    GeoDataFrame
        All facilities that the list names, as they will be, by id.
    array of str
        ``new``, ``changed`` or ``same``, in their order.
    int64 (n,)
        The id of each row of the list; 0 of one that is left out.
    int64 (n,)
        1 for a row that repeats one before it, 2 for one that has the code of another one and says otherwise.
    """
    again = _repeated(listed)
    use = np.flatnonzero(again == 0)
    good = listed.taken(use)
    target = _known(plan, good)
    ids = np.append(plan.tables["facilities"].index.to_numpy(), 0)[target]
    fresh = target < 0
    ids[fresh] = plan.next_id("facilities") + np.arange(int(fresh.sum()))
    rows = _merged(plan, good, ids, fresh)
    status = np.where(np.isin(rows.index, ids[fresh]), "new", np.where(_differs(plan, rows), "changed", "same"))
    of_row = np.zeros(len(again), dtype=np.int64)
    of_row[use] = ids
    return rows, status.astype(object), of_row, again


def _repeated(listed: FacilityRows) -> IntArray:
    """Return 1 for rows that repeat one before them, 2 for those with its code that say otherwise, else 0.

    Rows with neither code nor name are each their own: a list may count as it goes.
    """
    frame = pd.DataFrame({**listed.texts, **listed.numbers, "grid": listed.grid})
    frame[["x", "y"]] = _places(listed.xy)
    named = ((listed.texts["name"] != "") | (listed.texts["code"] != "")).astype(bool)
    coded = (listed.texts["code"] != "").astype(bool)
    alike = frame.duplicated().to_numpy() & named
    other = frame[["kind", "code"]].duplicated().to_numpy() & coded & ~alike
    return np.where(alike, 1, np.where(other, 2, 0))


def _places(xy: FloatArray) -> FloatArray:
    """Return places to a centimetre, as numbers that can be compared where there are none too."""
    return np.where(np.isnan(xy), _NOWHERE, np.round(xy / _SAME_M))


def _present(plan: Plan) -> FacilityRows:
    table, points = plan.tables["facilities"], facility_points(plan)
    there = ~shapely.is_missing(points)
    xy = np.full((len(table), 2), np.nan)
    xy[there] = shapely.get_coordinates(points[there])
    texts = {name: table[name].to_numpy(dtype=object) for name in _TEXTS}
    numbers = {name: table[name].to_numpy() for name in _NUMBERS}
    return FacilityRows(texts, numbers, xy, table["grid"].to_numpy(), facility_positions(plan))


def _known(plan: Plan, listed: FacilityRows) -> IntArray:
    """Return the row of the plan's table that each row of a list means, -1 for a new one."""
    ours, theirs = (_keys(plan, rows) for rows in (listed, _present(plan)))
    target = np.full(len(ours), -1, dtype=np.int64)

    def match(on: Sequence[str], mine: BoolArray, yours: BoolArray, *, alone: bool = False) -> None:
        """Pair rows that agree, the first with the first where several do, or only those that are alone."""
        left = ours[mine & (target < 0)]
        right = theirs[yours & ~np.isin(theirs["row"], target)]
        if not len(left) or not len(right):
            return
        if alone:
            left, right = (frame[~frame.duplicated(list(on), keep=False)] for frame in (left, right))
        left = left.assign(nth=left.groupby(list(on)).cumcount())
        right = right.assign(nth=right.groupby(list(on)).cumcount())
        pairs = left.merge(right, on=[*on, "nth"], suffixes=("", "_theirs"))
        target[pairs["row"].to_numpy()] = pairs["row_theirs"].to_numpy()

    coded, known = ((frame["code"] != "").to_numpy() for frame in (ours, theirs))
    named, have_name = ((frame["name"] != "").to_numpy() for frame in (ours, theirs))
    match(("kind", "code"), coded, known)
    match(("code", "name"), coded & named, known & have_name)  # of another kind now
    for mine, yours in ((coded, ~known), (~coded, np.ones(len(theirs), dtype=bool))):
        match(("kind", "name", "grid", "x", "y"), mine, yours)
        match(("kind", "name", "grid"), mine, yours)
        match(("kind", "name", "village"), mine & named, yours & have_name, alone=True)
    return target


def _keys(plan: Plan, rows: FacilityRows) -> pd.DataFrame:
    """Return what facilities are told apart by; ``village`` is the unit above the grids in which one is."""
    levels = plan.scheme.levels
    above = plan.positions(plan.ancestors_at(levels[-2])) if len(levels) > 1 else np.full(len(plan.ids), -1)
    village = np.append(np.where(above >= 0, above, np.arange(len(plan.ids))), -1)[rows.at]
    frame = pd.DataFrame({name: rows.texts[name].astype(str) for name in ("kind", "code", "name")})
    frame = frame.assign(grid=rows.at, village=village, row=np.arange(len(rows.at)))
    frame[["x", "y"]] = _places(rows.xy)
    return frame


def _merged(plan: Plan, listed: FacilityRows, ids: IntArray, fresh: BoolArray) -> gpd.GeoDataFrame:
    """Return the rows as they will be: what the list says, and of facilities that were there what it does not."""
    table = plan.tables["facilities"].reindex(ids)
    columns: dict[str, object] = {}
    for name in _TEXTS:
        before = table[name].fillna("").to_numpy(dtype=object)
        columns[name] = np.where(listed.texts[name] != "", listed.texts[name], before)
    for name in _NUMBERS:
        numbers = table[name].fillna(1 if name == "count" else 0).to_numpy(dtype=np.int64)
        columns[name] = np.where(listed.numbers[name] >= 0, listed.numbers[name], numbers)
    columns["grid"] = np.where(listed.grid > 0, listed.grid, table["grid"].fillna(0).to_numpy(dtype=np.int64))
    columns["note"] = table["note"].fillna("").to_numpy(dtype=object)
    shapes = np.asarray(table.geometry.array, dtype=object).copy()
    points = pd.Series(facility_points(plan), index=plan.tables["facilities"].index, dtype=object)
    old, there = np.full((len(ids), 2), np.nan), ~fresh
    inner = points.reindex(ids[there]).to_numpy(dtype=object)
    have = np.flatnonzero(there)[~shapely.is_missing(inner)]
    old[have] = shapely.get_coordinates(inner[~shapely.is_missing(inner)])
    moves = np.isfinite(listed.xy[:, 0]) & ~(np.hypot(*(listed.xy - old).T) <= 2 * _SAME_M)
    shapes[moves] = shapely.points(listed.xy[moves])
    rows = gpd.GeoDataFrame(columns, index=pd.Index(ids, name="id"), geometry=shapes, crs=plan.crs)
    return rows.sort_index()


def _differs(plan: Plan, rows: gpd.GeoDataFrame) -> BoolArray:
    """Return which rows say something else than those of the plan with their ids."""
    before = plan.tables["facilities"].reindex(rows.index)
    differs = np.zeros(len(rows), dtype=bool)
    for name in (*_TEXTS, *_NUMBERS, "grid"):
        differs |= rows[name].to_numpy(dtype=object) != before[name].to_numpy(dtype=object)
    one, two = (np.asarray(frame.geometry.array, dtype=object) for frame in (rows, before))
    both_missing = shapely.is_missing(one) & shapely.is_missing(two)
    return differs | ~(both_missing | shapely.equals_exact(one, two, 0.0))
