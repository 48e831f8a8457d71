"""What the tables of people hold, worked out of a plan as columns; any thread may do that, and no widget is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.ground.compound_places import has_shape
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import holder_positions, households_by_grid, unplaced
from gridmap.indicators.facilities import facility_positions
from gridmap.model.arrays import BoolArray, IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.people.branches import parent_positions, seats, tier_ranks
from gridmap.people.privacy import PROFILES, Profile, TextArray, shown_names, shown_numbers, shown_phones
from gridmap.people.staffing import assigned_positions, counting, duties, has_ended, in_force
from gridmap.people.vacancies import places_of, vacancies
from ui.panels.people.compound_ids import compound_ids, worth_of_compounds

Sort = Literal["workers", "assignments", "vacancies", "branches", "zones", "compounds", "buildings", "facilities"]
KINDS: Final[tuple[Sort, ...]] = (
    "workers", "assignments", "vacancies", "branches", "zones", "compounds", "buildings", "facilities",
)  # fmt: skip
Style = Literal[
    "text", "int", "share", "role", "kind", "tier", "state", "over", "since", "flag", "facility", "named", "only-yes",
]  # fmt: skip

COLUMNS: Final[Mapping[Sort, tuple[str, ...]]] = {
    "workers": (
        "person", "staff_number", "phone", "role", "grids", "households", "residents", "of_limit", "over",
        "town", "village",
    ),
    "assignments": (
        "person", "staff_number", "phone", "code", "name", "role", "from", "until", "state", "town", "village",
    ),
    "vacancies": ("code", "name", "town", "village", "kind", "lacks", "since", "households"),
    "branches": ("branch", "tier", "above", "secretary", "members", "joint", "grids", "town", "village"),
    "zones": ("zone", "zone_kind", "leads", "secretary", "grids", "households", "town", "village"),
    "compounds": (
        "compound_name", "village", "grids", "buildings", "households", "residents", "own_branch", "committee", "firm",
        "outline", "super", "placed", "registered", "alias", "listed", "town",
    ),
    "buildings": ("door_plate", "compound", "households", "residents", "code", "name", "town", "village"),
    "facilities": (
        "facility", "facility_kind", "facility_code", "how_many", "members", "people_in", "name", "code", "compound",
        "phone", "from", "until", "town", "village",
    ),
}  # fmt: skip
"""Keys of the columns of each table, known before it is worked out."""

STATES: Final = ("now", "later", "over")
"""How an assignment stands to a day."""

COUNTED: Final = ("grids", "households", "residents")

YES: Final = "\N{CHECK MARK}"
"""Stands for an owners' committee without a name."""

