"""Which columns of a table belong together, and which grids its rows name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, Protocol, TypeVar

import numpy as np

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.chain import Chain
from gridmap.exchange.rosters.fields import role_words
from gridmap.exchange.rosters.people import People
from gridmap.exchange.rosters.places import Place, Places
from gridmap.exchange.rosters.sheet import Sheet
from gridmap.exchange.tables import read_dates, read_period
from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.persons import is_vacant
from gridmap.model.plan import Plan

YES: Final = frozenset(
    ("是", "联合", "联合组建", "联合党支部", "联合支部", "yes", "y", "true", "1", "joint", "√", "✓", "✔", "☑")
)
NO: Final = frozenset(("否", "单独", "单独组建", "独立组建", "不是", "no", "n", "false", "0", "own", "×", "✗", "✘"))
_A_CODE: Final = re.compile(r"\d{9}")
_BETWEEN: Final = re.compile(r"[、,;/\n，；]+")


@dataclass(frozen=True)
class PersonColumns:
    """Columns about the people of one role."""

    role: str
    name: int
    phone: int
    number: int


@dataclass(frozen=True)
class BranchColumns:
    """Columns about the branches of one tier."""

    tier: str
    name: int
    secretary: int
    members: int


class Known(Protocol):
    """What a table is read against: the plan, and what was read of it and of the tables before."""

    plan: Plan
    places: Places
    people: People
    chain: Chain
    roles: set[str]


_Reading = TypeVar("_Reading", bound=Known)


class Located(Generic[_Reading]):
    """The columns of one table, read row by row."""

    def __init__(self, reading: _Reading, sheet: Sheet) -> None:
        self.reading, self.sheet, self.plan = reading, sheet, reading.plan
        self.places, self.people, self.chain = reading.places, reading.people, reading.chain
        self.table = sheet.mapping.table
        scheme = self.plan.scheme
        found = sheet.found
        self.context = self.places.in_text(found.sheet, found.title, *found.above, found.file.rpartition(".")[0])
        around = {text: self.places.in_text(text, within=self.context) for text in set(found.sections)}
        self.contexts = [around[text] for text in found.sections] or [self.context] * sheet.count
        self.by_context: dict[int, int] = {}
        self.town, self.village = sheet.texts("town"), sheet.texts("village")
        self.parent_code, self.parent_grid = sheet.codes("parent_code"), sheet.texts("parent_grid")
        self.code, self.name = sheet.codes("grid_code"), sheet.texts("grid_name")
        self.has_grid = sheet.has("grid_code", "grid_name")
        self.has_rank = [bool((self.plan.ranks == rank).any()) for rank in range(len(scheme.levels) + 2)]
        self.households, self.residents = sheet.numbers("households"), sheet.numbers("residents")
        self.kind, self.setting = sheet.texts("grid_kind"), sheet.texts("setting")
        self.use, self.note = (sheet.texts(field, kept=True) for field in ("use", "note"))
        self.role = sheet.texts("role", kept=True)
        self.begin_period = self._periods()
        self.begin, self.end = sheet.dates("from_date", self.begin_period), sheet.dates("until_date")
        self.asks_full_time = self._yes_and_no()
        self.period = sheet.texts("period")
        self.tier, self.parent_branch, self.joint = (sheet.texts(field) for field in ("tier", "parent_branch", "joint"))
        self.members = sheet.numbers("members")
        self.person_columns = self._person_columns()
        self.branch_columns = self._branch_columns()
        roles = {columns.role for columns in self.person_columns}
        self.may_tick = "" in roles and len(roles) > 1
        self.ticked = ""
        self.role_of_table = self._role_of_table()
        self.serial = sheet.place("serial")
        self.seen: dict[tuple[str, ...], int] = {}
        self.twice = self.vacant = self.renamed = self.without_role = self.without_grid = 0
        self.words_for_kinds = {
            plain(word): kind.key
            for kind in scheme.kinds
            for word in (kind.key, kind.name.zh, kind.name.en, kind.name.zh.removesuffix("网格"))
            if word
        }

    def _yes_and_no(self) -> dict[str, str]:
        """Return what yes and no mean in a column that asks whether somebody is full-time."""
        roles = self.reading.roles
        if "是否专职" not in plain(self.sheet.header(self.sheet.place("role"))) or "full_time" not in roles:
            return {}
        no = "part_time" if "part_time" in roles else ""
        return {**dict.fromkeys(YES, "full_time"), **dict.fromkeys(NO, no)}

    def _periods(self) -> list[tuple[str, str] | None]:
        """Return begin and end of cells in the column of begins that say both (2021.3-2023.5)."""
        at = self.sheet.place("from_date")
        cells = self.sheet.cells(at).tolist()
        if at < 0:
            return [None] * len(cells)
        return [_both(cell, self.sheet.found.epoch) for cell in cells]

    # ---- columns that belong together --------------------------------------------------------------------------------

    def _person_columns(self) -> list[PersonColumns]:
        sheet, columns = self.sheet, self.sheet.mapping.columns
        taken: set[int] = set()

        def beside(kind: str, role: str, at: int) -> int:
            fits = [p for p in sheet.places(kind) if columns[p].of == role and p not in taken]
            chosen = next((p for p in fits if p > at), fits[0] if fits else -1)
            taken.add(chosen)
            return chosen

        result = []
        for at in sheet.places("person"):
            role = columns[at].of
            result.append(PersonColumns(role, at, beside("phone", role, at), beside("staff_number", role, at)))
        return result

    def _branch_columns(self) -> list[BranchColumns]:
        sheet, columns = self.sheet, self.sheet.mapping.columns
        ranks = {tier.key: tier.rank for tier in self.plan.scheme.tiers}
        names = sheet.places("branch")
        secretaries = {p: columns[p].of for p in sheet.places("secretary")}
        members = sheet.place("members")

        def owner(at: int) -> int:
            before = [name for name in names if name < at]
            return before[-1] if before else names[0]

        result = []
        for name in names:
            mine = [p for p, of in secretaries.items() if (of == columns[name].of if of else owner(p) == name)]
            own = members if members >= 0 and owner(members) == name else -1
            result.append(BranchColumns(columns[name].of, name, mine[0] if mine else -1, own))
        return sorted(result, key=lambda branch: ranks.get(branch.tier, 99))

    def _role_of_table(self) -> str:
        """Return the role that the title or the sheet names, one of the scheme's; ``""`` if none or several."""
        text = plain(self.sheet.found.title) + " " + plain(self.sheet.found.sheet)
        words = {word: role for word, role in role_words(self.plan.scheme).items() if role in self.reading.roles}
        said = {role for word, role in words.items() if len(word) >= 3 and word in text}
        return said.pop() if len(said) == 1 else ""

    # ---- which grids -------------------------------------------------------------------------------------------------

    def _failed(self, row: int, place: Place) -> None:
        at = self.sheet.place(place.field)
        if at < 0:
            at = next((self.sheet.place(f) for f in ("grid_name", "grid_code", "village") if self.sheet.has(f)), 0)
        self.sheet.fault(
            row,
            at,
            place.key,
            value=place.value,
            suggestions=place.suggestions,
            asked=place.asked,
            candidates=place.candidates,
        )

    def within(self, row: int) -> int | None:
        """Return the town or village that a row is about (0: not said), ``None`` if it was told that there is none."""
        inside, context = 0, self.contexts[row]
        for rank, text in ((1, self.town[row]), (2, self.village[row])):
            if not text or not self.has_rank[rank] or (rank == 2 and len(self.plan.scheme.levels) < 3):
                continue
            place = self.places.named(text, rank, inside)
            if not place.grid and rank == 2 and not inside:  # of several 长江村 that of the town around the table
                of_town = self.places.named(text, rank, self.places.town_of(context))
                place = of_town if of_town.grid else place
            if not place.grid:
                self._failed(row, place)
                return None
            inside = place.grid
        if not inside or not self.village[row]:
            above = self.parent_code[row] or self.parent_grid[row]
            if above:
                place = self.places.grid(self.parent_code[row], self.parent_grid[row], inside)
                inside = place.grid or inside
        if context and (not inside or (not self.village[row] and self.places.lies_in(context, inside))):
            if not self.code[row]:
                self.by_context[context] = self.by_context.get(context, 0) + 1
            return context
        return inside

    def targets(self, row: int) -> list[int] | None:
        """Return the grids that a row names, none if it names none; ``None`` if it was told that one is not there."""
        self.inside = 0
        inside = self.within(row)
        if inside is None:
            return None
        self.inside = inside
        code, name = self.code[row], self.name[row]
        if not code and _A_CODE.match(name):  # codes in a column of names
            code, name = name, ""
        if not code and not name:
            if self.has_grid and self.table in ("grids", "assignments"):
                self.sheet.fault(
                    row, max(self.sheet.place("grid_name"), self.sheet.place("grid_code")), "roster-grid-missing"
                )
                return None
            named = self.village[row] or self.town[row]
            at_place = not self.has_grid and named and self.table in ("grids", "assignments", "branches")
            return [inside] if at_place and inside else []
        if is_vacant(name) and not code:
            return []
        place = self.places.grid(code, name, inside)
        found = [place]
        if not place.grid and place.key in ("roster-grid-unknown", "roster-code-unknown"):
            codes, names = split(code), split(name)
            if max(len(codes), len(names)) > 1:
                count = max(len(codes), len(names))
                codes = codes if len(codes) == count else [""] * count
                names = names if len(names) == count else [""] * count
                found = [self.places.grid(c, n, inside) for c, n in zip(codes, names, strict=True)]
        for one in found:
            if not one.grid:
                self._failed(row, one)
                return None
            if one.renamed:
                self.renamed += 1
        return list(dict.fromkeys(one.grid for one in found))


@lru_cache(maxsize=1 << 14)
def _both(cell: str, epoch: Epoch) -> tuple[str, str] | None:
    if len(cell) < 9 or not read_dates(np.array([cell], dtype=object), epoch).doubts[0]:
        return None
    period = read_period(cell, epoch)
    return None if period.doubts or not period.end else (period.begin, period.end)


def split(text: str) -> list[str]:
    """Return the parts of a cell that names several things."""
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]
