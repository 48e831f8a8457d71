"""Whether all that is asked for fits on paper at the scale that was chosen, and what does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPainter

from gridmap.model.errors import Problem
from ui.look.fonts import chinese_family
from ui.outputs.paper.ground_shown import scale_fitting
from ui.outputs.paper.sheet import Sheet
from ui.outputs.wanted import changed

if TYPE_CHECKING:
    from ui.outputs.wanted import Wanted


def scale_note(export: Wanted, papers: Mapping[str, tuple[float, float]]) -> tuple[Problem, ...]:
    """Return what has to be said of a page whose scale leaves a part of what is asked for outside; nothing if it fits.

    Parameters
    ----------
    papers : mapping of str
        Sheets that there are, with their sizes: of those on which it fits the smallest is named.
    """
    if not export.scale:
        return ()
    fitting, needed = _scales(export)
    if needed <= export.scale * (1 + 1e-9):
        return ()
    by_size = sorted(papers, key=lambda paper: papers[paper][0] * papers[paper][1])
    larger = [paper for paper in by_size if _scales(changed(export, paper=paper, size_px=None))[1] <= export.scale]
    values = {"scale": export.scale, "fits": fitting, "paper": export.paper, "larger": larger[0] if larger else ""}
    return (Problem("export-scale-cuts" if larger else "export-scale-cuts-always", values=values),)


def _scales(export: Wanted) -> tuple[int, float]:
    """Return the largest round scale at which all fits on the sheet with a free edge, and the one that just does."""
    width, height, reduced = export.size().laid_out()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        page = export.page()
        wide, high = page.map_room(Sheet(painter, width, height, 8, 8, chinese_family()))
    finally:
        painter.end()
    west, south, east, north = page.asked_for
    return scale_fitting(page.asked_for, wide, high, reduced), max(
        (east - west) / wide, (north - south) / high
    ) * 1000 / reduced
