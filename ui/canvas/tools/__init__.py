"""What the left button and the keys do on the map: one tool at a time."""

from __future__ import annotations

from ui.canvas.tools.base import Ground, Tool
from ui.canvas.tools.boxes import BoxSelect
from ui.canvas.tools.lasso import LassoSelect
from ui.canvas.tools.measure import MeasureArea, MeasureLength
from ui.canvas.tools.pan import PanAndSelect

TOOLS: tuple[type[Tool], ...] = (PanAndSelect, BoxSelect, LassoSelect, MeasureLength, MeasureArea)
"""All tools, the usual one first; ``action-tool-KEY`` in ``ui/messages.py`` is a tool's
name, ``tool-KEY-help`` how it is used."""

__all__ = ["TOOLS", "BoxSelect", "Ground", "LassoSelect", "MeasureArea", "MeasureLength", "PanAndSelect", "Tool"]
