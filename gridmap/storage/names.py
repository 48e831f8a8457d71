"""Names in the SQL of a project file, for modules that cannot wait for what the whole layout of it takes to import."""

from __future__ import annotations

from typing import Final

ID: Final = "fid"
SHAPE: Final = "geom"


def quoted(name: str) -> str:
    """Return an SQL identifier in quotation marks."""
    return '"' + name.replace('"', '""') + '"'
