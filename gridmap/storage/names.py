"""Names in the SQL of a project file, for modules that cannot wait for what the whole layout of it takes to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gridmap.model.tables import Table

ID: Final = "fid"
SHAPE: Final = "geom"


def quoted(name: str) -> str:
    """Return an SQL identifier in quotation marks."""
    return '"' + name.replace('"', '""') + '"'


def columns_of(table: Table) -> list[str]:
    """Return the SQL names of a table's columns: id, attributes, shape."""
    return [ID, *table.column_names, *([SHAPE] if table.shape else [])]
