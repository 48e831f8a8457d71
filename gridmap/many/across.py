"""What concerns two files: one code, one phone or one person in both, and borders between them that do not meet.

People are read from the files themselves, whenever they are asked for: nothing of them is kept or sent anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from gridmap.checks.people.shared_phone import digits_of
from gridmap.ground.tiling import tiling
from gridmap.many.checking import Checked
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, parse_scheme
from gridmap.project.without_plan import connected
from gridmap.storage.geopackage import read_table
from gridmap.storage.traces import FORGOTTEN

T = TypeVar("T")
Kind = Literal["gap", "overlap", "code", "phone", "worker"]
SEVERITY: Final[dict[Kind, Literal["error", "warning"]]] = {
    "gap": "error",
    "overlap": "error",
    "code": "error",
    "phone": "warning",
    "worker": "warning",
}
"""As the rules of one file have it, in the order in which they are told."""

OF_RULE: Final[dict[str, tuple[Kind, ...]]] = {
    "gap": ("gap",),
    "overlap": ("overlap",),
    "duplicate-code": ("code",),
    "shared-phone": ("phone", "worker"),
}
"""What is looked for across files where only some rules are asked for."""

_TOUCHES_M: Final = 0.05
_SAME_M: Final = 0.001
"""Where files differ in their CRS, what comes this near in the CRS of the first is one place."""


@dataclass(frozen=True)
class Crossing:
    """One thing that concerns two or more files.

    Attributes
    ----------
    kind : Kind
    files : tuple of int
        Numbers of the files, ascending.
    codes : tuple of str
        Of the grids, one code for "code".
    people : tuple of (int, str, str)
        Number of the file, name and staff number of each person, as they stand there.
    where : polygon, optional
        In the CRS of :attr:`Crossings.crs`.
    """

    kind: Kind
    files: tuple[int, ...]
    codes: tuple[str, ...] = ()
    people: tuple[tuple[int, str, str], ...] = ()
    where: shapely.Geometry | None = None

    @property
    def severity(self) -> Literal["error", "warning"]:
        """How grave it is."""
        return SEVERITY[self.kind]

    @property
    def area_m2(self) -> float:
        """Ground that it is about, 0 if none."""
        return 0.0 if self.where is None else float(self.where.area)

    def id(self, names: Sequence[str]) -> str:
        """Return a stable name, made of the names of the files, codes or staff numbers, and the place."""
        place = [] if self.where is None else np.round(shapely.bounds(self.where), 1).tolist()
        people = [(names[file], number) for file, _, number in self.people]
        key = [self.kind, [names[file] for file in self.files], self.codes, people, place]
        return blake2b(json.dumps(key).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Crossings:
    """All that concerns two or more files, the most important first.

    Attributes
    ----------
    found : tuple of Crossing
    crs : pyproj.CRS or None
        Of the shapes: that of the first file; ``None`` if no file was checked.
    copies : tuple of (int, int)
        Files that hold the same, byte by byte, as one before them, which alone was compared with the others.
    """

    found: tuple[Crossing, ...]
    crs: pyproj.CRS | None
    copies: tuple[tuple[int, int], ...]


def crossings(checked: Sequence[Checked], rules: Iterable[str] = ()) -> Crossings:
    """Find what concerns two or more of some files.

    Parameters
    ----------
    checked : sequence of Checked
        Those with an error are left out.
    rules : iterable of str
        Only what belongs to these rules is looked for, see :data:`OF_RULE`; everything if there are none.
    """
    chosen = set(rules)
    kinds = {kind for rule, own in OF_RULE.items() if not chosen or rule in chosen for kind in own}
    first: dict[str, int] = {}
    copies, used = [], []
    for number, one in enumerate(checked):
        if one.error is not None:
            continue
        same = first.setdefault(one.digest, number) if one.digest else number
        if same != number:
            copies.append((number, same))
        else:
            used.append(number)
    if not used:
        return Crossings((), None, tuple(copies))
    schemes = {number: parse_scheme(checked[number].facts["scheme"], str(checked[number].path)) for number in used}
    crs = pyproj.CRS.from_user_input(schemes[used[0]].crs)
    found: list[Crossing] = []
    if len(used) > 1:
        if kinds & {"gap", "overlap"}:
            found += _borders(checked, schemes, crs)
        if "code" in kinds:
            found += _codes(checked, used)
        if kinds & {"phone", "worker"}:
            found += _people(checked, used)
    order = list(SEVERITY)
    wanted = [one for one in found if one.kind in kinds]
    wanted.sort(key=lambda one: (order.index(one.kind), -one.area_m2, one.files, one.codes, one.people))
    return Crossings(tuple(wanted), crs, tuple(copies))


def _codes(checked: Sequence[Checked], used: Sequence[int]) -> Iterator[Crossing]:
    """Yield the codes that grids of one level have in two files; a code twice in one file is that file's own fault."""
    of_file = {n: set(zip(checked[n].facts["codes"], checked[n].facts["ranks"], strict=True)) for n in used}
    twice = _in_two(of_file.values())
    for code, rank in sorted(twice):
        yield Crossing("code", tuple(n for n in sorted(used) if (code, rank) in of_file[n]), (code,))


