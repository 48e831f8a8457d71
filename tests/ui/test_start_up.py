"""What the window loads before it is up: it need not wait for dictionaries, networks and office files."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from ui.look.appearance import DARK, LIGHT, icon
from ui.look.icons import outline

LATER: Final = (
    "PySide6.QtNetwork",
    "docx",
    "folium",
    "platformdirs",
    "pptx",
    "pyogrio",
    "pypinyin",
    "qtpy",
    "rapidfuzz",
    "xlsxwriter",
)


def test_what_is_heavy_and_not_needed_at_once_is_not_loaded_before_the_window_is_up() -> None:
    code = f"""
import sys
from ui.open_verb import load_program
load_program()
print(*[name for name in {LATER} if name in sys.modules])
print(*[name for name in sys.modules if name.split('.')[0] in ('pandas', 'gridmap', 'layers', 'PySide6')])
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded, order = done.stdout.split("\n")[:2]
    assert loaded == ""
    names = order.split()
    # PySide6 reads the source of every module that is imported after it; a few of the domain may come late.
    before, after = names[: names.index("PySide6")], names[names.index("PySide6") :]
    assert "pandas.core.frame" in before
    assert len([name for name in after if not name.startswith("PySide6")]) < 10


@pytest.mark.usefixtures("qapp")
def test_an_icon_is_painted_in_the_colour_of_its_state_at_any_size() -> None:
    for side in (16, 24, 96):
        for mode, state, colour in (
            (QIcon.Mode.Normal, QIcon.State.Off, DARK.text),
            (QIcon.Mode.Disabled, QIcon.State.Off, DARK.faint),
            (QIcon.Mode.Normal, QIcon.State.On, DARK.on_accent),
        ):
            image = icon("square", DARK).pixmap(QSize(side, side), 1.0, mode, state).toImage()
            assert (image.width(), image.height()) == (side, side)
            assert image.pixelColor(side // 2, side // 2).name() == colour
            assert image.pixelColor(0, 0).alpha() == 0


@pytest.mark.usefixtures("qapp")
def test_an_icon_that_does_not_exist_is_a_mistake_and_not_an_empty_place() -> None:
    assert not outline("undo").isEmpty()
    with pytest.raises(KeyError):
        icon("no-such-icon", LIGHT)
