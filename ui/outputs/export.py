"""What somebody wants of a plan that leaves the program: of what, in which format, for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gridmap.checks import Findings, run_checks
from gridmap.model.errors import Problem
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from gridmap.storage.whole_files import must_be_free
from layers import MAP_THEMES, Layer, Theme
from ui.outputs.asked import ON_A_WALL, PARTS
from ui.outputs.export_notes import notes_of_grids
from ui.outputs.formats import OF_A_MAP, OF_A_PLAN, Format, format_of
from ui.outputs.publishing import marked, rules_touched
from ui.words.messages import Language
from ui.words.titles import heading_of

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from gridmap.figures.statistics import Breakdown
    from gridmap.project.earlier import Earlier
    from ui.outputs.paper.base_map import BaseTiles
    from ui.outputs.paper.grid_facts import Done
    from ui.outputs.paper.map_page import MapPage
    from ui.outputs.paper.page import Size

PAPER_MM: Final[dict[str, tuple[float, float]]] = {
    "A4": (297.0, 210.0),
    "A3": (420.0, 297.0),
    "A2": (594.0, 420.0),
    "A1": (841.0, 594.0),
    "A0": (1189.0, 841.0),
    "16:9": (338.7, 190.5),
}
"""Sheets lying on their side: ISO 216, and a slide of a presentation of 13.33 by 7.5 inches."""


@dataclass(frozen=True, eq=False)
class PagePicture:
    """A picture of a page, and where in it the map lies.

    Attributes
    ----------
    map_place : (float, float, float, float)
        Left, top, width and height of the map, as shares of those of the picture.
    ground : (float, float, float, float)
        West, south, east, north of what the map shows, in the plan's CRS.
    """

    image: QImage
    map_place: tuple[float, float, float, float]
    ground: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Export:
    """A map, a workbook or geodata to be written; it never changes, so that it can be drawn in another thread.

    Attributes
    ----------
    plan : Plan
    findings : Findings or None
        What a check of the whole plan found, if it is done.
    theme : str
        One of :data:`layers.THEMES`.
    language : "zh" or "en"
    format : str
        Suffix without its dot of one of :data:`ui.outputs.formats.FORMATS`.
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
    dpi : float
        Pixels to an inch of a picture; 0 for what its format has where nobody asks.
    size_px : (int, int), optional
        Width and height of a page in place of those of the paper; with ``dpi`` they say how large it is on paper.
    parts : collection of str
        What stands on a page, of :data:`PARTS`.
    privacy : str
        What is shown of people; a map on paper and slides show none, sheets of grids do.
    on : date
        The day that is printed and for which assignments count.
    template : Path, optional
        Slides whose masters, fonts and colours are used.
    extent : (float, float, float, float), optional
        West, south, east, north of what a page shows in the plan's CRS, with as much more as fills its frame.
    type_size : float
        How many times its own size the type of a page is; 0 for what the paper asks, a slide being read from afar.
    base : BaseTiles, optional
        What lies below the layers of a page.
    around : Plan, optional
        The whole, if the plan is a part that was cut out of it.
    scale : int
        Of a page, 1 to so many, whatever fits; 0 for the largest round scale at which all fits.
    made_by : str
        Who answers for a page, in its foot.
    atlas : str
        Key of the level or kind whose grids have a page each, ``"grid"`` for the lowest level; ``""`` for one page.
    files : "one", "each" or "top"
        Of an atlas: one file, one for each page, or one for each grid of the top level.
    pattern : str
        What the several files of an atlas are called, of ``{code}``, ``{name}``, ``{number}``, ``{file}``.
    form : "map", "dossier" or "board"
        Of a PDF: a map, a sheet with all that is known of each grid, or a notice board for each.
    changes : sequence of Done
        What was done to the project, the latest first, for sheets of grids and for a workbook.
    since : date, optional
        Of a workbook: the day from which it tells what changed until ``on``.
    earlier : Earlier, optional
        Of a workbook: the plan as it was on that day; it is compared with itself if nothing is said.
    qr : str
        What the code on a notice board says, with ``{code}`` and ``{name}``.
    crs : str
        Of geodata: an EPSG code, ``gcj02`` or ``bd09`` in place of the format's own.
    review_number : str
        The number of the map's review; see :mod:`ui.outputs.publishing`.
    mark, review : str
        What stands large at the top of pages, and what is said of the map's review.
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
    dpi: float = 0
    size_px: tuple[int, int] | None = None
    parts: Collection[str] = PARTS
    privacy: Profile = "briefing"
    on: dt.date = field(default_factory=dt.date.today)
    template: Path | None = None
    extent: tuple[float, float, float, float] | None = None
    type_size: float = 0
    base: BaseTiles | None = None
    around: Plan | None = None
    scale: int = 0
    made_by: str = ""
    atlas: str = ""
    files: str = "one"
    pattern: str = ""
    form: str = "map"
    changes: Sequence[Done] = ()
    since: dt.date | None = None
    earlier: Earlier | None = None
    qr: str = ""
    crs: str = ""
    review_number: str = ""
    mark: str = ""
    review: str = ""

    @cached_property
    def kind_of_file(self) -> Format:
        """The entry of its format in the table; :class:`BadInput` ``export-suffix-unknown`` if there is none."""
        return format_of(f"_.{self.format}", *OF_A_PLAN)

    def page(
        self,
        step: Callable[[float], None] = lambda share: None,
        number: tuple[int, int] = (1, 1),
        known: Breakdown | None = None,
    ) -> MapPage:
        """Return the page, which of how many it is; ``step`` is told how far it is, and what it raises stops it.

        ``known`` are its figures by the grids of the next level, if they are worked out already.
        """
        from ui.outputs.paper.map_page import MapPage

        return MapPage(
            self.plan,
            self.theme,
            self.grids,
            self.language,
            self.findings,
            self.title,
            self.on,
            parts=frozenset(self.parts),
            drawn=tuple(self.drawn),
            step=step,
            scale=self.scale,
            made_by=self.made_by,
            mark=self.mark,
            review=self.review,
            number=number,
            around=self.around,
            extent=self.extent,
            apart=not self.atlas and number == (1, 1),
            trends=self.has_trends,
            base=self.base,
            known=known,
        )

    @property
    def has_trends(self) -> bool:
        """Whether pages with the trends of the indicators may follow: in a PDF of one map of indicators."""
        may = self.format == "pdf" and self.form == "map" and not self.atlas and "trends" in self.parts
        return may and MAP_THEMES[self.theme].of == "indicators"

    def checked(self) -> Export:
        """Return the same map with what a check finds, if it is a map of findings and the check is not done yet."""
        if not MAP_THEMES[self.theme].of_findings or self.findings is not None:
            return self
        return replace(self, findings=run_checks(self.plan, on=self.on))

    @property
    def heading(self) -> str:
        """The title that the map has."""
        return heading_of(self.plan, self.theme, self.grids, self.language, self.title)

    def size(self, dpi: float | None = None) -> Size:
        """Return the size of the sheet at its own resolution, or at another one."""
        from ui.outputs.paper.page import Size

        own = dpi or self.dpi or self.kind_of_file.dpi
        type_size = self.type_size or (ON_A_WALL if self.paper == "16:9" and not self.size_px else 1.0)
        if self.form != "map":
            type_size = 1.0
        if self.size_px:
            return Size(*self.size_px, own, type_size)
        width, height = PAPER_MM[self.paper]
        upright = self.upright or self.form != "map"
        return Size.of_paper(*((height, width) if upright else (width, height)), own, type_size)

    def preview(self, longest_px: int, step: Callable[[float], None]) -> QImage:
        """Return a small picture of the page, its longer side so many pixels."""
        return self.picture(longest_px, step).image

    def picture(self, longest_px: int, step: Callable[[float], None]) -> PagePicture:
        """Return a small picture of the page, its longer side so many pixels, with the place of the map in it."""
        from ui.outputs.paper.page import picture_of
        from ui.outputs.paper.sheet import UNITS

        full = self.size(1000)
        size = self.size(1000 * longest_px / max(full.width_px, full.height_px))
        page = marked(self.checked()).page(step)
        image = picture_of(page, size)
        width, height, _ = size.laid_out()
        frame = page.frame
        across, down = width * UNITS, height * UNITS
        place = (frame.left / across, frame.top / down, frame.width / across, frame.height / down)
        return PagePicture(image, place, frame.box)

    def write(self, path: Path, step: Callable[[float], None] = lambda share: None) -> tuple[Path, ...]:
        """Write it and return the files that were written; a file is there whole or not at all.

        Parameters
        ----------
        step : callable
            Called with the share of the work that is done, 0 to 1; what it raises stops the work.

        Raises
        ------
        BadInput
            ``export-suffix-unknown``, ``nothing-to-export``.
        BadInput, GridMapError
            As :func:`gridmap.storage.whole_files.whole_files`; ``no-chinese-font`` where a page is drawn.
        """
        must_be_free(path)  # before the work, not after it
        files: tuple[Path, ...] = self.kind_of_file.write(marked(self), path, step)
        return files

    @property
    def count(self) -> int:
        """How many grids it is about."""
        return len(self.plan.below(self.grids)) if self.grids else len(self.plan.ids)

    def notes(self) -> tuple[Problem, ...]:
        """Return what has to be said beside the file: grids that are not on the map, texts that were changed, rules."""
        is_map = self.kind_of_file.kind in OF_A_MAP
        return (*notes_of_grids(self.plan, self.grids, is_map=is_map), *rules_touched(self), *self.notes_of_page())

    def notes_of_page(self) -> tuple[Problem, ...]:
        """Return what has to be said of a page that was written: what its scale cuts off, tiles that are not there."""
        if self.kind_of_file.kind != "page" or self.form != "map" or self.atlas:
            return ()
        from ui.outputs.paper.scale_note import scale_note

        missing = self.base.missing if self.base is not None else 0
        tiles = (Problem("export-tiles-missing", values={"count": missing}),) if missing else ()
        return (*scale_note(self, PAPER_MM), *tiles)
