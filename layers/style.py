"""How a mark looks, in words that a screen, a sheet of paper and a web page understand alike.

Lengths are millimetres on paper; a screen of 96 dots per inch shows a millimetre as 3.78 dots. Colours are
``"#rrggbb"`` and opaque, so that a printed page needs no transparency and a legend shows exactly what the map shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Pattern = Literal["", "diagonal", "back-diagonal", "cross", "horizontal", "vertical", "dots"]
"""Hatching laid over a fill, so that classes stay apart without colour."""

Symbol = Literal["", "circle", "square", "diamond", "triangle", "down-triangle", "cross", "plus", "star", "hexagon"]
"""Point symbol for what is too small to be seen at its true size."""


@dataclass(frozen=True)
class TextStyle:
    """How a name is set on the map.

    Attributes
    ----------
    size_mm : float
        Height of an em.
    bold : bool
    colour, halo : str
        Colour of the letters, and of the rim that keeps them legible over lines.
    halo_mm : float
        Width of the rim on each side of a letter.
    spacing : float
        Extra space after each letter, as a share of its width.
    slant : bool
        Set oblique, as names of waters are.
    plate : bool
        On paper the letters stand on a plate in the colour of the rim, which costs less than a rim.
    room : float
        The name is left out where less than this share of its height fits into what it names.
    """

    size_mm: float
    bold: bool = False
    colour: str = "#1f2933"
    halo: str = "#ffffff"
    halo_mm: float = 0.4
    spacing: float = 0.0
    slant: bool = False
    room: float = 0.0
    plate: bool = False


@dataclass(frozen=True)
class Style:
    """How one class of marks looks.

    Attributes
    ----------
    fill : str
        Colour of the inside, ``""`` for none.
    apart : bool
        Whether areas lie apart from one another, so that no light shines between two whose rims are not closed.
    pattern, pattern_colour, pattern_gap_mm, pattern_width_mm : str, str, float, float
        Hatching over the fill, the distance of its lines and their width.
    stroke, width_mm, dash_mm : str, float, tuple of float
        Outline of an area, or the line itself; dashes and gaps alternate, in millimetres.
    casing, casing_mm : str, float
        A wider line below the line.
    symbol, symbol_mm : str, float
        Drawn at the inner point of a mark that is smaller than about the symbol, filled with ``fill``, or with
        ``symbol_fill`` where that is given.
    symbol_fill : str
    symbol_on_top : bool
        Whether the symbol also stands on marks that are large enough to be seen: findings about a whole grid.
    text : TextStyle, optional
        How the marks' labels are set; without it there are none.
    """

    fill: str = ""
    apart: bool = False
    pattern: Pattern = ""
    pattern_colour: str = ""
    pattern_gap_mm: float = 1.1
    pattern_width_mm: float = 0.22
    stroke: str = ""
    width_mm: float = 0.0
    dash_mm: tuple[float, ...] = ()
    casing: str = ""
    casing_mm: float = 0.0
    symbol: Symbol = ""
    symbol_mm: float = 0.0
    symbol_fill: str = ""
    symbol_on_top: bool = False
    text: TextStyle | None = None