_MASKS: Final[Mapping[str, Callable[..., TextArray]]] = {
    "person": shown_names,
    "staff_number": shown_numbers,
    "phone": shown_phones,
}


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table.

    Attributes
    ----------
    key : str
        Says what it is called.
    style : str
        How a value is put into words.
    shown : mapping of Profile to array (n,)
        The values as each profile shows them: texts, keys or numbers.
    order : array (n,)
        What it is sorted by.
    """

    key: str
    style: Style
    shown: Mapping[Profile, npt.NDArray[Any]]
    order: npt.NDArray[Any]

    @property
    def is_number(self) -> bool:
        """Whether it stands on the right."""
        return self.style in ("int", "share")


@dataclass(frozen=True, eq=False)
class Table:
    """One table of people.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    plan : Plan
        Whose people they are.
    on : date
        The day that counts.
    ids : int64 (n,)
        Of workers, assignments, grids or branches.
    columns : tuple of Column
    row, grid : int64 (k,)
        Which rows are about which grids (positions in ``plan.ids``), by row.
    placed : bool (n,), optional
        Which rows have the grid that they should have; those that are about any by default.
    """

    kind: Sort
    plan: Plan
    on: dt.date
    ids: IntArray
    columns: tuple[Column, ...]
    row: IntArray
    grid: IntArray
    placed: BoolArray | None = None

    @property
    def without_grid(self) -> BoolArray:
        """Which rows have no grid. Shape (n,)."""
        if self.placed is not None:
            return ~self.placed
        found = np.ones(len(self.ids), dtype=bool)
        found[self.row] = False
        return found

    def about(self, grids: BoolArray) -> BoolArray:
        """Return which rows are about some of the grids, given as bool (n grids,). Shape (n,)."""
        found = np.zeros(len(self.ids), dtype=bool)
        found[self.row[grids[self.grid]]] = True
        return found

    def grids_of(self, rows: IntArray) -> IntArray:
        """Return the ids of the grids that some rows are about, each once, ascending."""
        chosen = np.zeros(len(self.ids), dtype=bool)
        chosen[rows] = True
        about = np.zeros(len(self.plan.ids), dtype=bool)  # to sort the grids of all rows takes ten times as long
        about[self.grid[chosen[self.row]]] = True
        return self.plan.ids[about]

    def worth(self, text: str) -> npt.NDArray[np.float64]:
        """Return how well a text fits each row, 0 where it does not: names, pinyin, numbers, phones, codes. (n,)."""
        from gridmap.search.index import INSIDE, SearchIndex

        index, plan = SearchIndex.of(self.plan, self.on), self.plan
        if self.kind == "workers":
            return index.worth(text, "worker")
        if self.kind == "branches":
            return index.worth(text, "branch")
        if self.kind == "compounds":
            return worth_of_compounds(plan, index, text)
        if self.kind == "buildings":
            return index.worth(text, "building")
        if self.kind == "facilities":
            return index.worth(text, "facility")
        if self.kind == "zones":
            return index.worth(text, "zone")
        if self.kind == "vacancies":
            return index.worth(text, "grid")[plan.positions(self.ids)]
        assignments = plan.tables["assignments"]
        worker = positions_in(plan.tables["workers"].index.to_numpy(), assignments["worker"].to_numpy())
        at = plan.positions(assignments["grid"].to_numpy())
        of_worker, of_grid = np.append(index.worth(text, "worker"), 0.0), np.append(index.worth(text, "grid"), 0.0)
        of_grid[of_grid < INSIDE] = 0.0  # every grid sounds like somebody called Wang: 网格
        return np.maximum(of_worker[worker], of_grid[at])


def table_of(plan: Plan, kind: Sort, on: dt.date | None = None) -> Table:
    """Return a table of people as it is on a day, today by default; in some seconds for a province."""
    return _MAKERS[kind](plan, on or dt.date.today())


# ---- the eight -------------------------------------------------------------------------------------------------------


def _workers(plan: Plan, on: dt.date) -> Table:
    """Everybody, with what he or she carries that day; who answers for no grid too."""
    from gridmap.people.loads import worker_loads  # not before the window is up

    workers, assignments = plan.tables["workers"], plan.tables["assignments"]
    ids: IntArray = workers.index.to_numpy(dtype=np.int64)
    counts = counting(plan, on)
    worker, grid = duties(plan, counts)
    row = positions_in(ids, worker)
    loads = worker_loads(plan, on=on).reindex(ids)
    role = np.full(len(ids), "", dtype=object)
    places = positions_in(ids, assignments["worker"].to_numpy())
    rank = {known.key: number for number, known in enumerate(plan.scheme.roles)}
    roles = assignments["role"].to_numpy(dtype=object)
    ranked = np.array([rank.get(key, len(rank)) for key in roles.tolist()], dtype=np.int64)
    held = np.flatnonzero(counts)
    held = held[np.argsort(-ranked[held], kind="stable")]  # the first of the scheme's roles is written last, and stays
    role[places[held]] = roles[held]
    columns = (
        *_person(workers, np.arange(len(ids))),
        _keys("role", "role", role, rank),
        *(_numbers(key, "int", loads[key].fillna(0).astype(np.int64).to_numpy()) for key in COUNTED),
        _numbers("of_limit", "share", loads["of_limit"].fillna(0.0).to_numpy()),
        _texts("over", loads["over"].fillna("").to_numpy(dtype=object), "over"),
        *_places(plan, len(ids), row, grid),
    )
    return Table("workers", plan, on, ids, columns, row, grid)


def _assignments(plan: Plan, on: dt.date) -> Table:
    """Who answers, is to answer or answered for which grid, in which role, from when to when."""
    table, workers = plan.tables["assignments"], plan.tables["workers"]
    ids: IntArray = table.index.to_numpy(dtype=np.int64)
    at = positions_in(workers.index.to_numpy(), table["worker"].to_numpy())
    place = assigned_positions(plan)
    row = np.flatnonzero(place >= 0)
    grid = place[row]
    over = has_ended(plan, on)
    state = np.where(over, 2, np.where(in_force(plan, on), 0, 1))
    keys = np.array(STATES, dtype=object)
    rank = {known.key: number for number, known in enumerate(plan.scheme.roles)}
    columns = (
        *_person(workers, at),
        *(_texts(key, np.append(plan.grids[key].to_numpy(dtype=object), "")[place]) for key in ("code", "name")),
        _keys("role", "role", table["role"].to_numpy(dtype=object), rank),
        _texts("from", table["from_date"].to_numpy(dtype=object)),
        _texts("until", table["until_date"].to_numpy(dtype=object)),
        _keys("state", "state", keys[state], {key: number for number, key in enumerate(STATES)}),
        *_places(plan, len(ids), row, grid),
    )
    return Table("assignments", plan, on, ids, columns, row, grid)


def _vacancies(plan: Plan, on: dt.date) -> Table:
    """Grids that lack the role that their kind needs."""
    found = vacancies(plan, on=on)
    ids: IntArray = found.index.to_numpy(dtype=np.int64)
    rank = {kind.key: number for number, kind in enumerate(plan.scheme.kinds)}
    roles = {role.key: number for number, role in enumerate(plan.scheme.roles)}
    since = np.array([day or "" for day in found["since"]], dtype=object)
    columns = (
        _texts("code", found["grid"].to_numpy(dtype=object)),
        _texts("name", found["name"].to_numpy(dtype=object)),
        _texts("town", found["town_name"].to_numpy(dtype=object)),
        _texts("village", found["village_name"].to_numpy(dtype=object)),
        _keys("kind", "kind", found["kind"].to_numpy(dtype=object), rank),
        _keys("lacks", "role", found["lacks"].to_numpy(dtype=object), roles),
        _texts("since", since, "since"),
        _numbers("households", "int", found["households"].to_numpy(dtype=np.int64)),
    )
    return Table("vacancies", plan, on, ids, columns, np.arange(len(ids)), plan.positions(ids))


def _branches(plan: Plan, on: dt.date) -> Table:
    """Party branches, with the grids that they are seated in."""
    table = plan.tables["branches"]
    ids: IntArray = table.index.to_numpy(dtype=np.int64)
    row, grid = seats(plan, on=on)
    names = np.append(table["name"].to_numpy(dtype=object), "")
    tier = table["tier"].to_numpy(dtype=object)
    secretary = table["secretary"].to_numpy(dtype=object)
    columns = (
        _texts("branch", names[:-1]),
        Column("tier", "tier", dict.fromkeys(PROFILES, tier), tier_ranks(plan)),
        _texts("above", names[parent_positions(plan)]),
        _masked("secretary", secretary, "person"),
        _numbers("members", "int", table["members"].to_numpy(dtype=np.int64)),
        _numbers("joint", "flag", table["joint"].to_numpy(dtype=bool)),
        _numbers("grids", "int", np.bincount(row, minlength=len(ids)).astype(np.int64)),
        *_places(plan, len(ids), row, grid),
    )
    return Table("branches", plan, on, ids, columns, row, grid)


def _zones(plan: Plan, on: dt.date) -> Table:
    """Party-building zones, with the branch that leads them and the grids whose inner point they cover."""
    from gridmap.ground.zones import grids_in_zones  # not before the window is up

    zones, branches = plan.tables["zones"], plan.tables["branches"]
    ids: IntArray = zones.index.to_numpy(dtype=np.int64)
    lead = positions_in(branches.index.to_numpy(), zones["branch"].to_numpy())
    row, grid = grids_in_zones(plan)
    homes = np.bincount(row, weights=households_by_grid(plan)[grid], minlength=len(ids)).astype(np.int64)
    columns = (
        _texts("zone", zones["name"].to_numpy(dtype=object)),
        _texts("zone_kind", zones["kind"].to_numpy(dtype=object)),
        _texts("leads", np.append(branches["name"].to_numpy(dtype=object), "")[lead]),
        _masked("secretary", np.append(branches["secretary"].to_numpy(dtype=object), "")[lead], "person"),
        _numbers("grids", "int", np.bincount(row, minlength=len(ids)).astype(np.int64)),
        _numbers("households", "int", homes),
        *_places(plan, len(ids), row, grid),
    )
    return Table("zones", plan, on, ids, columns, row, grid)


def _compounds(plan: Plan, on: dt.date) -> Table:
    """Compounds, those of the list and then those that only buildings name, with the grids that have their homes."""
    from gridmap.figures.compounds import compound_rows  # not before the window is up

    rows, found = compound_rows(plan), compounds(plan)
    count = len(rows)
    compound, grid = found.reach
    at = plan.positions(grid)
    row, place = compound[at >= 0], at[at >= 0]
    town, village = _places(plan, count, row, place)
    committee = np.where(rows["committee"] != "", rows["committee"], np.where(rows["has_committee"], YES, ""))
    outline = np.zeros(count, dtype=bool)
    outline[: found.listed] = has_shape(plan)
    columns = (
        _texts("compound_name", rows["name"].to_numpy(dtype=object)),
        village,
        *(
            _numbers(key, "int", rows[key].to_numpy(dtype=np.int64))
            for key in ("grids", "buildings", "households", "residents")
        ),
        _texts("own_branch", rows["branch"].to_numpy(dtype=object)),
        _texts("committee", committee.astype(object), "named"),
        _texts("firm", rows["firm"].to_numpy(dtype=object)),
        _numbers("outline", "flag", outline),
        _numbers("super", "only-yes", rows["super"].to_numpy(dtype=bool)),
        _numbers("placed", "int", rows["members"].to_numpy(dtype=np.int64)),
        _numbers("registered", "int", rows["registered"].to_numpy(dtype=np.int64)),
        _texts("alias", rows["alias"].to_numpy(dtype=object)),
        _numbers("listed", "flag", rows["listed"].to_numpy(dtype=bool)),
        town,
    )
    return Table("compounds", plan, on, compound_ids(plan), columns, row, place)


def _buildings(plan: Plan, on: dt.date) -> Table:
    """Door plates with their homes, and the grid on whose ground each stands."""
    table = plan.buildings
    ids: IntArray = table.index.to_numpy(dtype=np.int64)
    place = holder_positions(plan)
    row = np.flatnonzero(place >= 0)
    columns = (
        *(_texts(key, table[key].to_numpy(dtype=object)) for key in ("door_plate", "compound")),
        *(_numbers(key, "int", table[key].to_numpy(dtype=np.int64)) for key in ("households", "residents")),
        *(_texts(key, np.append(plan.grids[key].to_numpy(dtype=object), "")[place]) for key in ("code", "name")),
        *_places(plan, len(ids), row, place[row]),
    )
    return Table("buildings", plan, on, ids, columns, row, place[row], ~unplaced(plan))


def _facilities(plan: Plan, on: dt.date) -> Table:
    """Facilities, organisations and units of whatever day, and the grid that each belongs to."""
    table = plan.tables["facilities"]
    ids: IntArray = table.index.to_numpy(dtype=np.int64)
    place = facility_positions(plan)
    row = np.flatnonzero(place >= 0)
    rank = {kind.key: number for number, kind in enumerate(plan.scheme.facilities)}
    columns = (
        _texts("facility", table["name"].to_numpy(dtype=object)),
        _keys("facility_kind", "facility", table["kind"].to_numpy(dtype=object), rank),
        _texts("facility_code", table["code"].to_numpy(dtype=object)),
        _numbers("how_many", "int", table["count"].to_numpy(dtype=np.int64)),
        _numbers("members", "int", table["members"].to_numpy(dtype=np.int64)),
        _numbers("people_in", "int", table["people"].to_numpy(dtype=np.int64)),
        *(_texts(key, np.append(plan.grids[key].to_numpy(dtype=object), "")[place]) for key in ("name", "code")),
        _texts("compound", table["compound"].to_numpy(dtype=object)),
        _masked("phone", table["phone"].to_numpy(dtype=object), "phone"),
        _texts("from", table["from_date"].to_numpy(dtype=object)),
        _texts("until", table["until_date"].to_numpy(dtype=object)),
        *_places(plan, len(ids), row, place[row]),
    )
    return Table("facilities", plan, on, ids, columns, row, place[row])


_MAKERS: Final[Mapping[Sort, Callable[[Plan, dt.date], Table]]] = {
    "workers": _workers,
    "assignments": _assignments,
    "vacancies": _vacancies,
    "branches": _branches,
    "zones": _zones,
    "compounds": _compounds,
    "buildings": _buildings,
    "facilities": _facilities,
}


# ---- columns ---------------------------------------------------------------------------------------------------------


def _texts(key: str, values: TextArray, style: Style = "text") -> Column:
    return Column(key, style, dict.fromkeys(PROFILES, values), _ranked(values))


def _numbers(key: str, style: Style, values: npt.NDArray[Any]) -> Column:
    return Column(key, style, dict.fromkeys(PROFILES, values), values)


def _keys(key: str, style: Style, values: TextArray, rank: Mapping[str, int]) -> Column:
    """Return a column of keys of the scheme, which is sorted as the scheme has them; none at all come last."""
    order = np.array([rank.get(value, len(rank)) for value in values.tolist()], dtype=np.int64)
    return Column(key, style, dict.fromkeys(PROFILES, values), order)


def _masked(key: str, values: TextArray, what: str) -> Column:
    shown: dict[Profile, npt.NDArray[Any]] = {profile: _MASKS[what](values, profile) for profile in PROFILES}
    return Column(key, "text", shown, _ranked(values))


def _person(workers: pd.DataFrame, at: IntArray) -> tuple[Column, ...]:
    """Return name, staff number and phone of the workers at some places, -1 for nobody."""
    found = []
    for key, column in (("person", "name"), ("staff_number", "staff_number"), ("phone", "phone")):
        found.append(_masked(key, np.append(workers[column].to_numpy(dtype=object), "")[at], key))
    return tuple(found)


def _ranked(values: TextArray) -> IntArray:
    """Return the place of every text among those that there are, so that sorting compares numbers."""
    order: IntArray = np.asarray(pd.factorize(values, sort=True)[0], dtype=np.int64)
    return order


def _places(plan: Plan, count: int, row: IntArray, grid: IntArray) -> tuple[Column, Column]:
    """Return town and village of what lies in some grids: the first of them, and how many more there are."""
    above = places_of(plan, grid)
    found = []
    for key in ("town", "village"):
        named = np.flatnonzero(above[key] != "")
        pairs = pd.DataFrame({"row": row[named], "code": above[key][named], "name": above[f"{key}_name"][named]})
        each = pairs.drop_duplicates(["row", "code"])
        first = each.drop_duplicates("row")
        more = each.groupby("row")["code"].size().reindex(first["row"]).to_numpy() - 1
        texts = np.full(count, "", dtype=object)
        texts[first["row"].to_numpy()] = [
            f"{name} +{others}" if others else name
            for name, others in zip(first["name"].tolist(), more.tolist(), strict=True)
        ]
        found.append(_texts(key, texts))
    return found[0], found[1]
