"""The workbook of grids, and geodata for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.outputs.export import Export


def write_geodata(export: Export, path: Path, _: Callable[[float], None]) -> tuple[Path, ...]:
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
    )


def write_workbook(export: Export, path: Path, _: Callable[[float], None]) -> tuple[Path, ...]:
    """Write the grids and what a check finds in them; see :func:`ui.outputs.ledger.workbook.export_workbook`."""
    from gridmap.checks import run_checks
    from ui.outputs.ledger.workbook import export_workbook
    from ui.words.findings import Wording

    scope = list(export.grids) or None
    findings = run_checks(export.plan, scope=scope, on=export.on) if export.findings is None else export.findings
    return export_workbook(
        export.plan,
        path,
        scope=scope,
        privacy=export.privacy,
        language=export.language,
        findings=findings,
        findings_table=Wording(export.plan, export.language, export.privacy).table(findings).drop(columns="geometry"),
        on=export.on,
    )
