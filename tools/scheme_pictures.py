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
LAYERS: Final[dict[str, tuple[str, ...]]] = {"chongchuan": ("items", "facilities"), "chengdu": ("compounds",)}
"""What some samples are about; of the others the indicators are shown."""

SIZES: Final = {"shapingba": "city", "chongchuan": "city", "chengdu": "town"}
"""The samples that the page shows."""


def shown(stage: Stage) -> QImage:
    """Show what a sample is about."""
    stack, layers = stage.window.arrangement.panel(LayersPanel).stack, LAYERS.get(stage.plan.scheme.key, ())
    for key in layers:
        stack.show(key, True)
    if not layers:
        stage.window.actions_by_key["theme-indicators"].trigger()
    stage.settle()
    return stage.picture()


def main() -> None:
    """Make the pictures into the folder that is named first; others are names of schemes."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for key in sys.argv[2:] or SIZES:
        for path in make_pictures(folder, make_plan(SIZES[key], 2020, key), {f"scheme-{key}": shown}):
            print(path)


if __name__ == "__main__":
    main()
