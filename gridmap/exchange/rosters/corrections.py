"""What a user has corrected of how lists of one shape are understood, to be remembered for the next such list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.columns import ColumnMapping, check_field, mapping_of, understood
from gridmap.exchange.rosters.fields import ROSTER_TABLES, RosterTable
from gridmap.exchange.tables import FoundTable
from gridmap.model.errors import BadInput
from gridmap.model.scheme import Scheme


@dataclass(frozen=True)
class Correction:
    """What the rows and some columns of a list are, where the user says otherwise than what was found.

    Attributes
    ----------
    table : str, optional
        What a row is; ``None`` for what is found.
    columns : mapping of header to field
        ``""`` for a column that is left out.
    """

    table: RosterTable | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.table is not None or bool(self.columns)

    def with_table(self, table: RosterTable | None) -> Correction:
        """Return it with something else for what a row is."""
        return replace(self, table=table)

    def with_column(self, header: str, field: str) -> Correction:
        """Return it with a column taken for something; :class:`BadInput` ``roster-field-unknown`` as that is none."""
        check_field(field)
        others = {other: kept for other, kept in self.columns.items() if plain(other) != plain(header)}
        return replace(self, columns={**others, header: field})

    def applied(self, found: FoundTable, scheme: Scheme) -> ColumnMapping | None:
        """Return what a table is taken for, ``None`` if nothing shows what its rows are.

        A column that is personal by its header stays left out, whatever was said of it.
        """
        as_found = understood(found.columns, found.cells, scheme, self.table)
        private = {plain(column.header) for column in as_found if column.why == "private"}
        chosen = {header: field for header, field in self.columns.items() if plain(header) not in private}
        return mapping_of(found.columns, found.cells, scheme, table=self.table, chosen=chosen)

    def to_json(self) -> dict[str, Any]:
        """Return what is to be remembered: headers and fields, and no cell of any file."""
        return {"table": self.table, "columns": dict(self.columns)}

    @classmethod
    def from_json(cls, kept: object) -> Correction:
        """Return what :meth:`to_json` gave; an empty one where somebody has spoiled it."""
        if not isinstance(kept, dict):
            return cls()
        columns = kept.get("columns")
        known: dict[str, str] = {}
        for header, said in columns.items() if isinstance(columns, dict) else ():
            try:
                check_field(str(said))
            except BadInput:
                continue
            known[str(header)] = str(said)
        return cls(next((table for table in ROSTER_TABLES if table == kept.get("table")), None), known)
