"""The outcome of lists line by line: rows that stay out, rows to look at, and what is new, changed, ended or the same.

Lines are columns of numbers; words are made of those lines that somebody looks at, so that a hundred thousand lines
cost no more than a screenful.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.exchange.rosters import Fault, Prepared, TableTaken
from gridmap.exchange.rosters.private import without_ids
from gridmap.ground.items import item_holders
from gridmap.indicators.facilities import facility_positions
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.model.sections import Name
from gridmap.people.privacy import Profile, shown_names, shown_numbers, shown_phones, shown_text
from ui.look.plain import begun
from ui.look.words import Words
from ui.wizards.rosters.wording import fault_in_words, sheet_in_words
from ui.words.labels import use_in_words, value_in_words

STATES: Final = ("left-out", "doubtful", "new", "changed", "ended", "same")
LEFT_OUT, DOUBTFUL = 0, 1
COLUMNS: Final = ("state", "table", "name", "where", "source", "told")
STATE, TABLE, NAME, WHERE, SOURCE, TOLD = range(len(COLUMNS))
TABLES: Final = (
    "workers", "assignments", "branches", "branch_grids", "grids", "buildings", "items", "facilities", "compounds",
)  # fmt: skip

NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "workers": ("person",),
    "assignments": ("person",),
    "branches": ("branch",),
    "grids": ("grid_name", "grid_code"),
    "buildings": ("door_plate", "compound"),
    "items": ("item_number", "item_kind"),
    "facilities": ("facility_name", "facility_code"),
    "compounds": ("compound",),
}
"""Which fields of a row of a list say what it is about."""
PLACED_BY: Final = ("grid_name", "village", "town")
"""Which fields say where."""

_CHANGES: Final[Mapping[str, Mapping[str, str]]] = {
    "workers": {"staff_number": "staff_number", "phone": "phone"},
    "assignments": {"role": "role", "from_date": "from_date", "until_date": "until_date"},
    "branches": {
        "tier": "tier", "parent": "parent_branch", "secretary": "secretary", "members": "members", "joint": "joint",
    },
    "grids": {
        "declared_households": "households", "declared_residents": "residents", "declared_members": "members",
        "kind": "grid_kind", "setting": "setting", "use": "use", "note": "note",
    },
    "buildings": {"households": "households", "residents": "residents"},
    "items": {
        "kind": "item_kind", "grid": "grid_name", "raised_on": "raised_on", "assigned_on": "assigned_on",
        "solved_on": "solved_on", "evaluated_on": "evaluated_on", "rating": "rating",
    },
    "facilities": {
        "name": "facility_name", "code": "facility_code", "kind": "facility_kind", "count": "facility_count",
        "members": "members", "people": "facility_people", "phone": "phone", "compound": "compound",
        "grid": "grid_name", "from_date": "from_date", "until_date": "until_date",
    },
    "compounds": {
        "alias": "compound_alias", "grid": "grid_name", "declared_households": "households",
        "declared_residents": "residents", "registered": "compound_registered", "has_committee": "compound_committee",
        "committee": "compound_committee", "firm": "compound_firm", "branch": "compound_branch",
        "members": "compound_members", "source": "compound_source",
    },
}  # fmt: skip
"""Which columns of the project may change, and by which field they are called."""

_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "workers": ("phone", "staff_number"),
    "assignments": ("role",),
    "branches": ("tier", "secretary", "members", "joint"),
    "grids": ("declared_households", "declared_residents", "declared_members", "kind", "setting", "use", "note"),
    "buildings": ("households", "residents"),
    "items": ("kind", "raised_on", "solved_on"),
    "facilities": ("kind", "members", "people"),
    "compounds": ("declared_residents", "committee", "firm", "members"),
}
"""What is told of a row that is not changed."""


_FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    "grids": ("households", "residents", "", "", "", ""),
    "buildings": ("households", "residents"),
    "facilities": ("", "members", "facility_people"),
    "compounds": ("residents", "", "", "compound_members"),
}
"""By what a number among these is called; ``""`` for what needs no name."""


class OutcomeLines:
    """The lines of an outcome.

    Parameters
    ----------
    prepared : Prepared

    Attributes
    ----------
    state : int64 (n,)
        Place in :data:`STATES`.
    table : int64 (n,)
        Place in :data:`TABLES`.
    record : int64 (n,)
        Id in that table; of rows that stay out or are doubtful the place among :attr:`faults`.
    """

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.plan: Plan = prepared.plan
        self._rows = {name: prepared.rows[name] for name in TABLES if name in prepared.rows}
        grouped: dict[tuple[int, int], list[Fault]] = {}
        for fault in prepared.faults:
            grouped.setdefault((fault.table, fault.index), []).append(fault)
        self.faults: list[tuple[Fault, ...]] = [tuple(faults) for faults in grouped.values()]
        states, tables, records = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        if self.faults:
            out = np.array([not any(fault.left_out for fault in faults) for faults in self.faults], dtype=np.int64)
            states.append(out)
            tables.append(np.array([self._table_of(faults[0]) for faults in self.faults], dtype=np.int64))
            records.append(np.arange(len(self.faults)))
        for number, name in enumerate(TABLES):
            frame = self._rows.get(name)
            if frame is not None:
                states.append(pd.Categorical(frame["status"], categories=STATES).codes.astype(np.int64))
                tables.append(np.full(len(frame), number))
                records.append(frame.index.to_numpy(dtype=np.int64))
        state, table, record = (np.concatenate(parts) for parts in (states, tables, records))
        self._latest: tuple[str, int, pd.Series | None] = ("", 0, None)
        order = np.argsort(state, kind="stable")
        self.state: IntArray = state[order]
        self.table: IntArray = table[order]
        self.record: IntArray = record[order]

    def __len__(self) -> int:
        return len(self.state)

    @cached_property
    def counts(self) -> IntArray:
        """How many lines there are of each of :data:`STATES`."""
        return np.bincount(self.state, minlength=len(STATES))

    @cached_property
    def source_rows(self) -> IntArray:
        """By table and row of the lists whence each line comes; those without a source are last. Shape (n,)."""
        last = np.iinfo(np.int64).max
        found = np.full(len(self), last, dtype=np.int64)
        for line, (state, table, record) in enumerate(
            zip(self.state.tolist(), self.table.tolist(), self.record.tolist(), strict=True)
        ):
            source: tuple[int, int] | None
            if state <= DOUBTFUL:
                source = (self.faults[record][0].table, self.faults[record][0].index)
            else:
                source = self.prepared.sources.get(TABLES[table], {}).get(record)
            if source is not None:
                found[line] = source[0] * 10_000_000 + source[1]
        return found

    # ---- words -------------------------------------------------------------------------------------------------------

    def text(self, line: int, column: int, words: Words, profile: Profile) -> str:
        """Return what a cell says; of people what the profile shows."""
        name = TABLES[self.table[line]]
        if column == STATE:
            return words(f"roster-state-{STATES[self.state[line]]}")
        if column == TABLE:
            return words(f"roster-table-{name}")
        if self.state[line] <= DOUBTFUL:
            return self._of_fault(self.faults[self.record[line]], column, words, profile)
        row = self._row(name, int(self.record[line]))
        if column == NAME:
            return self._name(name, int(self.record[line]), row, words, profile)
        if column == WHERE:
            return self.short_place(self.grid(line)) if name != "buildings" else str(row["compound"])
        if column == TOLD:
            return self._says(line, name, row, words, profile)
        if column == SOURCE:
            return self._source(self.prepared.sources.get(name, {}).get(int(self.record[line])), words)
        return ""

    def _of_fault(self, faults: tuple[Fault, ...], column: int, words: Words, profile: Profile) -> str:
        taken = self.prepared.tables[faults[0].table]
        if column == NAME:
            table = taken.mapping.table if taken.mapping else "grids"
            text = self._cells(taken, faults[0].index, NAMED_BY[table])
            return str(shown_names([text], profile)[0]) if table in ("workers", "assignments") else text
        if column == WHERE:
            return self._cells(taken, faults[0].index, PLACED_BY)
        if column == SOURCE:
            return self._source((faults[0].table, faults[0].index), words)
        kinds = {one.header: one.kind for one in taken.mapping.columns} if taken.mapping else {}
        said = [fault_in_words(fault, kinds.get(fault.problem.column, ""), profile, words) for fault in faults]
        return begun(words("roster-reasons-between").join(dict.fromkeys(said)))

    @staticmethod
    def _cells(taken: TableTaken, index: int, kinds: Sequence[str]) -> str:
        """Return what a row of a list says under some fields, as it is written, without ID numbers."""
        return cells_of(taken, [index], kinds)[0]

    def _source(self, source: tuple[int, int] | None, words: Words) -> str:
        if source is None:
            return ""
        found = self.prepared.tables[source[0]].found
        row = words("roster-at-row", row=int(found.rows[source[1]]))
        if len(self.prepared.tables) == 1:
            return row
        same = [taken.found for taken in self.prepared.tables if taken.found.sheet == found.sheet]
        return f"{found.sheet if found.sheet and len(same) == 1 else sheet_in_words(found, words)} · {row}"

    def _name(self, table: str, record: int, row: pd.Series, words: Words, profile: Profile) -> str:
        if table == "workers":
            return str(shown_names([row["name"]], profile)[0])
        if table == "assignments":
            return str(shown_names([self._other("workers", int(row["worker"]), "name")], profile)[0])
        if table == "branches":
            return str(row["name"])
        if table == "branch_grids":
            return str(self._other("branches", int(row["branch"]), "name"))
        if table == "grids":
            return str(row["name"]) or str(row["code"])
        if table == "compounds":
            return str(row["name"])
        if table == "facilities":
            return str(row["name"]) or str(row["code"]) or self.role_in_words(str(row["kind"]), words)
        if table == "items":
            return str(row["number"]) or self.role_in_words(str(row["kind"]), words)
        return str(row["door_plate"]) or str(row["compound"])

    def _says(self, line: int, table: str, row: pd.Series, words: Words, profile: Profile) -> str:
        record, state = int(self.record[line]), STATES[self.state[line]]
        if state == "changed":
            before = self._before(table, record)
            said = [
                words("roster-changed-from-to", field=words(f"roster-field-{field}"), before=old, after=new)
                for column, field in _CHANGES.get(table, {}).items()
                if before is not None and before[column] != row[column]
                for old, new in [[self._value(one[column], column, words, profile) or "–" for one in (before, row)]]
            ]
            return words("roster-reasons-between").join(said) or words("roster-changed-place")
        said = [self._value(row[column], column, words, profile) for column in _TOLD.get(table, ())]
        figures = _FIGURES.get(table)
        if figures:
            said = [
                text and (words("roster-figure", field=words(f"roster-field-{field}"), value=text) if field else text)
                for text, field in zip(said, figures, strict=True)
            ]
        if table == "assignments":
            said.append(self._period(row, words))
        return " · ".join(text for text in said if text)

    def _period(self, row: pd.Series, words: Words) -> str:
        begin, end = str(row["from_date"]), str(row["until_date"])
        if not begin and not end:
            return ""
        return words("roster-period", begin=begin or "…", end=end or "…")

    def _value(self, value: Any, column: str, words: Words, profile: Profile) -> str:
        """Return a value of the project in words, as the profile shows it."""
        text = str(value)
        if column == "phone":
            return str(shown_phones([text], profile)[0])
        if column == "staff_number":
            return str(shown_numbers([text], profile)[0])
        if column == "secretary":
            return str(shown_names([text], profile)[0])
        if column == "note":
            return shown_text(text, profile)
        if column in ("role", "tier", "kind"):
            return self.role_in_words(text, words)
        if column == "grid":
            return self.short_place(int(value))
        if column == "parent":
            return str(self._other("branches", int(value), "name"))
        if column == "joint":
            return words("roster-field-joint") if value else ""
        if column == "setting":
            return value_in_words(text, words.language) or text
        if column == "use":
            return use_in_words(text, words.language)
        return f"{int(value):,}" if isinstance(value, (int, float, np.integer)) and value else text if value else ""

    # ---- the project and what it will be -----------------------------------------------------------------------------

    def rows(self, table: str) -> pd.DataFrame | None:
        """Return the rows of a table as they will be, ``None`` if the lists say nothing of it."""
        return self._rows.get(table)

    def _row(self, table: str, record: int) -> pd.Series:
        if self._latest[:2] != (table, record) or self._latest[2] is None:  # cells of a row are asked for in turn
            self._latest = (table, record, self._rows[table].loc[record])
        assert self._latest[2] is not None
        return self._latest[2]

    def _before(self, table: str, record: int) -> pd.Series | None:
        frame = self.plan.buildings if table == "buildings" else self.plan.tables[table]
        return frame.loc[record] if record in frame.index else None

    def _other(self, table: str, record: int, column: str) -> Any:
        """Return a value of another table, as it will be; ``""`` if there is no such row."""
        for frame in (self._rows.get(table), self.plan.tables[table]):
            if frame is not None and record in frame.index:
                return frame[column].loc[record]
        return ""

    def role_in_words(self, key: str, words: Words) -> str:
        """Return what a role, a tier or a kind of the scheme is called; another as it is written."""
        return words.name(self._of_scheme[key]) if key in self._of_scheme else key

    @cached_property
    def _of_scheme(self) -> dict[str, Name]:
        scheme = self.plan.scheme
        names = {role.key: role.name for role in scheme.roles} | {tier.key: tier.name for tier in scheme.tiers}
        names |= {kind.key: kind.name for kind in scheme.items}
        names |= {kind.key: kind.name for kind in scheme.facilities}
        return names | {kind.key: kind.name for kind in scheme.kinds}

    def short_place(self, grid: int) -> str:
        """Return the name of a grid, and of the one above it behind it: what matters most is never cut off."""
        return " · ".join(self.place(grid).split(" / ")[:-3:-1])

    def place(self, grid: int) -> str:
        """Return the names of a grid and of what is above it, from the top."""
        names: list[str] = []
        at = int(self.plan.positions([grid])[0]) if grid else -1
        while at >= 0 and len(names) <= len(self.plan.scheme.levels):
            names.append(str(self.plan.grids["name"].iloc[at]) or str(self.plan.grids["code"].iloc[at]))
            at = int(self.plan.parent_positions[at])
        return " / ".join(reversed(names))

    # ---- on the map --------------------------------------------------------------------------------------------------

    def grid(self, line: int) -> int:
        """Return the id of the grid that a line is about, 0 for none."""
        grids = self.grids(line)
        return grids[0] if grids else 0

    def grids(self, line: int) -> tuple[int, ...]:
        """Return the ids of the grids that a line is about; of a row that stays out those that may be meant."""
        record, name = int(self.record[line]), TABLES[self.table[line]]
        if self.state[line] <= DOUBTFUL:
            faults = self.faults[record]
            meant = self._grid_of_source.get((faults[0].table, faults[0].index))
            others = [grid for fault in faults for grid in fault.candidates]
            return (meant,) if meant else tuple(dict.fromkeys(others))
        return self._grids_of(name, record)

    def grid_of(self, table: str, record: int) -> int:
        """Return the id of the first grid that a row of a table is about, 0 for none."""
        grids = self._grids_of(table, record)
        return grids[0] if grids else 0

    def _grids_of(self, table: str, record: int) -> tuple[int, ...]:
        if table in ("assignments", "branch_grids"):
            return (int(self._rows[table]["grid"].loc[record]),)
        if table == "facilities":
            return self._grids_of_facilities.get(record, ())
        if table == "compounds":
            grid = int(self._rows[table]["grid"].loc[record])
            return (grid,) if grid else ()
        if table == "items":
            return self._grids_of_items.get(record, ())
        if table == "grids":
            return (record,)
        if table == "workers":
            return self._grids_of_workers.get(record, ())
        if table == "branches":
            return self._grids_of_branches.get(record, ())
        return ()

    def point(self, line: int) -> tuple[float, float] | None:
        """Return where the building, item or facility of a line is, in the plan's CRS; ``None`` if it is about none."""
        table = TABLES[self.table[line]]
        if table not in ("buildings", "items", "facilities") or self.state[line] <= DOUBTFUL:
            return None
        shape = self._rows[table].geometry.loc[int(self.record[line])]
        if shape is None or shape.is_empty:
            return None
        middle = shapely.centroid(shape)
        return float(middle.x), float(middle.y)

    @cached_property
    def touched(self) -> dict[int, IntArray]:
        """Ids of the grids of which something is new, changed or ended, by the state; each with the first of these."""
        seen: set[int] = set()
        found: dict[int, IntArray] = {}
        for state in (STATES.index("ended"), STATES.index("changed"), STATES.index("new")):
            parts: list[npt.NDArray[Any]] = [np.empty(0, np.int64)]
            for name in ("assignments", "branch_grids", "grids"):
                frame = self._rows.get(name)
                if frame is not None:
                    mine = frame[frame["status"] == STATES[state]]
                    parts.append(mine.index.to_numpy() if name == "grids" else mine["grid"].to_numpy())
            ids = [grid for grid in np.unique(np.concatenate(parts)).tolist() if grid not in seen]
            seen.update(ids)
            found[state] = np.array(ids, dtype=np.int64)
        return found

    @cached_property
    def _grids_of_workers(self) -> dict[int, tuple[int, ...]]:
        return _by(self._rows.get("assignments"), "worker")

    @cached_property
    def _grids_of_branches(self) -> dict[int, tuple[int, ...]]:
        return _by(self._rows.get("branch_grids"), "branch")

    @cached_property
    def _grids_of_items(self) -> dict[int, tuple[int, ...]]:
        """By item the grid that will hold it."""
        frame = self._rows.get("items")
        if frame is None:
            return {}
        after = Plan(self.plan.scheme, {**self.plan.tables, "items": frame.drop(columns="status")})
        pairs = zip(frame.index.tolist(), item_holders(after).tolist(), strict=True)
        return {record: (int(self.plan.ids[place]),) for record, place in pairs if place >= 0}

    @cached_property
    def _grids_of_facilities(self) -> dict[int, tuple[int, ...]]:
        """By facility the grid that it will belong to."""
        frame = self._rows.get("facilities")
        if frame is None:
            return {}
        after = Plan(self.plan.scheme, {**self.plan.tables, "facilities": frame.drop(columns="status")})
        pairs = zip(frame.index.tolist(), facility_positions(after).tolist(), strict=True)
        return {record: (int(self.plan.ids[place]),) for record, place in pairs if place >= 0}

    @cached_property
    def _grid_of_source(self) -> dict[tuple[int, int], int]:
        """By table and row of the lists the grid of which they speak."""
        found: dict[tuple[int, int], int] = {}
        for name in ("grids", "branch_grids", "assignments"):
            frame = self._rows.get(name)
            for record, source in self.prepared.sources.get(name, {}).items():
                if frame is not None and record in frame.index:
                    found[source] = record if name == "grids" else int(frame["grid"].loc[record])
        return found

    def _table_of(self, fault: Fault) -> int:
        taken = self.prepared.tables[fault.table]
        return TABLES.index(taken.mapping.table) if taken.mapping else TABLES.index("grids")


def _by(frame: pd.DataFrame | None, column: str) -> dict[int, tuple[int, ...]]:
    """Return the grids of each worker or branch."""
    found: dict[int, list[int]] = {}
    if frame is not None:
        for key, grid in zip(frame[column].tolist(), frame["grid"].tolist(), strict=True):
            found.setdefault(int(key), []).append(int(grid))
    return {key: tuple(grids) for key, grids in found.items()}


def cells_of(taken: TableTaken, rows: Sequence[int], kinds: Sequence[str]) -> list[str]:
    """Return what rows of a list say under some fields, as it is written, without ID numbers."""
    if taken.mapping is None:
        return [""] * len(rows)
    at = [place for kind in kinds for place, one in enumerate(taken.mapping.columns) if one.kind == kind]
    cells = taken.found.cells[np.ix_(list(rows), at)]
    plain = without_ids(cells.ravel())[0].reshape(cells.shape) if cells.size else cells
    return [" ".join(dict.fromkeys(" ".join(cell.split()) for cell in row if cell)) for row in plain.tolist()]
