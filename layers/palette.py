"""The colours and line weights of every class, in one place.

Classes that a reader must tell apart differ in lightness by enough for a grey printer, or carry a hatching of their
own, and keep apart under protanopia and deuteranopia (``tests/layers/test_palette.py`` measures both). The graver a
state, the darker it is, so that what matters also stands out on a photocopy.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from gridmap.ground.items import ItemState
from gridmap.people.branches import BranchState
from gridmap.people.staffing import Staffing
from gridmap.people.workload import Workload
from layers.style import Style, TextStyle

# ---- ground ----------------------------------------------------------------------------------------------------------

TINTS: Final = ("#f7e8c8", "#dcebd3", "#f6dcd3", "#e6e0f2", "#f3f1bf", "#d5ece8", "#f0e0ea")
"""Fills that tell neighbouring towns apart; the name says which is which, so they need no legend."""

PLAIN: Final = Style(fill="#fdfcf9")
PLAIN_DEDICATED: Final = Style(
    fill="#efede8", pattern="diagonal", pattern_colour="#cbc7be", pattern_gap_mm=0.9, pattern_width_mm=0.15
)
NOT_ASKED: Final = Style(
    fill="#ffffff", pattern="dots", pattern_colour="#a9a59c", pattern_gap_mm=1.0, pattern_width_mm=0.13
)
"""Grids of which the scheme does not ask what a map shows."""

DEDICATED: Final = Style(fill="#b59ac6", pattern="diagonal", pattern_colour="#8e6ea6", pattern_gap_mm=0.9)
WATER: Final = Style(
    fill="#bcd9ec",
    stroke="#8fbdd9",
    width_mm=0.1,
    text=TextStyle(2.3, colour="#235f8d", halo="#d9eaf5", halo_mm=0.22, slant=True, room=0.6),
)
GREAT_WATER: Final = Style(
    fill="#bcd9ec",
    stroke="#8fbdd9",
    width_mm=0.1,
    text=TextStyle(5.4, colour="#1f5b88", halo="", spacing=3.2, slant=True, room=0.5),
)
"""Waters that take a good part of what is shown."""
CANAL: Final = Style(stroke="#a3cae3", width_mm=0.35)
EXEMPT: Final = Style(
    fill="#dfe8ea", pattern="horizontal", pattern_colour="#9fb4bc", pattern_gap_mm=1.0, pattern_width_mm=0.15
)
ROAD: Final = MappingProxyType(
    {
        "motorway": Style(stroke="#f2b96b", width_mm=0.5, casing="#b98535", casing_mm=0.75),
        "primary": Style(stroke="#fffdf7", width_mm=0.32, casing="#b5aa98", casing_mm=0.52),
        "secondary": Style(stroke="#d3cabb", width_mm=0.2),
        "street": Style(stroke="#ddd6ca", width_mm=0.12),
    }
)
"""Roads by rank, the highest first; a rank that is not here looks like the last."""
BUILDING: Final = Style(fill="#b9ada0", apart=True)
ZONE: Final = Style(stroke="#b4312b", width_mm=0.35, dash_mm=(1.6, 0.9))

DEPARTMENTS: Final = (
    Style(stroke="#1d4ed8", width_mm=0.5, dash_mm=(2.6, 0.9), casing="#ffffff", casing_mm=0.9),
    Style(stroke="#b45309", width_mm=0.5, dash_mm=(1.2, 0.8), casing="#ffffff", casing_mm=0.9),
    Style(stroke="#15803d", width_mm=0.5, dash_mm=(2.6, 0.7, 0.6, 0.7), casing="#ffffff", casing_mm=0.9),
    Style(stroke="#9d174d", width_mm=0.5, dash_mm=(0.6, 0.7), casing="#ffffff", casing_mm=0.9),
    Style(stroke="#4c1d95", width_mm=0.5, dash_mm=(2.6, 0.7, 0.6, 0.7, 0.6, 0.7), casing="#ffffff", casing_mm=0.9),
    Style(stroke="#0f766e", width_mm=0.5, dash_mm=(4.0, 1.2), casing="#ffffff", casing_mm=0.9),
)
"""Borders of other departments' grids, apart by their dashes besides the colour; they repeat after the last."""
DEPARTMENT_CROSSING: Final = Style(
    pattern="diagonal", pattern_colour="#b91c1c", pattern_gap_mm=1.1, pattern_width_mm=0.35, stroke="#b91c1c",
    width_mm=0.35,
)  # fmt: skip

