"""Slides: the division as shapes that can be recoloured and moved, with figures as tables and charts of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.outputs.export import Export


def write_slides(export: Export, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write a plan as slides; see :func:`ui.outputs.slides.briefing.write_briefing`."""
    from ui.outputs.slides.briefing import write_briefing

    return write_briefing(export, path, step)
