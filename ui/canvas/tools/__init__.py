"""What the left button and the keys do on the map: one tool at a time."""

from __future__ import annotations

from ui.canvas.tools.base import Ground, Tool
from ui.canvas.tools.borders import FollowReference, MoveSharedBorder, ReshapeAlong
from ui.canvas.tools.boxes import BoxSelect
from ui.canvas.tools.carving import CarveOut, DissolveCarved, MoveToParent, Retire
from ui.canvas.tools.editing import EditTool
from ui.canvas.tools.gaps import ClipOverhang, FillGap
from ui.canvas.tools.giving import GiveArea
from ui.canvas.tools.homes import GiveHomes
from ui.canvas.tools.lasso import LassoSelect
from ui.canvas.tools.measure import MeasureArea, MeasureLength
from ui.canvas.tools.merging import MergeSelection
from ui.canvas.tools.new_ground import DrawNewGrid, ExemptArea
from ui.canvas.tools.outlines import OUTLINE_TOOLS
from ui.canvas.tools.pan import PanAndSelect
from ui.canvas.tools.splitting import SplitByLine, SplitIntoShares
from ui.canvas.tools.vertices import EditVertices

EDIT_TOOLS: tuple[type[EditTool], ...] = (
    EditVertices,
    MoveSharedBorder,
    ReshapeAlong,
    FollowReference,
    SplitByLine,
    SplitIntoShares,
    MergeSelection,
    GiveArea,
    GiveHomes,
    DrawNewGrid,
    CarveOut,
    DissolveCarved,
    MoveToParent,
    Retire,
    FillGap,
    ClipOverhang,
    ExemptArea,
)
"""The tools that change boundaries."""

TOOLS: tuple[type[Tool], ...] = (PanAndSelect, BoxSelect, LassoSelect, MeasureLength, MeasureArea, *EDIT_TOOLS)
"""All tools, the usual one first; ``action-tool-KEY`` in ``ui/words/sentences`` is a tool's
name, ``tool-KEY-help`` how it is used."""

__all__ = [
    "EDIT_TOOLS",
    "OUTLINE_TOOLS",
    "TOOLS",
    "BoxSelect",
    "CarveOut",
    "ClipOverhang",
    "DissolveCarved",
    "DrawNewGrid",
    "EditTool",
    "EditVertices",
    "ExemptArea",
    "FillGap",
    "FollowReference",
    "GiveArea",
    "GiveHomes",
    "Ground",
    "LassoSelect",
    "MeasureArea",
    "MeasureLength",
    "MergeSelection",
    "MoveSharedBorder",
    "MoveToParent",
    "PanAndSelect",
    "ReshapeAlong",
    "Retire",
    "SplitByLine",
    "SplitIntoShares",
    "Tool",
]