_POINT: Final = Style(stroke="#ffffff", width_mm=0.15, symbol_mm=1.9)
REFERENCES: Final = (
    (Style(stroke="#0b5fa5", width_mm=0.42), replace(_POINT, fill="#0b5fa5", symbol="circle")),
    (Style(stroke="#c2410c", width_mm=0.42, dash_mm=(1.8, 0.8)), replace(_POINT, fill="#c2410c", symbol="square")),
    (Style(stroke="#15803d", width_mm=0.42, dash_mm=(0.6, 0.7)), replace(_POINT, fill="#15803d", symbol="triangle")),
    (
        Style(stroke="#7e22ce", width_mm=0.42, dash_mm=(2.4, 0.7, 0.5, 0.7)),
        replace(_POINT, fill="#7e22ce", symbol="diamond"),
    ),
)
"""Files laid over the map: lines apart by their dashes and points by their symbols, besides the colour."""

# ---- borders ---------------------------------------------------------------------------------------------------------

OUTLINE: Final = Style(stroke="#5c1630", width_mm=0.8)
RIM: Final = (
    Style(stroke="#e9e4dc", width_mm=8.0),
    Style(stroke="#e2dacf", width_mm=5.6),
    Style(stroke="#d9cdc2", width_mm=3.4),
)
"""Bands of the soft rim around the whole, the widest first."""
NEIGHBOUR: Final = Style(
    fill="#f1eee8", stroke="#cdc6ba", width_mm=0.25, text=TextStyle(2.6, colour="#6f695c", halo="#f1eee8")
)
BORDERS: Final = (
    Style(stroke="#7a1f3d", width_mm=0.6),
    Style(stroke="#4d4a4a", width_mm=0.28),
    Style(stroke="#8b8781", width_mm=0.13),
    Style(stroke="#a8a49d", width_mm=0.08),
)
"""Borders of the levels from the top; levels further down look like the last."""

NAMES: Final = (
    TextStyle(4.7, bold=True, colour="#4a1025", halo_mm=0.55, spacing=0.16),
    TextStyle(2.1, colour="#2b2f33", halo_mm=0.32, room=0.45),
)
"""Names on a map of several top grids: these, and the level below."""
PART_NAMES: Final = (
    TextStyle(3.3, bold=True, colour="#3b2a30", halo_mm=0.45, spacing=0.08),
    TextStyle(1.8, colour="#5a5f66", halo_mm=0.26, room=0.6),
)
"""Names on a map of a single top grid: the level below, and the one below that."""

# ---- two divisions side by side --------------------------------------------------------------------------------------

CHANGED_GROUND: Final = Style(
    pattern="diagonal", pattern_colour="#00626b", pattern_gap_mm=1.2, pattern_width_mm=0.35, stroke="#00626b",
    width_mm=0.55, text=TextStyle(2.9, bold=True, colour="#003f45", halo_mm=0.6),
)  # fmt: skip
OLD_BORDER: Final = Style(stroke="#1f2933", width_mm=0.6, dash_mm=(1.8, 1.2), casing="#ffffff", casing_mm=1.3)

# ---- states ----------------------------------------------------------------------------------------------------------

