"""Pages to print and to show: the map with its legend and figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gridmap.model.errors import BadInput

if TYPE_CHECKING:
    from ui.outputs.wanted import Wanted

__all__ = ["write_pdf", "write_png", "write_svg"]


def write_pdf(wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Draw a plan as a page, or as an atlas of pages, and write it as PDF."""
    if wanted.form != "map":
        from ui.outputs.paper.dossier import write_sheets

        return write_sheets(wanted, path, step)
    if wanted.atlas:
        from ui.outputs.paper.atlas import write_atlas

        return write_atlas(wanted.checked(), path, step)
    from ui.outputs.paper.page import write_pdf as write

    return _drawn(write, wanted, path, step)


def write_png(wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Draw a plan as a page and write it as a picture."""
    from ui.outputs.paper.page import write_png as write

    return _drawn(write, wanted, path, step)


def write_svg(wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Draw a plan as a page and write it as SVG."""
    from ui.outputs.paper.page import write_svg as write

    return _drawn(write, wanted, path, step)


def _drawn(write: Callable[..., None], wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    if wanted.atlas or wanted.form != "map":
        raise BadInput("atlas-only-pdf", file=str(path))
    page = wanted.checked().page(step)
    write(page, path, wanted.size(), title=page.heading)
    return (path,)
