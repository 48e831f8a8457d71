"""Pages to print and to show: the map with its legend and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gridmap.model.errors import BadInput
from gridmap.storage.whole_files import write_whole

if TYPE_CHECKING:
    from ui.outputs.paper.map_page import MapPage
    from ui.outputs.paper.page import Page
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
    from ui.outputs.paper.page import pages_as_pdf

    page = wanted.checked().page(step)
    write_whole(path, pages_as_pdf(_with_further(page), wanted.size(), title=page.heading))
    return (path,)


def _with_further(page: MapPage) -> Iterator[Page]:
    """Yield a page, and once it is painted those that it takes besides."""
    yield page
    yield from page.further()


def write_png(wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Draw a plan as a page and write it as a picture."""
    from ui.outputs.paper.page import write_png as write

    return _drawn(write, wanted, path, step)


def write_svg(wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Draw a plan as a page and write it as SVG."""
    from ui.outputs.paper.page import write_svg as write

    return _drawn(write, wanted, path, step)


def _drawn(write: Callable[..., None], wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write a page as a picture, and what it takes besides in files with a number."""
    if wanted.atlas or wanted.form != "map":
        raise BadInput("atlas-only-pdf", file=str(path))
    page, size = wanted.checked().page(step), wanted.size()
    write(page, path, size, title=page.heading)
    files = [path]
    for number, more in enumerate(page.further(), start=2):
        files.append(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        write(more, files[-1], size, title=page.heading)
    return tuple(files)