STAFFING: Final = MappingProxyType(
    {
        Staffing.FULL_TIME: Style(fill="#cfe6e3"),
        Staffing.PART_TIME: Style(fill="#e2a63c", pattern="diagonal", pattern_colour="#94651a", pattern_gap_mm=1.2),
        Staffing.NOBODY: Style(fill="#a3243b", pattern="cross", pattern_colour="#f3c9cd", pattern_gap_mm=1.5),
    }
)
BRANCHES: Final = MappingProxyType(
    {
        BranchState.OWN: Style(fill="#f6d9cf"),
        BranchState.JOINT: Style(fill="#dd8a6c", pattern="diagonal", pattern_colour="#8f3c22", pattern_gap_mm=1.2),
        BranchState.NONE: Style(fill="#37475a", pattern="cross", pattern_colour="#c3ccd6", pattern_gap_mm=1.5),
    }
)
CHAIN: Final = (
    Style(stroke="#8f1d1d", width_mm=0.18),
    Style(stroke="#8f1d1d", width_mm=0.18, dash_mm=(1.0, 0.7)),
    Style(fill="#8f1d1d", stroke="#ffffff", width_mm=0.2, symbol="hexagon", symbol_mm=1.7),
)
"""From a branch to the one above it: a branch of one grid, a joint one, and where the one above sits."""
WORKLOAD: Final = MappingProxyType(
    {
        Workload.UNDER: Style(fill="#a9c8e4", pattern="back-diagonal", pattern_colour="#4f81ad", pattern_gap_mm=1.3),
        Workload.WITHIN: Style(fill="#f7f4e4"),
        Workload.OVER: Style(fill="#e9a25b", pattern="diagonal", pattern_colour="#a2601e", pattern_gap_mm=1.6),
        Workload.FAR_OVER: Style(fill="#93370f", pattern="cross", pattern_colour="#e8bfa6", pattern_gap_mm=1.6),
    }
)
WORKLOAD_UPPER_HALF: Final = Style(fill="#e3d9ae")
"""Within the standard, but nearer to the most than to the least."""
NIGHT: Final = MappingProxyType(
    {
        "#f7f4e4": "#31352f", "#e3d9ae": "#565d3c", "#e9a25b": "#b0681d", "#93370f": "#f39a72",
        "#a9c8e4": "#2d5f94", "#4f81ad": "#82b4e2", "#a2601e": "#f0b36b", "#e8bfa6": "#7a2c0a",
    }
)  # fmt: skip
"""How fills and patterns of the workload look on a dark screen, where turned over they would not keep apart."""
LOAD: Final = (
    Style(fill="#e3eef4"),
    Style(fill="#b3cbe0"),
    Style(fill="#7f6bb0", pattern="diagonal", pattern_colour="#d6cdea", pattern_gap_mm=1.4),
    Style(fill="#4a1f45", pattern="cross", pattern_colour="#d3b3cc", pattern_gap_mm=1.5),
)
"""What a full-time worker carries: up to half the limit, up to the limit, over it; no such worker."""
INDICATOR: Final = (
    Style(fill="#d3e8cf"),
    Style(fill="#d9b44a", pattern="diagonal", pattern_colour="#8a6a16", pattern_gap_mm=1.2),
    Style(fill="#8a2f4f", pattern="cross", pattern_colour="#efc6d3", pattern_gap_mm=1.5),
)
"""What the scheme asks for: there, nearly there or one thing lacking, far from it or several lacking."""
_FACILITY_NUMBER: Final = TextStyle(1.7, colour="#2b2f33")
FACILITIES: Final = tuple(
    Style(symbol_fill=fill, stroke="#ffffff", width_mm=0.15, symbol="circle", symbol_mm=2.4, text=_FACILITY_NUMBER)
    for fill in ("#b4312b", "#0b5fa5", "#15803d", "#7e22ce", "#8a4b00", "#0f766e", "#be185d", "#475569")
)
"""Kinds of facilities, in the order of the scheme; the shape of the symbol is the scheme's."""
_COMPOUND: Final = Style(width_mm=0.5, symbol="square", symbol_mm=2.2, text=_FACILITY_NUMBER)
COMPOUNDS: Final = tuple(
    replace(_COMPOUND, stroke=colour, symbol_fill=colour, symbol_mm=size, dash_mm=dashes, width_mm=width)
    for colour, size, width, dashes in (
        ("#1d6f42", 2.2, 0.5, ()),
        ("#b4312b", 2.2, 0.5, (1.6, 0.7)),
        ("#0b3d7a", 3.0, 0.8, ()),
        ("#6d1f7a", 3.0, 0.8, (2.2, 0.8)),
        ("#7c8791", 1.8, 0.35, (0.8, 0.6)),
    )
)
"""Compounds: with a branch, without; super-compounds with one, without; such as only buildings name."""
COMPOUND_STATES: Final = (
    replace(_COMPOUND, stroke="#1d6f42", symbol_fill="#1d6f42"),
    replace(_COMPOUND, stroke="#b0811a", symbol_fill="#b0811a", symbol="triangle", dash_mm=(2.2, 0.7)),
    replace(_COMPOUND, stroke="#8a2f4f", symbol_fill="#8a2f4f", symbol="diamond", dash_mm=(1.0, 0.7)),
)
"""A compound has enough of what the scheme asks for, at least half of it, less."""
DENSITY: Final = tuple(Style(fill=fill) for fill in ("#fbfae6", "#c9deb4", "#84bba2", "#4b8f97", "#1f5474"))
"""From thinly to densely peopled ground, one hue turning into the next and each darker than the one before."""

