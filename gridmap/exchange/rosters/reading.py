"""The rows of rosters one after the other: which grids they name, and what they say of grids, people and branches."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.chain import Ambiguous, Branch, Chain
from gridmap.exchange.rosters.compounds import read_compounds
from gridmap.exchange.rosters.facilities import kinds_told, read_facilities
from gridmap.exchange.rosters.fields import SETTINGS, USES, role_named, role_words, tier_of_name, tier_words
from gridmap.exchange.rosters.houses import Houses, far_away, inner_points, places_of, projected, rows_of_houses
from gridmap.exchange.rosters.items import read_items
from gridmap.exchange.rosters.located import NO, YES, BranchColumns, Located, PersonColumns, split
from gridmap.exchange.rosters.options import RosterOptions
from gridmap.exchange.rosters.outcome import Namesake
from gridmap.exchange.rosters.people import Conflict, People, Worker
from gridmap.exchange.rosters.places import Places
from gridmap.exchange.rosters.sheet import Sheet, clean, trimmed
from gridmap.exchange.tables import Person, Phone, read_period, read_persons, read_phones
from gridmap.exchange.tables.persons import is_tick, is_vacant
from gridmap.ground.placement import households_by_grid, residents_by_grid
from gridmap.model.arrays import IntArray
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan

_TELLING: Final = frozenset(("person-others-unnamed",))
"""Doubts about a name that a user should hear of; a phone beside the name is found and needs no word."""
_BESIDE: Final = frozenset(("person-with-phone",))
_FIGURES: Final = {"households": "declared_households", "residents": "declared_residents"}
_A_BRANCH: Final = re.compile(r"(?:支部|总支|党委|党组织|小组|branch|group)\d*$", re.IGNORECASE)
_STEP: Final = 128
"""After so many rows somebody who waits is told."""
_LINK_WORD: Final = {"单独组建", "联合组建", "无", "own", "joint", "none"}


class Reading:
    """Rosters on their way into a plan: what they say gathers here, and the plan stays as it is."""

    def __init__(self, plan: Plan, options: RosterOptions) -> None:
        self.plan, self.options = plan, options
        self.places = Places(plan, options.choices)
        self.people = People(plan)
        self.chain = Chain(plan, self.places)
        self.figures: dict[int, dict[str, object]] = {}
        self.named_grids: set[int] = set()
        self.houses: list[tuple[pd.DataFrame, np.ndarray]] = []
        self.items: list[tuple[pd.DataFrame, np.ndarray]] = []
        self.facilities: list[tuple[pd.DataFrame, np.ndarray]] = []
        self.compounds: list[tuple[pd.DataFrame, np.ndarray]] = []
        self.kinds_told = kinds_told(plan.scheme, options.kinds)
        self.roles = {role.key for role in plan.scheme.roles}
        self.unknown_roles: dict[str, int] = {}
        self.beside_buildings = 0
        self.sources: dict[str, dict[int, tuple[int, int]]] = {}
        self._parents: list[tuple[Sheet, int, int, Branch, str, int]] = []

    @cached_property
    def _present(self) -> dict[str, IntArray]:
        """Households and residents that the plan has in each grid; few lists say what they are to be compared with."""
        return {"households": households_by_grid(self.plan), "residents": residents_by_grid(self.plan)}

    # ---- one table ---------------------------------------------------------------------------------------------------

    def read(self, sheet: Sheet, step: Callable[[int], None] = lambda row: None) -> None:
        """Take in one table; ``step`` is told now and then which row is read, and what it raises stops the reading."""
        if sheet.mapping.table == "buildings":
            self._buildings(sheet, step)
            return
        if sheet.mapping.table == "items":
            self._items(sheet, step)
            return
        if sheet.mapping.table == "facilities":
            self._facilities(sheet, step)
            return
        if sheet.mapping.table == "compounds":
            self._compounds(sheet, step)
            return
        rows = _Rows(self, sheet)
        for row in np.flatnonzero(~sheet.skipped & ~sheet.bad).tolist():
            if row % _STEP == 0:
                step(row)
            rows.read(row)
        rows.finish()

    # ---- buildings ---------------------------------------------------------------------------------------------------

    def _buildings(self, sheet: Sheet, step: Callable[[int], None]) -> None:
        plates, compounds = (sheet.text_array(field, kept=True) for field in ("door_plate", "compound"))
        step(sheet.count // 4)
        households, residents = sheet.numbers("households"), sheet.numbers("residents")
        step(sheet.count // 3)
        xy = self._coordinates(sheet)
        step(sheet.count // 2)
        without = np.isnan(xy[:, 0]) & ~sheet.skipped & ~sheet.bad
        grid = np.zeros(sheet.count, dtype=np.int64)
        if without.any():
            grid = self._grids_of_buildings(sheet, without, lambda row: step((2 * sheet.count + row) // 4))
            named = grid > 0
            unnamed = named & (plates == "")
            for row in np.flatnonzero(unnamed).tolist():
                sheet.fault(row, sheet.place("door_plate"), "roster-building-unnamed")
            xy[named] = inner_points(self.plan, grid[named])
            for row in np.flatnonzero(named & np.isnan(xy[:, 0])).tolist():
                sheet.fault(row, self._place_column(sheet), "roster-grid-without-place")
            at_grid = int((named & ~sheet.bad).sum())
            if at_grid:
                sheet.tell("roster-buildings-at-grid", count=at_grid)
        use = np.flatnonzero(~sheet.skipped & ~sheet.bad & ~np.isnan(xy[:, 0]))
        if not len(use):
            return
        houses = Houses(plates[use], compounds[use], xy[use], grid[use], households[use], residents[use])
        plan = self._with("buildings", self.houses)
        step(sheet.count * 3 // 4)
        rows, status, twice = rows_of_houses(plan, houses)
        if twice.any():
            sheet.tell("roster-rows-twice", count=int(twice.sum()))
        self.houses.append((rows, status))

    def _with(self, table: str, parts: list[tuple[pd.DataFrame, np.ndarray]]) -> Plan:
        """Return the plan with the rows of the tables before, which a further table may name again."""
        plan = self.plan
        for rows, _ in parts:
            plan = plan.apply(change_of(plan, "roster", put={table: rows}))
        return plan

    # ---- items -------------------------------------------------------------------------------------------------------

    def _items(self, sheet: Sheet, step: Callable[[int], None]) -> None:
        before, xy = self._with("items", self.items), self._coordinates(sheet)
        rows, status, ids = read_items(before, sheet, xy, _Rows(self, sheet), self._place_column(sheet), step)
        for row in np.flatnonzero(ids).tolist():
            self.comes_from(sheet, row, "items", int(ids[row]))
        self.items.append((rows, status))

    def _facilities(self, sheet: Sheet, step: Callable[[int], None]) -> None:
        before, xy, rows = self._with("facilities", self.facilities), self._coordinates(sheet), _Rows(self, sheet)
        column, told = self._place_column(sheet), self.kinds_told
        found, status, ids = read_facilities(before, sheet, xy, rows, column, told, step)
        for row in np.flatnonzero(ids).tolist():
            self.comes_from(sheet, row, "facilities", int(ids[row]))
        self.facilities.append((found, status))

    def _compounds(self, sheet: Sheet, step: Callable[[int], None]) -> None:
        before, xy, rows = self._with("compounds", self.compounds), self._coordinates(sheet), _Rows(self, sheet)
        found, status, ids = read_compounds(before, sheet, xy, rows, self._place_column(sheet), step)
        for row in np.flatnonzero(ids).tolist():
            self.comes_from(sheet, row, "compounds", int(ids[row]))
        self.compounds.append((found, status))

    def _coordinates(self, sheet: Sheet) -> np.ndarray:
        first, second = sheet.place("x"), sheet.place("y")
        one = sheet.place("coordinates")
        if one >= 0:
            first, second = one, -1
        if first < 0 or (one < 0 and second < 0):
            return np.full((sheet.count, 2), np.nan)
        found = places_of(sheet.cells(first), None if one >= 0 else sheet.cells(second))
        for row in np.flatnonzero(found.doubts != "").tolist():
            sheet.fault(row, first, found.doubts[row])
        swapped = int(found.swapped.sum())
        if swapped and one < 0:
            sheet.tell("roster-coordinates-swapped", sheet.header(first), count=swapped)
        xy = projected(self.plan, found, self.options.crs)
        for row in np.flatnonzero(far_away(self.plan, xy, sheet.found.file)).tolist():
            sheet.fault(row, first, "roster-building-far")
            xy[row] = np.nan
        return xy

    def _grids_of_buildings(self, sheet: Sheet, rows: np.ndarray, step: Callable[[int], None]) -> np.ndarray:
        """Return the grids that rows without coordinates name."""
        grid = np.zeros(sheet.count, dtype=np.int64)
        reader = _Rows(self, sheet)
        for row in np.flatnonzero(rows).tolist():
            if row % _STEP == 0:
                step(row)
            targets = reader.targets(row)
            if targets is None:
                continue
            if len(targets) != 1:
                sheet.fault(row, self._place_column(sheet), "roster-building-without-place")
            else:
                grid[row] = targets[0]
        return grid

    @staticmethod
    def _place_column(sheet: Sheet) -> int:
        """Return the column that tells best where a row is."""
        fields = ("grid_name", "grid_code", "x", "coordinates", "village", "town", "door_plate", "item_number",
                  "facility_name", "compound")  # fmt: skip
        return next((sheet.place(field) for field in fields if sheet.has(field)), 0)

    # ---- at the end --------------------------------------------------------------------------------------------------

    def grid_rows(self) -> tuple[pd.DataFrame, pd.Series]:
        """Return the grids of which the lists say something, as they will be, and ``changed`` or ``same`` for each."""
        ids = sorted(self.figures)
        rows = edited_rows(self.plan, "grids", ids)
        changed = np.zeros(len(ids), dtype=bool)
        for column in (
            "declared_households",
            "declared_residents",
            "declared_members",
            "kind",
            "setting",
            "use",
            "note",
        ):
            before = rows[column].tolist()
            after = [self.figures[grid].get(column, old) for grid, old in zip(ids, before, strict=True)]
            changed |= np.array([new != old for new, old in zip(after, before, strict=True)], dtype=bool)
            rows[column] = after
        return rows, pd.Series(np.where(changed, "changed", "same"), index=rows.index, dtype=object)

    def comes_from(self, sheet: Sheet, row: int, table: str, record: int) -> None:
        """Note which row of which list has spoken of a row of the plan first."""
        self.sources.setdefault(table, {}).setdefault(record, (sheet.number, row))

    def say(self, grid: int, **values: object) -> None:
        """Note what a list says of a grid."""
        self.figures.setdefault(grid, {}).update(values)

    def figure(self, grid: int, what: str, value: int) -> None:
        """Note households or residents that a list declares of a grid, unless the figures say the same already."""
        at = int(self.plan.positions([grid])[0])
        self.figures.setdefault(grid, {})
        if int(self._present[what][at]) == value:
            return
        declared = int(self.plan.grids[_FIGURES[what]].iloc[at])
        self.say(grid, **{_FIGURES[what]: value})
        if int(self._present[what][at]) > declared or (self._present[what][at] and not declared):
            self.beside_buildings += 1


class _Rows(Located[Reading]):
    """The rows of one table, taken in one after the other."""

    # ---- one row -----------------------------------------------------------------------------------------------------

    def read(self, row: int) -> None:
        """Take in one row."""
        sheet = self.sheet
        targets = self.targets(row)
        if targets is None:
            return
        days = self._days(row)
        if days is None:
            return
        cells = sheet.found.cells[row].tolist()
        if self.serial >= 0:
            del cells[self.serial]
        key = tuple(cells)
        if key in self.seen:
            self.twice += 1
            return
        self.seen[key] = row
        if not targets and self.table in ("workers", "assignments"):
            self.without_grid += 1
        if len(targets) == 1:
            self._grid(row, targets[0])
            if targets[0] in self.reading.figures:
                self.reading.comes_from(sheet, row, "grids", targets[0])
        self._persons(row, targets, days)
        self._branches(row, targets)

    def _days(self, row: int) -> tuple[str, str] | None:
        begin, end = self.begin.days[row], self.end.days[row]
        both = self.begin_period[row]
        if both is not None:
            begin, end = both[0], end or both[1]
        if self.period[row]:
            period = read_period(self.period[row], self.sheet.found.epoch)
            if period.doubts:
                self.sheet.fault(row, self.sheet.place("period"), period.doubts[0].key)
                return None
            begin, end = begin or period.begin, end or period.end
        if begin and end and end < begin:
            self.sheet.fault(row, self.sheet.place("until_date"), "date-reversed")
            return None
        return begin, end

    def _grid(self, row: int, grid: int) -> None:
        reading = self.reading
        for what, values in (("households", self.households), ("residents", self.residents)):
            if values[row] >= 0:
                reading.figure(grid, what, int(values[row]))
        if self.table not in ("grids", "branches"):
            return
        if self.members[row] >= 0 and not any(self._names_branch(row, columns) for columns in self.branch_columns):
            reading.say(grid, declared_members=int(self.members[row]))  # else they are those of the branch
        if self.table != "grids":
            return
        reading.figures.setdefault(grid, {})
        if self.note[row]:
            reading.say(grid, note=self.note[row])
        if self.use[row]:
            reading.say(grid, use=USES.get(plain(self.use[row]), self.use[row]))
        if self.setting[row]:
            self._setting(row, grid)
        if self.kind[row]:
            self._kind(row, grid)

    def _setting(self, row: int, grid: int) -> None:
        said = SETTINGS.get(plain(self.setting[row]))
        if said:
            self.reading.say(grid, setting=said)
        else:
            self.sheet.fault(row, self.sheet.place("setting"), "setting-unknown", left_out=False)

    def _kind(self, row: int, grid: int) -> None:
        """Give a grid the kind that the row says, if it is one of its level."""
        said = self.words_for_kinds.get(plain(self.kind[row]), "")
        at = int(self.plan.positions([grid])[0])
        scheme = self.plan.scheme
        own = int(self.plan.kind_numbers[at])
        if said and (own < 0 or scheme.kind(said).level == scheme.kinds[own].level):
            self.reading.say(grid, kind=said)
        else:
            expected = [k.name.zh for k in scheme.kinds if own < 0 or k.level == scheme.kinds[own].level]
            self.sheet.fault(
                row, self.sheet.place("grid_kind"), "roster-kind-unknown", left_out=False, suggestions=tuple(expected)
            )

    # ---- people ------------------------------------------------------------------------------------------------------

    def _persons(self, row: int, targets: list[int], days: tuple[str, str]) -> None:
        by_name = self.may_tick
        self.ticked = ""
        for columns in self.person_columns if by_name else ():
            if columns.role and is_tick(str(self.sheet.cells(columns.name)[row])):
                self.ticked = self.ticked or columns.role
        for columns in self.person_columns:
            cell = str(self.sheet.cells(columns.name)[row])
            phone_cell = str(self.sheet.cells(columns.phone)[row])
            if by_name and columns.role and is_tick(cell):
                continue
            if not cell.strip():
                if phone_cell.strip() and len(self.person_columns) == 1 and self.table in ("workers", "assignments"):
                    self.sheet.fault(row, columns.name, "roster-name-missing")
                continue
            read = read_persons(cell)
            if read.vacant:
                self.vacant += 1
                role = self._role(row, columns.role, "")
                for grid in targets:
                    self.people.covers(grid, role)
                continue
            for doubt in read.doubts:
                if doubt.key == "person-name-odd":
                    odd = not read.people or len(self.person_columns) == 1
                    self.sheet.fault(row, columns.name, doubt.key, value=doubt.value, left_out=odd)
                elif doubt.key in _TELLING:
                    self.sheet.fault(row, columns.name, doubt.key, value=doubt.value, left_out=False)
            if not read.people and all(doubt.key in _BESIDE for doubt in read.doubts):
                self.sheet.fault(row, columns.name, "roster-name-missing")
            if self.sheet.bad[row]:
                return
            phones = self._phones(row, columns, cell, phone_cell, len(read.people))
            number = clean(str(self.sheet.cells(columns.number)[row])) if len(read.people) == 1 else ""
            number = "" if number and is_vacant(number) else number
            for person, phone in zip(read.people, phones, strict=True):
                if not self._person(row, columns, person, phone, number, targets, days):
                    return

    def _person(
        self,
        row: int,
        columns: PersonColumns,
        person: Person,
        phone: str,
        number: str,
        targets: list[int],
        days: tuple[str, str],
    ) -> bool:
        """Take in one person of a row; ``False`` if it was told that it cannot be told who it is."""
        try:
            worker = self._worker(person.name, phone, number, targets)
        except Conflict as conflict:
            self._tell_conflict(row, columns, conflict, targets)
            return False
        self.reading.comes_from(self.sheet, row, "workers", worker.id)
        role = self._role(row, columns.role, person.note)
        if targets and not role:
            self.without_role += 1
        if role and role not in self.reading.roles and targets:
            self.reading.unknown_roles[role] = self.reading.unknown_roles.get(role, 0) + 1
        as_of = self.reading.options.as_of
        for grid in targets:
            duty = self.people.assign(worker.id, grid, role, *days, as_of.isoformat() if as_of else "")
            self.reading.comes_from(self.sheet, row, "assignments", duty)
            self.people.covers(grid, role)
        return True

    def _worker(self, name: str, phone: str, number: str, targets: list[int]) -> Worker:
        """Return who is meant: by what the row says, or as the user has said of several of one name."""
        try:
            return self.people.person(name, phone, number, set(targets))
        except Conflict as conflict:
            said = self.reading.options.people.get(self._asked(name, targets)) if conflict.namesakes else None
            if said is None:
                raise
            if not said:
                return self.people.newcomer(name, phone, number)
            return next(
                (worker for worker in conflict.namesakes if said in (worker.staff_number, worker.phone)), None
            ) or self.people.newcomer(name, phone, number)

    def _asked(self, name: str, targets: list[int]) -> str:
        """Return under what it is looked up who is meant by a name in a row."""
        return self.places.asked(name, targets[0] if targets else self.inside)

    def _tell_conflict(self, row: int, columns: PersonColumns, conflict: Conflict, targets: list[int]) -> None:
        people = tuple(
            Namesake(said, worker.phone, self.people.grids_of(worker))
            for worker in conflict.namesakes
            if (said := worker.staff_number or worker.phone)
        )
        self.sheet.fault(
            row,
            columns.number if conflict.field == "staff_number" else columns.name,
            conflict.key,
            asked=self._asked(conflict.name, targets) if conflict.namesakes else "",
            namesakes=people,
            name=conflict.name,
            count=len(conflict.namesakes),
        )

    def _role(self, row: int, of_column: str, note: str) -> str:
        """Return the role of somebody: by the column of roles, the header, the note behind the name, the title."""
        scheme = self.plan.scheme
        if self.role[row] and not is_vacant(self.role[row]):
            return self.asks_full_time.get(self.role[row].strip().casefold()) or role_named(scheme, self.role[row])
        known = of_column in self.reading.roles
        if not known and note and plain(note) in role_words(scheme):
            return role_words(scheme)[plain(note)]
        if of_column and (known or of_column != "网格员"):
            return of_column
        if self.ticked:
            return self.ticked
        if not of_column and note and self.sheet.mapping.columns and self._is_others():
            return note
        asked = role_named(scheme, self.reading.options.role)
        return asked or self.role_of_table or of_column

    def _is_others(self) -> bool:
        """Whether the people of the table have their roles behind their names."""
        return any(c.field == "person:" for c in self.sheet.mapping.columns)

    def _phones(self, row: int, columns: PersonColumns, cell: str, phone_cell: str, count: int) -> list[str]:
        """Return a phone or none for each person of a cell."""
        at = columns.phone
        read = read_phones(phone_cell) if phone_cell and not is_vacant(phone_cell) else None
        phones: tuple[Phone, ...] = read.phones if read else ()
        for doubt in read.doubts if read else ():
            self.sheet.fault(row, at, doubt.key, value=doubt.value, left_out=False)
        if not phones:
            phones, at = read_phones(cell).phones, columns.name
        if not phones:
            return [""] * count
        if len(phones) == count:
            return [phone.number for phone in phones]
        if count == 1:
            mobile = next((p for p in phones if re.fullmatch(r"1\d{10}", p.number)), phones[0])
            self.sheet.phones_left += len(phones) - 1
            return [mobile.number]
        self.sheet.fault(row, at, "roster-phones-unclear", left_out=False, count=count)
        return [""] * count

    # ---- branches ----------------------------------------------------------------------------------------------------

    def _branches(self, row: int, targets: list[int]) -> None:
        above: Branch | None = None
        for columns in self.branch_columns:
            if not self._names_branch(row, columns):
                continue
            cell = str(self.sheet.cells(columns.name)[row])
            names = self._branch_names(trimmed(cell))
            leaders = self._secretaries(row, columns, len(names))
            placed: Branch | None = None
            for name, leader in zip(names, leaders, strict=True):
                placed = self._branch(row, columns, name, leader, targets, above, len(names))
                if placed is None:
                    return
            above = placed

    def _names_branch(self, row: int, columns: BranchColumns) -> bool:
        """Whether a row says in some columns which branch there is."""
        cell = str(self.sheet.cells(columns.name)[row])
        return bool(cell.strip()) and not is_vacant(clean(cell)) and clean(cell).casefold() not in _LINK_WORD

    def _branch_names(self, cell: str) -> list[str]:
        """Return the branches of a cell; the name of a joint one may list those who have it together."""
        parts = split(cell)
        several = len(parts) > 1 and all(
            tier_of_name(self.plan.scheme, part) or _A_BRANCH.search(part) for part in parts
        )
        return parts if several and not self.chain.knows(cell) else [cell]

    def _branch(
        self,
        row: int,
        columns: BranchColumns,
        name: str,
        leader: str,
        targets: list[int],
        above: Branch | None,
        count: int,
    ) -> Branch | None:
        tier = columns.tier or self._tier(row) or tier_of_name(self.plan.scheme, name)
        village = self.places.village_of(targets[0]) if targets else self._village()
        members = int(self.members[row]) if columns.members >= 0 and self.members[row] >= 0 and count == 1 else None
        joint = self._joint(row)
        try:
            branch = self.chain.put(
                name, tier, village, secretary=leader, members=members, joint=joint if count == 1 else None
            )
        except Ambiguous:
            self.sheet.fault(row, columns.name, "roster-branch-ambiguous", value=name)
            return None
        self.reading.comes_from(self.sheet, row, "branches", branch.id)
        if above is not None:
            self.chain.set_parent(branch, above)
        for grid in targets:
            seat = self.chain.seat_of(tier, grid)
            if seat:
                self.reading.comes_from(self.sheet, row, "branch_grids", self.chain.serve(branch, seat))
        last = self.branch_columns[-1].name == columns.name
        if self.parent_branch[row] and last and not is_vacant(self.parent_branch[row]):
            at = self.sheet.place("parent_branch")
            self.reading._parents.append((self.sheet, row, at, branch, self.parent_branch[row], village))
        return branch

    def _village(self) -> int:
        inside = getattr(self, "inside", 0)
        return self.places.village_of(inside) or inside if inside else 0

    def _tier(self, row: int) -> str:
        said = self.tier[row]
        if not said:
            return ""
        known = tier_words(self.plan.scheme).get(plain(said), "") or tier_of_name(self.plan.scheme, said)
        if not known:
            names = tuple(tier.name.zh for tier in self.plan.scheme.tiers)
            self.sheet.fault(row, self.sheet.place("tier"), "roster-tier-unknown", left_out=False, suggestions=names)
        return known

    def _joint(self, row: int) -> bool | None:
        said = self.joint[row].casefold()
        return True if said in YES else False if said in NO else None

    def _secretaries(self, row: int, columns: BranchColumns, count: int) -> list[str]:
        cell = str(self.sheet.cells(columns.secretary)[row])
        people = read_persons(cell).people if cell.strip() else ()
        if len(people) == count:
            return [person.name for person in people]
        return [people[0].name if people and count == 1 else ""] * count

    # ---- at the end --------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Tell what concerns the table as a whole."""
        for key, count in (
            ("roster-rows-twice", self.twice),
            ("roster-vacant", self.vacant),
            ("roster-grid-renamed", self.renamed),
            ("roster-without-role", self.without_role),
            ("roster-without-grid", self.without_grid),
        ):
            if count:
                self.sheet.tell(key, count=count)
        for place, count in self.by_context.items():
            self.sheet.tell("roster-place-around", name=self.places.name_of(place), count=count)
        if self.sheet.phones_left:
            self.sheet.tell("roster-phones-left", count=self.sheet.phones_left)
        left_out = np.flatnonzero(self.sheet.bad & ~self.sheet.skipped)
        for columns in self.person_columns:
            for cell in self.sheet.cells(columns.name)[left_out].tolist():
                self.people.unsure.update(person.name for person in read_persons(str(cell)).people)


def set_parents(reading: Reading) -> None:
    """Put branches below those that their rows name, once all branches of all lists are known."""
    for sheet, row, at, branch, name, village in reading._parents:
        try:
            above = reading.chain.find(name, "", village) or reading.chain.find(name, "", 0)
        except Ambiguous:
            sheet.fault(row, at, "roster-branch-ambiguous", value=name, left_out=False)
            continue
        if above is None:
            sheet.fault(row, at, "roster-parent-branch-unknown", value=name, left_out=False)
        elif above.id == branch.id or not reading.chain.set_parent(branch, above):
            sheet.fault(row, at, "roster-parent-branch-lower", value=name, left_out=False)
