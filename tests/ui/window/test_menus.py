"""The menus of the window."""

from __future__ import annotations

import shiboken6

from ui.window.main_window import MainWindow


def test_they_hold_though_the_wrapper_of_what_holds_them_ends(window: MainWindow) -> None:
    shiboken6.invalidate(window.menuBar())  # as seen after an hour of anything at all; Qt's own menu bar stands
    window.menus.set_texts()
    assert window.menus.menus["file"].title() == window.words("menu-file")
    assert window.menus.panels.title() == window.words("menu-panels")
