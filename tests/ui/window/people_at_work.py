"""The panel of people in the real window as a supervisor's hand works it: tabs, rows, menus, dialogs."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.panels.people.tables import COLUMNS, KINDS

WAIT = 20_000
NO_KEYS = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def shown(qtbot, window, kind: str = "workers"):
    """Show a table of people and wait until it is worked out; return the panel and the page."""
    panel = window.panels["people"]
    window.actions_by_key["show-people"].trigger()
    rect = panel.tabs.tabRect(KINDS.index(kind))
    qtbot.mouseClick(panel.tabs, LEFT, pos=rect.center())
    ready(qtbot, window)
    assert panel.page.kind == kind
    return panel, panel.page


def ready(qtbot, window) -> None:
    """Wait until the table in front is that of the present plan."""
    panel, session = window.panels["people"], window.session
    qtbot.waitUntil(
        lambda: (
            panel.page.model.table is not None
            and panel.page.model.table.plan is session.plan
            and not session.is_working
        ),
        timeout=WAIT,
    )


def row_of(page, row_id: int) -> int:
    [place] = np.flatnonzero(page.model.table.ids[page.model.rows] == row_id)
    return int(place)


def index_of(page, row: int, key: str):
    return page.model.index(row, COLUMNS[page.kind].index(key))


def click(qtbot, page, row: int, key: str = "", keys=NO_KEYS) -> None:
    """Click on a cell of a row, of the first column by default."""
    index = index_of(page, row, key or COLUMNS[page.kind][0])
    page.view.scrollTo(index)
    qtbot.mouseClick(page.view.viewport(), LEFT, keys, page.view.visualRect(index).center())


def text(page, row: int, key: str) -> str:
    return page.model.data(index_of(page, row, key))


def typed(qtbot, page, row: int, key: str, what: str) -> None:
    """Type into a cell as one does: F2, the text, Enter."""
    click(qtbot, page, row, key)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None and editor is not page.view
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    if what.isascii():
        qtbot.keyClicks(editor, what)
    else:
        editor.insert(what)  # there are no keys for Chinese
    with qtbot.waitSignal(page.model.typed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the edit is done when the editor is closed


def do(panel, key: str) -> None:
    """Choose something of the menu Change, which must be offered."""
    action = panel.actions_by_key[key]
    assert action in panel.menu.actions() and action.isEnabled(), key
    action.trigger()


def opened(kind):
    """Return the one dialog of a kind that is open."""
    [dialog] = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]
    return dialog


def press(qtbot, button) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def undone(window, plan) -> bool:
    """Take the last step back and say whether the plan is as it was."""
    window.actions_by_key["undo"].trigger()
    return window.session.plan.same_content(plan)


def drag(data, on: QWidget, at: QPoint, action=Qt.DropAction.CopyAction) -> bool:
    """Drag something over a widget and let it fall at a place; return whether it was taken."""
    enter = QDragEnterEvent(at, action, data, LEFT, NO_KEYS)
    QApplication.sendEvent(on, enter)
    move = QDragMoveEvent(at, action, data, LEFT, NO_KEYS)
    move.ignore()
    QApplication.sendEvent(on, move)
    if not (enter.isAccepted() and move.isAccepted()):
        return False
    drop = QDropEvent(QPointF(at), action, data, LEFT, NO_KEYS)
    QApplication.sendEvent(on, drop)
    return drop.isAccepted()
