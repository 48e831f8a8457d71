"""What writers of pages may ask of what is wanted, as :class:`ui.outputs.export.Export` says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from gridmap.figures.statistics import Breakdown
    from gridmap.model.plan import Plan
    from gridmap.people.privacy import Profile
    from ui.outputs.formats import Format
    from ui.words.messages import Language


class Wanted(Protocol):
    """An export, seen by those who write one; the attributes are those of the export."""

    @property
    def plan(self) -> Plan:
        """What is exported."""
        ...

    @property
    def language(self) -> Language:
        """Of all that is said."""
        ...

    @property
    def privacy(self) -> Profile:
        """What is shown of people."""
        ...

    @property
    def on(self) -> dt.date:
        """The day for which assignments count."""
        ...

    @property
    def grids(self) -> tuple[int, ...]:
        """Ids of the grids in scope; none for all."""
        ...

    @property
    def title(self) -> str:
        """What it is to be called, if somebody says so."""
        ...

    @property
    def heading(self) -> str:
        """The title that it has."""
        ...

    @property
    def kind_of_file(self) -> Format:
        """The entry of its format."""
        ...

    @property
    def paper(self) -> str:
        """Name of the sheet."""
        ...

    @property
    def scale(self) -> int:
        """1 to so many, 0 for what fits."""
        ...

    @property
    def made_by(self) -> str:
        """Who answers for it."""
        ...

    @property
    def atlas(self) -> str:
        """Key of the level whose grids have a page each."""
        ...

    @property
    def files(self) -> str:
        """One file, one each, or one for each top grid."""
        ...

    @property
    def pattern(self) -> str:
        """What several files are called."""
        ...

    @property
    def form(self) -> str:
        """A map, a sheet of each grid, or a board of each."""
        ...

    @property
    def changes(self) -> Sequence[Any]:
        """What was done to the project."""
        ...

    @property
    def qr(self) -> str:
        """What the code on a board says."""
        ...

    @property
    def review_number(self) -> str:
        """The number of the map's review."""
        ...

    @property
    def mark(self) -> str:
        """What stands large at the top."""
        ...

    @property
    def review(self) -> str:
        """What is said of the review."""
        ...

    @property
    def findings(self) -> Any:
        """What a check found."""
        ...

    def checked(self) -> Wanted:
        """Return the same with what a check finds, if it is about that."""
        ...

    def page(
        self, step: Callable[[float], None] = ..., number: tuple[int, int] = ..., known: Breakdown | None = ...
    ) -> Any:
        """Return the page, which of how many it is; ``step`` is told how far the drawing is."""
        ...

    def size(self, dpi: float | None = None) -> Any:
        """Return the size of the sheet."""
        ...


W = TypeVar("W")


def changed(wanted: W, **attributes: object) -> W:
    """Return what is wanted with some attributes in place of its own."""
    from dataclasses import replace

    return cast(W, replace(cast(Any, wanted), **attributes))
