"""The form of each table: its columns in the order in which people fill them in, empty or with what a plan holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gridmap.exchange.rosters.fields import RosterTable
from gridmap.exchange.tables import FoundTable
from gridmap.ground.items import DAYS, item_points
from gridmap.ground.placement import building_points
from gridmap.indicators.facilities import facility_points
from gridmap.model.arrays import IntArray, ShapeArray, positions_in
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from gridmap.people.branches import links_in_force
from gridmap.storage.whole_files import whole_files
from ui.outputs.ledger.workbook import cell_text
from ui.outputs.workbooks import Workbook
from ui.words.labels import use_in_words, value_in_words
from ui.words.messages import BOTH, has, text

ROWS: Final = 5000
"""So many rows of a template have lists to choose from."""


@dataclass(frozen=True)
class FormColumn:
    """A column of a form: what it is called, what to write in it, and an example.

    Attributes
    ----------
    field : str
        Its header is the sentence ``roster-field-FIELD``.
    note : str
        A sentence; ``""`` if there is nothing to say.
    example : str
        A sentence, or what is the same in every language.
    needed : bool
        Whether it must be filled in.
    """

    field: str
    note: str = ""
    example: str = ""
    needed: bool = False

    def header(self, language: str) -> str:
        """Return its header: in Chinese or English, whatever the language, for the form must be understood again."""
        return text(f"roster-field-{self.field}", language if language in BOTH else BOTH[1])

    def note_in(self, language: str) -> str:
        """Return what to write in it."""
        return text(self.note, language) if self.note else ""

    def example_in(self, language: str) -> str:
        """Return an example."""
        return text(self.example, language) if has(self.example) else self.example


_SERIAL: Final = FormColumn("serial", "roster-form-notes", "roster-form-example")
_TOWN: Final = FormColumn("town", "roster-form-if-repeated", "roster-form-example-town")
_VILLAGE: Final = FormColumn("village", "roster-form-if-repeated", "roster-form-example-village")
_CODE: Final = FormColumn("grid_code", "roster-form-code-or-name", "320582100201001")
_GRID: Final = FormColumn("grid_name", "roster-form-as-in-project", "roster-form-example-grid")

_FORMS: Final[Mapping[RosterTable, tuple[FormColumn, ...]]] = {
    "workers": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        _CODE,
        _GRID,
        FormColumn("person", "roster-form-real-name", "roster-form-example-person", needed=True),
        FormColumn("phone", "roster-form-work-phone", "13800000000"),
        FormColumn("staff_number", "roster-form-namesakes", "W00123"),
        FormColumn("role", "roster-form-from-list"),
        FormColumn("from_date", "roster-form-day", "2024-05-01"),
        FormColumn("until_date", "roster-form-in-office"),
    ),
    "branches": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        FormColumn("branch", "roster-form-required", "roster-form-example-branch", needed=True),
        FormColumn("tier", "roster-form-from-list"),
        FormColumn("parent_branch", "roster-form-its-name", "roster-form-example-parent"),
        FormColumn("secretary", "roster-form-name", "roster-form-example-secretary"),
        FormColumn("members", "roster-form-full-members", "12"),
        FormColumn("joint", "roster-form-yes-or-no", "said-no"),
        FormColumn("grid_code", "roster-form-several-codes", "320582100201001"),
        _GRID,
    ),
    "grids": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        FormColumn("grid_code", "roster-form-code-or-name", "320582100201001", needed=True),
        _GRID,
        FormColumn("grid_kind", "roster-form-from-list"),
        FormColumn("households", "roster-form-whole-number", "380"),
        FormColumn("residents", "roster-form-whole-number", "1050"),
        FormColumn("setting", "roster-form-urban-or-rural"),
        FormColumn("use", "roster-form-of-dedicated"),
        FormColumn("note", "roster-form-nothing-personal"),
    ),
    "buildings": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        _CODE,
        _GRID,
        FormColumn("door_plate", "roster-form-without-coordinates", "roster-form-example-plate"),
        FormColumn("compound", "", "roster-form-example-compound"),
        FormColumn("households", "roster-form-whole-number", "24"),
        FormColumn("residents", "roster-form-whole-number", "70"),
        FormColumn("x", "roster-form-degrees-or-metres", "120.55"),
        FormColumn("y", "roster-form-degrees-or-metres", "31.87"),
    ),
    "items": (
        _SERIAL,
        FormColumn("item_number", "", "2024-0031"),
        FormColumn("item_kind", "roster-form-nothing-personal"),
        FormColumn("raised_on", "roster-form-required", "2024-05-01", needed=True),
        FormColumn("assigned_on", "roster-form-day", "2024-05-02"),
        FormColumn("solved_on", "roster-form-day", "2024-05-09"),
        FormColumn("evaluated_on", "roster-form-day", "2024-05-12"),
        FormColumn("rating", "roster-form-item-rating", "5"),
        _TOWN,
        _VILLAGE,
        _CODE,
        _GRID,
        FormColumn("x", "roster-form-item-place", "120.55"),
        FormColumn("y", "roster-form-item-place", "31.87"),
    ),
    "facilities": (
        _SERIAL,
        FormColumn("facility_kind", "roster-form-from-list", needed=True),
        FormColumn("facility_name", "roster-form-no-person", "roster-form-example-facility", needed=True),
        FormColumn("facility_code", "", "F-0012"),
        _TOWN,
        _VILLAGE,
        _CODE,
        _GRID,
        FormColumn("x", "roster-form-item-place", "120.55"),
        FormColumn("y", "roster-form-item-place", "31.87"),
        FormColumn("compound", "", "roster-form-example-compound"),
        FormColumn("facility_count", "roster-form-stands-for", "1"),
        FormColumn("members", "roster-form-whole-number", "12"),
        FormColumn("facility_people", "roster-form-whole-number", "30"),
        FormColumn("phone", "roster-form-no-mobile", "0512-58000000"),
        FormColumn("from_date", "roster-form-day", "2020-01-01"),
        FormColumn("until_date", "roster-form-day"),
    ),
    "compounds": (
        _SERIAL,
        FormColumn("compound", "", "roster-form-example-compound", needed=True),
        FormColumn("compound_alias"),
        _TOWN,
        _VILLAGE,
        _CODE,
        _GRID,
        FormColumn("households", "roster-form-whole-number", "860"),
        FormColumn("residents", "roster-form-whole-number", "2400"),
        FormColumn("compound_registered", "roster-form-whole-number", "900"),
        FormColumn("compound_committee", "roster-form-name-or-yes"),
        FormColumn("compound_firm", "roster-form-no-person"),
        FormColumn("compound_branch", "roster-form-known-branch"),
        FormColumn("compound_members", "roster-form-whole-number", "35"),
        FormColumn("compound_source"),
    ),
}
FORMS: Final[Mapping[RosterTable, tuple[FormColumn, ...]]] = {**_FORMS, "assignments": _FORMS["workers"]}


def title_of(table: RosterTable, language: str) -> str:
    """Return what the form of a table is called."""
    return text(f"roster-form-title-{table}", language)


# ---- what a plan holds -----------------------------------------------------------------------------------------------


def form_of(plan: Plan, table: RosterTable, language: str = "zh") -> FoundTable:
    """Return what a plan holds of a table in its form, as reading such a file finds it.

    Coordinates are metres in the plan's CRS. Everything of people is in it: it is for internal use.
    """
    columns = FORMS[table]
    makers = {
        "workers": _workers,
        "assignments": _assignments,
        "branches": _branches,
        "grids": _grids,
        "buildings": _buildings,
        "items": _items,
        "facilities": _facilities,
        "compounds": _compounds,
    }
    values = makers[table](plan, language)
    count = len(next(iter(values.values()))) if values else 0
    cells = np.full((count, len(columns)), "", dtype=object)
    for at, column in enumerate(columns):
        if column.field == "serial":
            cells[:, at] = [str(number) for number in range(1, count + 1)]
        elif column.field in values:
            cells[:, at] = values[column.field]
    title = title_of(table, language)
    return FoundTable(
        file=title,
        sheet="",
        title="",
        columns=tuple(column.header(language) for column in columns),
        cells=cells,
        rows=np.arange(2, count + 2),
        problems=(),
        rounded=np.zeros(cells.shape, dtype=bool),
    )


def _assignments(plan: Plan, language: str, everybody: bool = False) -> dict[str, list[str]]:
    duties, workers = plan.tables["assignments"], plan.tables["workers"]
    roles = {role.key: role.name.in_language(language) for role in plan.scheme.roles}
    at = positions_in(workers.index.to_numpy(), duties["worker"].to_numpy())
    grid = plan.positions(duties["grid"].to_numpy())
    known = (at >= 0) & (grid >= 0)
    idle = np.setdiff1d(np.arange(len(workers)), at[known]) if everybody else np.empty(0, np.int64)
    who = np.concatenate([at[known], idle])
    blank = [""] * len(idle)
    values = {
        "person": workers["name"].to_numpy(dtype=object)[who].tolist(),
        "phone": workers["phone"].to_numpy(dtype=object)[who].tolist(),
        "staff_number": workers["staff_number"].to_numpy(dtype=object)[who].tolist(),
        "role": [roles.get(role, role) for role in duties["role"].to_numpy(dtype=object)[known]] + blank,
        "from_date": duties["from_date"].to_numpy(dtype=object)[known].tolist() + blank,
        "until_date": duties["until_date"].to_numpy(dtype=object)[known].tolist() + blank,
    }
    return values | {key: cells + blank for key, cells in _named(plan, grid[known]).items()}


def _workers(plan: Plan, language: str) -> dict[str, list[str]]:
    return _assignments(plan, language, everybody=True)


def _named(plan: Plan, positions: IntArray) -> dict[str, list[str]]:
    """Return town, village, code and name of some grids."""
    names = np.append(plan.grids["name"].to_numpy(dtype=object), "")
    values = {
        "grid_code": np.append(plan.grids["code"].to_numpy(dtype=object), "")[positions].tolist(),
        "grid_name": names[positions].tolist(),
    }
    for level, field in zip(plan.scheme.levels[:-1], ("town", "village"), strict=False):
        above = np.append(plan.positions(plan.ancestors_at(level)), -1)  # of a row in no grid there is none
        values[field] = names[above[positions]].tolist()
    return values


def _branches(plan: Plan, language: str) -> dict[str, list[str]]:
    table, links = plan.tables["branches"], plan.tables["branch_grids"][links_in_force(plan)]
    tiers = {tier.key: tier.name.in_language(language) for tier in plan.scheme.tiers}
    yes, no = _yes_and_no(language)
    names = dict(zip(table.index.tolist(), table["name"].tolist(), strict=True))
    grids: dict[int, list[int]] = {}
    for branch, at in zip(links["branch"].tolist(), plan.positions(links["grid"].to_numpy()).tolist(), strict=True):
        if at >= 0 and at not in grids.setdefault(branch, []):
            grids[branch].append(at)
    where = [sorted(grids.get(row, [])) for row in table.index.tolist()]
    first = np.array([_seat(plan, table, grids, row) for row in table.index.tolist()], dtype=np.int64)
    codes = plan.grids["code"].tolist()
    values = _named(plan, first)
    return {
        "branch": table["name"].tolist(),
        "tier": [tiers.get(tier, tier) for tier in table["tier"].tolist()],
        "parent_branch": [names.get(parent, "") for parent in table["parent"].tolist()],
        "secretary": table["secretary"].tolist(),
        "members": [str(count) for count in table["members"].tolist()],
        "joint": [yes if joint else no for joint in table["joint"].tolist()],
        "town": values.get("town", [""] * len(table)),
        "village": values.get("village", [""] * len(table)),
        "grid_code": ["、".join(codes[at] for at in places) for places in where],
    }


def _seat(plan: Plan, table: pd.DataFrame, grids: Mapping[int, Sequence[int]], row: int) -> int:
    """Return the position of the first grid of a branch, or of the nearest one above it that has any; -1 for none."""
    for _ in range(len(plan.scheme.tiers) + 1):
        if grids.get(row):
            return min(grids[row])
        if row not in table.index:
            break
        row = int(table.loc[row, "parent"])
    return -1


def _grids(plan: Plan, language: str) -> dict[str, list[str]]:
    table = plan.grids
    kinds = {kind.key: kind.name.in_language(language) for kind in plan.scheme.kinds}
    settings = {key: value_in_words(key, language) for key in ("urban", "rural")}
    return {
        **_named(plan, np.arange(len(table))),
        "grid_kind": [kinds.get(kind, kind) for kind in table["kind"].tolist()],
        "households": [str(count or "") for count in table["declared_households"].tolist()],
        "residents": [str(count or "") for count in table["declared_residents"].tolist()],
        "setting": [settings.get(setting, setting) for setting in table["setting"].tolist()],
        "use": [use_in_words(use, language) for use in table["use"].tolist()],
        "note": table["note"].tolist(),
    }


def _buildings(plan: Plan, language: str) -> dict[str, list[str]]:
    table = plan.buildings
    return {
        "door_plate": table["door_plate"].tolist(),
        "compound": table["compound"].tolist(),
        "households": [str(count) for count in table["households"].tolist()],
        "residents": [str(count) for count in table["residents"].tolist()],
        **_coordinates(building_points(plan)),
    }


def _items(plan: Plan, language: str) -> dict[str, list[str]]:
    table, points = plan.tables["items"], item_points(plan)
    kinds = {kind.key: kind.name.in_language(language) for kind in plan.scheme.items}
    bare = np.where(shapely.is_missing(points), plan.positions(table["grid"].to_numpy()), -1)
    return {
        "item_number": table["number"].tolist(),
        "item_kind": [kinds.get(kind, kind) for kind in table["kind"].tolist()],
        **{day: table[day].tolist() for day in DAYS},
        "rating": [str(rating or "") for rating in table["rating"].tolist()],
        **_named(plan, bare),
        **_coordinates(points),
    }


def _facilities(plan: Plan, language: str) -> dict[str, list[str]]:
    table, points = plan.tables["facilities"], facility_points(plan)
    kinds = {kind.key: kind.name.in_language(language) for kind in plan.scheme.facilities}
    return {
        "facility_kind": [kinds.get(kind, kind) for kind in table["kind"].tolist()],
        "facility_name": table["name"].tolist(),
        "facility_code": table["code"].tolist(),
        **_named(plan, plan.positions(table["grid"].to_numpy())),
        **_coordinates(points),
        "compound": table["compound"].tolist(),
        "facility_count": [str(count) for count in table["count"].tolist()],
        "members": [str(count or "") for count in table["members"].tolist()],
        "facility_people": [str(count or "") for count in table["people"].tolist()],
        "phone": table["phone"].tolist(),
        "from_date": table["from_date"].tolist(),
        "until_date": table["until_date"].tolist(),
    }


def _compounds(plan: Plan, language: str) -> dict[str, list[str]]:
    table = plan.tables["compounds"]
    yes, no = _yes_and_no(language)
    named, has = table["committee"].tolist(), table["has_committee"].tolist()
    branches = plan.tables["branches"]["name"].to_dict()
    return {
        "compound": table["name"].tolist(),
        "compound_alias": table["alias"].tolist(),
        **_named(plan, plan.positions(table["grid"].to_numpy())),
        "households": [str(count or "") for count in table["declared_households"].tolist()],
        "residents": [str(count or "") for count in table["declared_residents"].tolist()],
        "compound_registered": [str(count or "") for count in table["registered"].tolist()],
        "compound_committee": [name or (yes if there else no) for name, there in zip(named, has, strict=True)],
        "compound_firm": table["firm"].tolist(),
        "compound_branch": [branches.get(branch, "") for branch in table["branch"].tolist()],
        "compound_members": [str(count or "") for count in table["members"].tolist()],
        "compound_source": table["source"].tolist(),
    }


def _coordinates(points: ShapeArray) -> dict[str, list[str]]:
    """Return the coordinates of some points, nothing for those that are missing."""
    there = ~shapely.is_missing(points)
    x, y = (np.full(len(points), "", dtype=object) for _ in range(2))
    x[there] = [repr(float(value)) for value in shapely.get_x(points[there])]
    y[there] = [repr(float(value)) for value in shapely.get_y(points[there])]
    return {"x": x.tolist(), "y": y.tolist()}


# ---- empty forms -----------------------------------------------------------------------------------------------------


def write_template(scheme: Scheme, table: RosterTable, path: Path, language: str = "zh") -> None:
    """Write the empty form of a table: headers, a row that says what goes in, an example, and lists to choose from.

    The row of notes and the example are passed over when the file is read.

    Raises
    ------
    BadInput
        ``file-not-saved``.
    """
    columns = FORMS[table]
    with whole_files(Path(path)) as place:
        book = Workbook(place)
        sheet = book.add_worksheet(title_of(table, language)[:31])
        text = book.add_format({"num_format": "@"})
        header = book.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "border": 1, "bg_color": "#DDEBF7"}
        )
        needed = book.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "border": 1, "bg_color": "#F8CBAD"}
        )
        grey = book.add_format({"num_format": "@", "font_color": "#808080", "italic": True, "text_wrap": True})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, 18 if at else 10, text)
            sheet.write_string(0, at, column.header(language), needed if column.needed else header)
            sheet.write_string(1, at, cell_text(column.note_in(language)), grey)
            choices = choices_of(scheme, column.field, language)
            example = choices[0] if choices and column.field != "joint" else column.example_in(language)
            sheet.write_string(2, at, cell_text(example), grey)
            if choices and len(",".join(choices)) <= 255:
                sheet.data_validation(
                    1 + 2, at, ROWS, at, {"validate": "list", "source": choices, "error_type": "warning"}
                )
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 30)
        book.close()


def choices_of(scheme: Scheme, field: str, language: str) -> list[str]:
    """Return what may stand in a column of a form, none if anything may."""
    if field == "joint":
        return list(_yes_and_no(language))
    if field == "setting":
        return [value_in_words(key, language) for key in ("urban", "rural")]
    names = {
        "role": [role.name for role in scheme.roles],
        "tier": [tier.name for tier in scheme.tiers],
        "grid_kind": [kind.name for kind in scheme.kinds if kind.level == scheme.levels[-1]],
        "item_kind": [kind.name for kind in scheme.items],
        "facility_kind": [kind.name for kind in scheme.facilities],
    }
    return [name.in_language(language) for name in names.get(field, [])]


def _yes_and_no(language: str) -> tuple[str, str]:
    """Return the two words of a column that asks whether; in Chinese or English, for they must be understood again."""
    known = language if language in BOTH else BOTH[1]
    return text("said-yes", known), text("said-no", known)
