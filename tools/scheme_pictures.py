"""Make the pictures of the schemes' samples: the window with what was published on the map.

    python -m tools.scheme_pictures [FOLDER [NAME...]]

The real window shows the samples without a screen, in both languages.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage

from sample_data.make import make_plan
from tools.guide_pictures import Stage, make_pictures
from ui.panels.layers_panel import LayersPanel

FOLDER: Final = Path("docs/images")
WITH_ITEMS: Final = "chongchuan"
SCHEMES: Final = ("shapingba", WITH_ITEMS)
"""Whose samples the pages show."""


def shown(stage: Stage) -> QImage:
    """Show what a sample is about: its items and facilities, or else its indicators."""
    if stage.plan.scheme.key == WITH_ITEMS:
        stack = stage.window.arrangement.panel(LayersPanel).stack
        for key in ("items", "facilities"):
            stack.show(key, True)
    else:
        stage.window.actions_by_key["theme-indicators"].trigger()
    stage.settle()
    return stage.picture()


def main() -> None:
    """Make the pictures into the folder that is named first; others are names of schemes."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for key in sys.argv[2:] or SCHEMES:
        for path in make_pictures(folder, make_plan("city", 2020, key), {f"scheme-{key}": shown}):
            print(path)


if __name__ == "__main__":
    main()
