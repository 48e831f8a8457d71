"""From the tables of officers' files to one change of the plan, with the whole outcome before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.columns import ColumnMapping, check_field, fingerprint, mapping_of
from gridmap.exchange.rosters.options import RosterOptions
from gridmap.exchange.rosters.outcome import COUNTED, Counts, Prepared, TableTaken
from gridmap.exchange.rosters.reading import Reading, set_parents
from gridmap.exchange.rosters.sheet import Sheet
from gridmap.exchange.tables import FoundTable
from gridmap.model.change import Change
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.errors import BadInput, Problem
from gridmap.model.making import change_of
from gridmap.model.plan import Plan

Progress = Callable[[int, int], None]
"""Rows read, of how many; what it raises stops the work, and nothing has happened."""

_FOR_READERS: Final = re.compile(
    "说明|问题清单|按.+汇总|人员与负荷|党组织与网格|网格员空缺清单|(人员变动|网格变更|两日对比) .+"
    "|.+设施与指标|角色到位|小区情况|Counted by .+|Roles|Compounds in figures"
    "|About|Findings|By .+|Workers and load|Branches and grids|Vacancies|(Left and came|Grids changed|Trend) since .+"
)
"""Sheets of the workbook that GridMap exports, but for the ledger itself."""

_PLAN_TABLES: Final = (
    "workers",
    "assignments",
    "branches",
    "branch_grids",
    "grids",
    "buildings",
    "items",
    "facilities",
    "compounds",
)


@without_garbage_collection()
def prepare(
    plan: Plan,
    tables: Sequence[FoundTable],
    options: RosterOptions | None = None,
    progress: Progress | None = None,
) -> Prepared:
    """Work out what rosters would change in a plan; nothing is changed.

    Parameters
    ----------
    plan : Plan
        Its grids are those that rows name; rosters make no grids.
    tables : sequence of FoundTable
        Of one file or several; they are read in their order, as one list.
    options : RosterOptions, optional
    progress : callable, optional

    Raises
    ------
    BadInput
        ``roster-field-unknown``, ``roster-nothing-read`` if no table could be understood,
        ``roster-places-elsewhere``, ``crs-unknown``, ``roster-facility-kind``.
    """
    wanted = options or RosterOptions()
    for chosen in wanted.columns.values():
        check_field(chosen)
    reading = Reading(plan, wanted)
    sheets: list[tuple[FoundTable, Sheet | None]] = []
    problems: list[Problem] = []
    done, of = 0, sum(len(found.rows) for found in tables)

    def step(row: int) -> None:
        if progress is not None:
            progress(done + row, of)

    for number, found in enumerate(tables):
        step(0)
        problems += found.problems
        mapping = None if is_for_readers(found) else mapping_for(plan, found, wanted)
        if mapping is None:
            problems.append(_passed_over(found))
            sheets.append((found, None))
            done += len(found.rows)
            continue
        sheet = Sheet(number, found, mapping)
        reading.read(sheet, step)
        sheets.append((found, sheet))
        done += len(found.rows)
    if tables and all(sheet is None for _, sheet in sheets):
        columns = next((found.columns for found, _ in sheets if found.columns), ())
        raise BadInput("roster-nothing-read", file=tables[0].file, expected=", ".join(columns) or "-")
    set_parents(reading)
    problems += _of_all_lists(reading, wanted)
    step(0)
    return _outcome(plan, reading, sheets, problems)


def _of_all_lists(reading: Reading, options: RosterOptions) -> list[Problem]:
    """End who is in no list, mark joint branches, and return what is told of all lists together."""
    problems: list[Problem] = []
    if options.as_of is not None:
        covered = reading.people.end_the_others(options.as_of)
        problems.append(Problem("roster-scope", values={"count": len(covered), "on": options.as_of.isoformat()}))
        if reading.people.spared:
            problems.append(Problem("roster-spared", values={"count": reading.people.spared}))
    marked = reading.chain.mark_joint()
    for key, count in (("roster-marked-joint", marked), ("roster-beside-buildings", reading.beside_buildings)):
        if count:
            problems.append(Problem(key, values={"count": count}))
    for role, count in sorted(reading.unknown_roles.items()):
        problems.append(Problem("roster-role-kept", values={"value": role, "count": count}))
    return problems


def mapping_for(plan: Plan, found: FoundTable, options: RosterOptions) -> ColumnMapping | None:
    """Return what a table is taken for: as remembered for its shape, else as found, and as the user says."""
    fresh = mapping_of(found.columns, found.cells, plan.scheme, table=options.table, chosen=options.columns)
    known = options.mappings.get(fingerprint(found.columns))
    if known is None:
        return fresh
    headers = {plain(header) for header in options.columns}
    columns = tuple(
        replace(column, header=header) if fresh is None or plain(header) not in headers else own
        for header, column, own in zip(
            found.columns, known.columns, fresh.columns if fresh else known.columns, strict=True
        )
    )
    return ColumnMapping(options.table or known.table, columns)


def is_for_readers(found: FoundTable) -> bool:
    """Whether a sheet of a workbook that GridMap wrote is one of figures, facts or findings, not of grids."""
    return _FOR_READERS.fullmatch(found.sheet) is not None


def _passed_over(found: FoundTable) -> Problem:
    key = "roster-sheet-for-readers" if is_for_readers(found) else "roster-table-unknown"
    return Problem(key, found.file, found.sheet, values={"expected": ", ".join(c for c in found.columns if c) or "-"})


def _outcome(
    plan: Plan,
    reading: Reading,
    sheets: list[tuple[FoundTable, Sheet | None]],
    problems: list[Problem],
) -> Prepared:
    rows: dict[str, pd.DataFrame] = {
        "workers": reading.people.worker_rows(),
        "assignments": reading.people.duty_rows(),
        "branches": reading.chain.branch_rows(),
        "branch_grids": reading.chain.link_rows(),
    }
    grids, status = reading.grid_rows()
    rows["grids"] = grids.assign(status=status)
    rows["buildings"] = _all_rows(plan, "buildings", reading.houses)
    rows["items"] = _all_rows(plan, "items", reading.items)
    rows["facilities"] = _all_rows(plan, "facilities", reading.facilities)
    rows["compounds"] = _all_rows(plan, "compounds", reading.compounds)
    put = {}
    for name in _PLAN_TABLES:
        frame = rows[name]
        gone = reading.people.dropped if name == "assignments" else []
        changes = frame[(frame["status"] != "same") & ~frame.index.isin(gone)]
        if len(changes):
            put[name] = changes.drop(columns="status")
    drop = {"assignments": reading.people.dropped} if reading.people.dropped else {}
    counts = {name: _counted(rows[name]["status"]) for name in _PLAN_TABLES}
    taken, faults, left_out = [], [], []
    for found, sheet in sheets:
        if sheet is None:
            taken.append(TableTaken(found, None))
            continue
        bad = int((sheet.bad & ~sheet.skipped).sum())
        taken.append(TableTaken(found, sheet.mapping, int((~sheet.skipped).sum()) - bad, bad))
        faults += sorted(sheet.faults, key=lambda fault: fault.index)
        left_out += sheet.left_out
        problems += sheet.problems
    total = {key: sum(getattr(count, key) for count in counts.values()) for key in COUNTED}
    files = list(dict.fromkeys(found.file for found, _ in sheets))
    values: dict[str, str | int | float] = {"file": ", ".join(files[:3]) + ("…" if len(files) > 3 else "")}
    values |= {key: total[key] for key in ("new", "changed", "ended")}
    change = change_of(plan, "roster", put=put, drop=drop, values=values)
    return Prepared(
        plan,
        change,
        tuple(taken),
        {name: frame for name, frame in rows.items() if len(frame)},
        {name: count for name, count in counts.items() if count != Counts()},
        tuple(problems),
        tuple(faults),
        tuple(left_out),
        reading.sources,
    )


def _all_rows(plan: Plan, table: str, read: Sequence[tuple[pd.DataFrame, np.ndarray]]) -> pd.DataFrame:
    """Return the buildings, items and the like of all lists, each once, as the last list that names it leaves it."""
    parts = [rows.assign(status=status) for rows, status in read]
    if not parts:
        return plan.tables[table].iloc[:0].assign(status=pd.Series([], dtype=object))
    whole = pd.concat(parts) if len(parts) > 1 else parts[0]
    if len(parts) == 1:
        return whole
    known = plan.tables[table].index
    whole = whole[~whole.index.duplicated(keep="last")].sort_index()
    return whole.assign(
        status=["new" if row not in known else state for row, state in zip(whole.index, whole["status"], strict=True)]
    )


def _counted(status: pd.Series) -> Counts:
    found = status.value_counts()
    return Counts(**{key: int(found.get(key, 0)) for key in COUNTED})


@dataclass(frozen=True, eq=False)
class ImportRoster:
    """Take rosters into the plan, as one step that one undo takes back.

    Parameters
    ----------
    tables : tuple of FoundTable
    options : RosterOptions
    prepared : Prepared, optional
        What :func:`prepare` made of the same; it is stored as it was shown if the plan is still the same.
    """

    tables: tuple[FoundTable, ...]
    options: RosterOptions = field(default_factory=RosterOptions)
    prepared: Prepared | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; :class:`BadInput` as :func:`prepare`."""
        if self.prepared is not None and self.prepared.plan is plan:
            return self.prepared.change
        return prepare(plan, self.tables, self.options).change
