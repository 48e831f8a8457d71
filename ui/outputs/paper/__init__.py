"""Pages to print and to show: the map with its legend and figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ui.outputs.paper.map_page import MapPage
    from ui.outputs.paper.page import Size

__all__ = ["write_pdf", "write_png", "write_svg"]


class Wanted(Protocol):
    """What is wanted of a page, as :class:`ui.outputs.export.Export` says it."""

    def checked(self) -> Wanted:
        """Return the same with what a check finds, if the page is about that."""
        ...

    def page(self, step: Callable[[float], None]) -> MapPage:
        """Return the page; ``step`` is told how far the drawing is."""
        ...

    def size(self) -> Size:
        """Return the size of the sheet."""
        ...


def write_pdf(wanted: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Draw a plan as a page and write it as PDF."""
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
    page = wanted.checked().page(step)
    write(page, path, wanted.size(), title=page.heading)
    return (path,)
