"""The workbook of grids, and geodata for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.outputs.export import Export


def write_geodata(export: Export, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write the grids for a GIS; see :func:`ui.outputs.ledger.geodata.export_geodata`."""
    from ui.outputs.ledger.geodata import export_geodata

    return export_geodata(
        export.plan,
        path,
        scope=export.grids or None,
        privacy=export.privacy,
        language=export.language,
        on=export.on,
        crs=export.crs,
        step=step,
    )
