"""How a page of a map is divided: one set of lengths for a sheet that is read from near, one for a slide on a wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.outputs.paper.names import Sizes
from ui.outputs.paper.sheet import Sheet

_LOW_MM: Final = 170.0


@dataclass(frozen=True)
class Proportions:
    """Lengths in millimetres of the sheet.

    Attributes
    ----------
    margin, header, footer, sidebar, gutter, section : float
        Free edge; height of the head with a title of one line; height of the foot; width of the column beside the map;
        what lies between it and the map; what lies between its sections.
    titles : tuple of (float, int)
        Sizes of the title with the most lines that each may take, the largest first.
    title_base, subtitle_base : float
        Where the letters stand below the head's top.
    bar : (float, float)
        Top and height of the bar beside the title.
    subtitle, mark, big : float
        Sizes of type.
    figure_row, share_row, legend_row : float
    table_rows : (float, float)
        Least and greatest height of a row of the table.
    names : Sizes
        Of what is written on the map.
    """

    margin: float
    header: float
    footer: float
    sidebar: float
    gutter: float
    section: float
    titles: tuple[tuple[float, int], ...]
    title_base: float
    subtitle_base: float
    bar: tuple[float, float]
    subtitle: float
    mark: float
    big: float
    figure_row: float
    share_row: float
    legend_row: float
    table_rows: tuple[float, float]
    names: Sizes


FULL: Final = Proportions(
    margin=13.0,
    header=27.0,
    footer=9.5,
    sidebar=88.0,
    gutter=8.0,
    section=5.0,
    titles=((11.5, 1), (9.0, 1), (8.0, 2), (6.5, 3), (5.0, 5)),
    title_base=10.4,
    subtitle_base=18.2,
    bar=(1.2, 17.6),
    subtitle=4.2,
    mark=4.0,
    big=6.6,
    figure_row=14.2,
    share_row=9.4,
    legend_row=5.7,
    table_rows=(4.3, 6.2),
    names=Sizes(),
)
"""For a sheet that is read from near."""

LOW: Final = Proportions(
    margin=7.0,
    header=14.5,
    footer=7.0,
    sidebar=66.0,
    gutter=5.0,
    section=3.0,
    titles=((6.4, 1), (5.4, 1), (4.8, 2), (4.0, 3), (3.4, 5)),
    title_base=5.8,
    subtitle_base=10.2,
    bar=(0.6, 10.2),
    subtitle=2.9,
    mark=3.0,
    big=5.4,
    figure_row=10.6,
    share_row=7.0,
    legend_row=4.7,
    table_rows=(3.9, 4.8),
    names=Sizes(least_mm=1.75, number_mm=1.6, reach_mm=3.0),
)
"""For a sheet that is low for its type, as a slide is: what stands around the map gives way to the map."""


def proportions_of(sheet: Sheet) -> Proportions:
    """Return how a sheet is divided."""
    return LOW if min(sheet.width_mm, sheet.height_mm) < _LOW_MM else FULL
