"""The tables of a plan: which columns they have, of which kind, and what they refer to.

One description serves three readers: :mod:`gridmap.model.frames` makes and checks data frames by it,
:mod:`gridmap.storage` lays out the GeoPackage by it, and :mod:`gridmap.exchange` names columns in officers' files by
it.

Conventions that hold in every table
    * the index is the row's id: int64, positive, strictly increasing, never used again after a row is removed;
    * text is never missing: an unknown text is ``""``;
    * a reference holds the id of a row in another table, ``0`` for none;
    * a date is text, ``YYYY-MM-DD``, ``""`` for none or open;
    * a missing shape is ``None``; shapes are 2D, in the plan's CRS, x east and y north, metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    import pandas as pd

ColumnKind = Literal["text", "integer", "real", "flag", "date", "reference"]
ShapeKind = Literal["", "polygon", "line", "any"]


@dataclass(frozen=True)
class Column:
    """One column: its name, the kind of its values, and for a reference the table that it points to."""

    name: str
    kind: ColumnKind = "text"
    to: str = ""
    default: int | None = None

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, as dates are too."""
        return self.kind in ("text", "date")

    @property
    def numbers(self) -> str:
        """The name of numpy's dtype that holds this column in memory; ``KeyError`` if its values are texts."""
        return _NUMBERS[self.kind]

    @property
    def blank(self) -> str | int | float | bool:
        """The value of a row that says nothing of this column."""
        return _BLANKS[self.kind] if self.default is None else self.default


@dataclass(frozen=True)
class Table:
    """One table of a plan: its columns, and what kind of shapes it holds (``""`` for none)."""

    name: str
    columns: tuple[Column, ...]
    shape: ShapeKind = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns without id and geometry."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_NUMBERS: Final[dict[ColumnKind, str]] = {"integer": "int64", "real": "float64", "flag": "bool", "reference": "int64"}
_BLANKS: Final[dict[ColumnKind, str | int | float | bool]] = {
    "text": "",
    "integer": 0,
    "real": 0.0,
    "flag": False,
    "date": "",
    "reference": 0,
}


def _table(name: str, *columns: Column | str, shape: ShapeKind = "") -> Table:
    return Table(name, tuple(Column(c) if isinstance(c, str) else c for c in columns), shape)


def _ref(name: str, to: str) -> Column:
    return Column(name, "reference", to)


def _int(name: str) -> Column:
    return Column(name, "integer")


TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        # Every grid of every level. `kind` is a key of the scheme; `setting` is urban or rural; `use` says what a
        # dedicated grid is (school, port, ...); `parts` is the number of polygons that are meant, usually 1. What a
        # list says of a grid as a whole is `declared` (0: nothing); it counts where no building says anything. Of
        # `declared_members`, full party members, no building says anything.
        _table(
            "grids",
            "code",
            "name",
            "kind",
            _ref("parent", "grids"),
            "setting",
            "use",
            Column("parts", "integer", default=1),
            Column("locked", "flag"),
            "note",
            _int("declared_households"),
            _int("declared_residents"),
            _int("declared_members"),
            shape="polygon",
        ),
        # A building is a footprint or a point; `compound` names the housing estate that it belongs to.
        _table("buildings", "door_plate", "compound", _int("households"), _int("residents"), shape="any"),
        # `phone` is the work phone.
        _table("workers", "staff_number", "name", "phone"),
        _table(
            "assignments",
            _ref("worker", "workers"),
            _ref("grid", "grids"),
            "role",
            Column("from_date", "date"),
            Column("until_date", "date"),
        ),
        # `tier` is a key of the scheme; `parent` the branch above; `members` full members; a joint one serves several.
        _table(
            "branches",
            "name",
            "tier",
            _ref("parent", "branches"),
            "secretary",
            _int("members"),
            Column("joint", "flag"),
        ),
        _table(
            "branch_grids",
            _ref("branch", "branches"),
            _ref("grid", "grids"),
            Column("from_date", "date"),
            Column("until_date", "date"),
        ),
        # Party-building zones lie over the grids and need not follow them.
        _table("zones", "name", "kind", _ref("branch", "branches"), shape="polygon"),
        # What a city counts: facilities, organisations, units. `kind` is a key of the scheme; `count` says for how many
        # a row stands (door plates, teams), `members` and `people` whom they have in all; `grid` is as a list declares
        # it, and where there is a place, that holds. Never a person's name; `phone` is a work phone.
        _table(
            "facilities",
            "code",
            "name",
            "kind",
            "phone",
            Column("count", "integer", default=1),
            _int("members"),
            _int("people"),
            "compound",
            _ref("grid", "grids"),
            Column("from_date", "date"),
            Column("until_date", "date"),
            "note",
            shape="any",
        ),
        # Housing estates as units of their own. `grid` is where a list says one is; where it has a shape, that holds.
        # `branch` is its own party branch, `members` are those placed in it; `committee` and `firm` are the names of
        # the owners' committee and the property firm, `has_committee` says that there is one. `registered` are the
        # residents with a household register there. What is `declared` counts where no building says anything.
        _table(
            "compounds",
            "name",
            "alias",
            _ref("grid", "grids"),
            _int("declared_households"),
            _int("declared_residents"),
            _int("registered"),
            Column("has_committee", "flag"),
            "committee",
            "firm",
            _ref("branch", "branches"),
            _int("members"),
            "source",
            "note",
            shape="polygon",
        ),
        # What other departments (police, city management, ...) divide the same ground into for work of their own.
        _table("department_grids", "department", "code", "name", "note", shape="polygon"),
        # Ground that need not be covered: rivers, lakes, closed areas. `parent` is the grid it is part of (0: any).
        _table("exempt_areas", "name", "kind", "reason", _ref("parent", "grids"), shape="polygon"),
        # Findings that somebody accepted; `evidence` is the fingerprint of what the finding was about at that time.
        _table(
            "accepted",
            "finding",
            "rule",
            "accepted_by",
            Column("accepted_on", "date"),
            "reason",
            Column("until_date", "date"),
            "evidence",
        ),
        # What was reported and dealt with: a kind (a key of the scheme or a word) and days, and nothing of anybody.
        # `grid` is where a list says it is; it counts where no place says otherwise. `rating` is 1 to 5, 0 for none.
        _table(
            "items",
            "number",
            "kind",
            _ref("grid", "grids"),
            Column("raised_on", "date"),
            Column("assigned_on", "date"),
            Column("solved_on", "date"),
            Column("evaluated_on", "date"),
            _int("rating"),
            shape="any",
        ),
        # Codes of retired grids, never to be used again.
        _table("retired_codes", "code", "kind", Column("retired_on", "date"), "reason"),
        _table("roads", "name", "rank", shape="line"),
        _table("water", "name", "kind", shape="any"),
        # What the project says of itself: title, origin ("synthetic boundaries"), as_of, ...
        _table("facts", "key", "value"),
    )
}
"""All tables of a plan by name, in the order in which they may be filled."""


class HasTables(Protocol):
    """Whatever holds tables by their names, as a plan does."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The tables, keyed as :data:`TABLES`."""
