"""What somebody wants of a map that leaves the window: a page on paper or a web page, of what, for whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from gridmap.checks import Findings, run_checks
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from gridmap.storage.whole_files import must_be_free
from layers import Layer, Theme
from ui.outputs.paper.map_page import PARTS, MapPage
from ui.outputs.paper.page import Size, picture_of, write_page
from ui.words.messages import Language

FORMATS: Final = ("pdf", "png", "svg", "html")
"""Endings of the files that a map can become; the last is the web page."""

PAPER_MM: Final[dict[str, tuple[float, float]]] = {
    "A4": (297.0, 210.0),
    "A3": (420.0, 297.0),
    "A2": (594.0, 420.0),
    "A1": (841.0, 594.0),
    "A0": (1189.0, 841.0),
    "16:9": (338.7, 190.5),
}
"""Sheets lying on their side: ISO 216, and a slide of a presentation of 13.33 by 7.5 inches."""

_ON_SCREEN_DPI: Final = 96
"""Pixels to an inch of an SVG, which has no size in pixels of its own."""


@dataclass(frozen=True, eq=False)
class MapExport:
    """A map to be written; it never changes, so that it can be drawn in another thread.

    Attributes
    ----------
    plan : Plan
    findings : Findings or None
        What a check of the whole plan found, if it is done.
    theme : str
        One of :data:`layers.THEMES`.
    language : "zh" or "en"
    format : str
        One of :data:`FORMATS`.
    title : str
        ``""`` for the name of what is shown and of the theme.
    grids : tuple of int
        Ids of the grids that are shown with what is below them; none for the whole plan.
    drawn : sequence of (Layer, float)
        Layers in place of the theme's with their opacity, on a page.
    paper : str
        A key of :data:`PAPER_MM`.
    upright : bool
        Whether the sheet stands.
    dpi : int
        Pixels to an inch of a picture.
    parts : collection of str
        What stands on a page, of :data:`ui.outputs.paper.map_page.PARTS`.
    privacy : str
        What a web page shows of people; a page on paper shows none.
    """

    plan: Plan
    findings: Findings | None
    theme: Theme = "boundaries"
    language: Language = "zh"
    format: str = "pdf"
    title: str = ""
    grids: tuple[int, ...] = ()
    drawn: Sequence[tuple[Layer, float]] = ()
    paper: str = "A3"
    upright: bool = False
    dpi: int = 200
    parts: Collection[str] = PARTS
    privacy: Profile = "briefing"

    def page(self, step: Callable[[float], None] = lambda share: None) -> MapPage:
        """Return the page; ``step`` is told how far the drawing is, and what it raises stops it."""
        return MapPage(
            self.plan,
            self.theme,
            self.grids,
            self.language,
            self.findings,
            self.title,
            parts=frozenset(self.parts),
            drawn=tuple(self.drawn),
            step=step,
        )

    def checked(self) -> MapExport:
        """Return the same map with what a check finds, if it is a map of findings and the check is not done yet."""
        if self.theme != "gaps" or self.findings is not None:
            return self
        return replace(self, findings=run_checks(self.plan))

    @property
    def heading(self) -> str:
        """The title that the map has."""
        return self.page().heading

    def size(self, dpi: float | None = None) -> Size:
        """Return the size of the sheet at its own resolution, or at another one."""
        width, height = PAPER_MM[self.paper]
        if self.upright:
            width, height = height, width
        return Size.of_paper(width, height, dpi or (_ON_SCREEN_DPI if self.format == "svg" else self.dpi))

    def preview(self, longest_px: int, step: Callable[[float], None]) -> QImage:
        """Return a small picture of the page, its longer side so many pixels."""
        full = self.size(1000)
        return picture_of(self.checked().page(step), self.size(1000 * longest_px / max(full.width_px, full.height_px)))

    def write(self, path: Path, step: Callable[[float], None]) -> Path:
        """Write the file and return its path; a file is there whole or not at all.

        Raises
        ------
        BadInput, GridMapError
            As :func:`gridmap.storage.whole_files.whole_files` and :func:`ui.outputs.paper.draw_map_page`.
        """
        must_be_free(path)  # before the drawing, not after it
        told = self.checked()
        if self.format == "html":
            told._write_web_page(path, step)
        else:
            write_page(told.page(step), path, self.size(), title=self.heading)
        return path

    def _write_web_page(self, path: Path, step: Callable[[float], None]) -> None:
        from ui.outputs.web.web_page import write_web_page

        step(0.1)
        write_web_page(
            self.plan,
            path,
            theme=self.theme,
            scope=self.grids or None,
            privacy=self.privacy,
            language=self.language,
            findings=self.findings,
            title=self.title,
        )
