"""Lists of a box that may hold thousands of rows, all of one height."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QListView


def expect_many_rows(box: QComboBox) -> None:
    """Have the list of a box measure one row for all; Qt measures each whenever the window is dressed anew."""
    view = box.view()
    if isinstance(view, QListView):
        view.setUniformItemSizes(True)