def _people(checked: Sequence[Checked], used: Sequence[int]) -> Iterator[Crossing]:
    """Yield who stands in two files with one name and one phone, and phones that people of other names have there."""
    people = [_people_in(checked[n].path) for n in used]
    twice = _in_two(set(one.digits) for one in people) - {""}
    frame = pd.concat([_rows_of(one, twice, number) for one, number in zip(people, used, strict=True)])
    of_file = frame[["file", "digits"]].drop_duplicates()["digits"]
    frame = frame[frame["digits"].isin(of_file[of_file.duplicated()])]
    for _, group in frame.groupby("digits", sort=True):
        names = group.drop_duplicates(["file", "name"]).groupby("name", sort=True)
        for _, same in names:
            if len(same) > 1:
                yield _of_people("worker", same)
        if len(names) > 1:
            yield _of_people("phone", group)


def _in_two(sets: Iterable[set[T]]) -> set[T]:
    """Return what two or more of some sets have."""
    seen: set[T] = set()
    twice: set[T] = set()
    for one in sets:
        twice |= seen & one
        seen |= one
    return twice


def _of_people(kind: Kind, rows: pd.DataFrame) -> Crossing:
    people = sorted(rows[["file", "name", "number"]].itertuples(index=False, name=None))
    return Crossing(kind, tuple(sorted({file for file, _, _ in people})), people=tuple(people))


class _People(NamedTuple):
    """The workers of a file, as they stand there, and the digits of their phones."""

    digits: list[str]
    names: list[str]
    numbers: list[str]


def _people_in(path: Path) -> _People:
    """Read the workers of a file; nobody if it has gone meanwhile."""
    try:
        with connected(path, None) as connection:
            workers = read_table(connection, str(path), "workers")
    except GridMapError:
        return _People([], [], [])
    phones, names, numbers = (
        workers[name].to_numpy(dtype=object).tolist() for name in ("phone", "name", "staff_number")
    )
    return _People(digits_of(phones), names, numbers)


def _rows_of(people: _People, phones: set[str], number: int) -> pd.DataFrame:
    """Return who has one of some phones, as far as he has a name."""
    rows = [
        (number, name.strip(), people.numbers[at], digits)
        for at, (digits, name) in enumerate(zip(people.digits, people.names, strict=True))
        if digits in phones and name.strip() not in ("", FORGOTTEN)
    ]
    return pd.DataFrame(rows, columns=["file", "name", "number", "digits"])


def _borders(checked: Sequence[Checked], schemes: dict[int, Scheme], crs: pyproj.CRS) -> Iterator[Crossing]:
    """Yield the gaps and overlaps between the outermost grids of different files, by the rules of one file.

    As among grids without a parent, only gaps that are enclosed can be found; so files that lie apart from all others
    need not be looked at.
    """
    numbers = [number for number in schemes if checked[number].facts["box"]]
    groups = [numbers]
    if len({scheme.crs for scheme in schemes.values()}) == 1:  # else their boxes cannot be compared
        groups = [[numbers[at] for at in group] for group in linked([checked[n].facts["box"] for n in numbers])]
    for group in groups:
        yield from _borders_among(checked, {number: schemes[number] for number in group}, crs, schemes)