ITEMS: Final = MappingProxyType(
    {
        ItemState.RAISED: Style(
            symbol_fill="#b3202a", stroke="#ffffff", width_mm=0.2, symbol="triangle", symbol_mm=2.5
        ),
        ItemState.ASSIGNED: Style(
            symbol_fill="#e08a1e", stroke="#ffffff", width_mm=0.2, symbol="diamond", symbol_mm=2.5
        ),
        ItemState.SOLVED: Style(symbol_fill="#4f9d69", stroke="#ffffff", width_mm=0.2, symbol="circle", symbol_mm=1.9),
        ItemState.EVALUATED: Style(
            symbol_fill="#8fa3b5", stroke="#ffffff", width_mm=0.2, symbol="square", symbol_mm=1.7
        ),
    }
)
"""How far an item has come; what is open is larger and brighter than what is done."""
ITEM_RATE: Final = tuple(Style(fill=fill) for fill in ("#fff4d6", "#f3cfa6", "#e39a70", "#b9583f", "#6d1f2a"))
"""From few to many items, one hue turning into the next and each darker than the one before."""
ROLES: Final = (
    Style(fill="#d5e6d0"),
    Style(fill="#e2b04c", pattern="diagonal", pattern_colour="#94651a", pattern_gap_mm=1.2),
    Style(fill="#7a2338", pattern="cross", pattern_colour="#ecc8cf", pattern_gap_mm=1.5),
)
"""All roles that a grid must have, some of them missing, none of them held."""

# ---- what files would bring ------------------------------------------------------------------------------------------

INCOMING: Final = (
    Style(fill="#e9e6df"),
    Style(fill="#a3d39c"),
    Style(fill="#e9b04a", pattern="diagonal", pattern_colour="#8a5a12", pattern_gap_mm=1.3),
    Style(fill="#8fb5e0", pattern="back-diagonal", pattern_colour="#2f5f96", pattern_gap_mm=1.3),
    Style(fill="#c678a8", pattern="dots", pattern_colour="#5a1640", pattern_gap_mm=1.1),
    Style(fill="#8c2f2a", pattern="cross", pattern_colour="#ecc3bf", pattern_gap_mm=1.5),
    Style(fill="#454b54", pattern="horizontal", pattern_colour="#b9c0c9", pattern_gap_mm=1.3),
)
"""As it is, new, changed, renamed, doubtful, left out, gone."""

# ---- findings --------------------------------------------------------------------------------------------------------

FINDINGS: Final = MappingProxyType(
    {
        "gap": Style(fill="#d7191c", stroke="#7f0a0c", width_mm=0.25, symbol="circle", symbol_mm=3.0),
        "overlap": Style(
            fill="#7b3294", stroke="#451457", width_mm=0.25, pattern="cross", pattern_colour="#e5cdee",
            symbol="square", symbol_mm=2.8,
        ),
        "overhang": Style(
            fill="#fd9b2f", stroke="#8a4b00", width_mm=0.25, pattern="diagonal", pattern_colour="#8a4b00",
            symbol="triangle", symbol_mm=3.3,
        ),
        "ground": Style(
            fill="#fdf5bd", stroke="#5a4b00", width_mm=0.25, pattern="dots", pattern_colour="#8a7400",
            symbol="diamond", symbol_mm=3.3, symbol_fill="#f5d90a", symbol_on_top=True,
        ),
        "codes": Style(
            fill="#f2f2f2", stroke="#202020", width_mm=0.25, pattern="dots", pattern_colour="#6a6a6a",
            symbol="cross", symbol_mm=3.0, symbol_fill="#202020", symbol_on_top=True,
        ),
        "people": Style(
            fill="#d9e9f5", stroke="#0c3d60", width_mm=0.25, pattern="back-diagonal", pattern_colour="#2c7fb8",
            symbol="down-triangle", symbol_mm=3.3, symbol_fill="#2c7fb8", symbol_on_top=True,
        ),
        "branches": Style(
            fill="#fbe0ee", stroke="#7d0f48", width_mm=0.25, pattern="vertical", pattern_colour="#d81b7a",
            symbol="star", symbol_mm=3.7, symbol_fill="#e7298a", symbol_on_top=True,
        ),
        "buildings": Style(
            fill="#d6efe6", stroke="#0a4a37", width_mm=0.25, pattern="horizontal", pattern_colour="#1b9e77",
            symbol="plus", symbol_mm=3.2, symbol_fill="#1b9e77", symbol_on_top=True,
        ),
        "indicators": Style(
            fill="#efe3d2", stroke="#4a2c0a", width_mm=0.25, pattern="diagonal", pattern_colour="#a6611a",
            symbol="hexagon", symbol_mm=3.2, symbol_fill="#a6611a", symbol_on_top=True,
        ),
    }
)  # fmt: skip
"""Findings by rule, or by the group of rules where many rules share a class."""