def linked(boxes: Sequence[Sequence[float]]) -> list[list[int]]:
    """Return the places of boxes in groups, each of two or more; no box around a group meets the one around another.

    What lies in the middle of files that stand around it is in their group, though it may touch none of them.

    Parameters
    ----------
    boxes : sequence of (min x, min y, max x, max y)
        In one CRS, metres; what comes as near as a seam counts as meeting.
    """
    groups = [([place], list(box)) for place, box in enumerate(boxes)]
    at = 0
    while at < len(groups):
        places, box = groups[at]
        met = next((other for other in range(len(groups)) if other != at and _meet(box, groups[other][1])), None)
        if met is None:
            at += 1
            continue
        more, other = groups[met]
        around = [*map(min, box[:2], other[:2]), *map(max, box[2:], other[2:])]
        groups = [group for place, group in enumerate(groups) if place not in (at, met)]
        groups.append((sorted(places + more), around))
        at = 0
    return sorted(places for places, _ in groups if len(places) > 1)


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(
        low <= high + _TOUCHES_M
        for low, high in ((one[0], other[2]), (other[0], one[2]), (one[1], other[3]), (other[1], one[3]))
    )


def _borders_among(
    checked: Sequence[Checked], schemes: dict[int, Scheme], crs: pyproj.CRS, all_schemes: dict[int, Scheme]
) -> Iterator[Crossing]:
    shapes, files, codes, exempt = [], [], [], []
    for number, scheme in schemes.items():
        facts = checked[number].facts
        shapes.append(_in_crs(facts["tops"], scheme, crs))
        files += [number] * len(facts["tops"])
        codes += facts["top_codes"]
    for number, scheme in all_schemes.items():
        exempt.append(_in_crs(checked[number].facts["exempt"], scheme, crs))
    if len(shapes) < 2:
        return
    first = next(iter(all_schemes.values()))
    tops = np.concatenate(shapes)
    if len({scheme.crs for scheme in schemes.values()}) > 1:  # corners that are one are to stay one
        tops = np.asarray(shapely.set_precision(tops, _SAME_M), dtype=object)
    file = np.asarray(files, dtype=np.int64)
    if len(np.unique(file)) < 2:
        return
    plan = _one_plan(first, crs, tops, np.concatenate(exempt))
    found = tiling(plan, np.array([0]))
    for grids, shape in zip(found.overlaps.grids.tolist(), found.overlaps.shape, strict=True):
        at = [grid - 1 for grid in grids]
        if len({files[i] for i in at}) > 1:
            yield _of_ground("overlap", file, codes, at, shape)
    gaps = found.gaps.shape
    if len(gaps):
        gap, top = shapely.STRtree(tops).query(gaps, predicate="dwithin", distance=_TOUCHES_M)
        for number, shape in enumerate(gaps):
            at = sorted(top[gap == number].tolist())
            if len({files[i] for i in at}) > 1:
                yield _of_ground("gap", file, codes, at, shape)


def _of_ground(kind: Kind, file: IntArray, codes: list[str], at: list[int], shape: shapely.Geometry) -> Crossing:
    files = tuple(sorted({int(file[i]) for i in at}))
    return Crossing(kind, files, tuple(sorted({codes[i] for i in at} - {""})), where=shape)


def _in_crs(wkb: list[str], scheme: Scheme, crs: pyproj.CRS) -> ShapeArray:
    """Decode shapes of one file and bring them into the CRS of all."""
    shapes: ShapeArray = np.asarray(shapely.from_wkb([bytes.fromhex(one) for one in wkb]), dtype=object).reshape(-1)
    own = pyproj.CRS.from_user_input(scheme.crs)
    if own == crs or not len(shapes):
        return shapes
    return np.asarray(gpd.GeoSeries(shapes, crs=own).to_crs(crs).array, dtype=object)


def _one_plan(scheme: Scheme, crs: pyproj.CRS, tops: ShapeArray, exempt: ShapeArray) -> Plan:
    """Put the outermost grids of all files side by side, as grids of one kind that share ground."""
    kind = next(kind.key for kind in scheme.kinds if kind.shares_ground)

    def frame(shapes: ShapeArray, **columns: Any) -> gpd.GeoDataFrame:
        ids = pd.Index(np.arange(1, len(shapes) + 1), name="id")
        return gpd.GeoDataFrame({**columns, "geometry": shapes}, index=ids, crs=crs)

    return Plan(scheme, {"grids": frame(tops, kind=kind), "exempt_areas": frame(exempt)})
