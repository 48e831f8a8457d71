"""Menus and bars: an action for every entry of the list, its words, and whether it can be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QToolButton

from ui.look.appearance import Appearance, icon
from ui.look.plain import as_it_reads, as_menu_text
from ui.look.words import Words
from ui.session.desk import Desk
from ui.window.actions import ACTIONS, MENUS, ActionSpec
from ui.window.lock_menu import LockMenu
from ui.window.map_menu import MapMenu
from ui.window.mode_bar import MENU as MODES
from ui.window.mode_bar import ModeBar
from ui.words.history_lines import what_was_done

_ICON_PX: Final = 20
_NAMED_FIRST: Final = ("map", "file", "edit", "tools", "plans", "view", "boundaries", "findings", "help")
"""The menus in the order in which their actions get a name in the bar."""


class Menus(QObject):
    """The actions of the window, in its menus and bars; the parts of the window say what each of them does.

    Parameters
    ----------
    window : QMainWindow
        Gets the menus and bars.
    desk : Desk
        Says what can be done now.
    words : Words

    Attributes
    ----------
    actions : dict of str to QAction
        By the key of their :class:`ActionSpec`.
    doing : dict of str to callable
        What each of them does, as far as it is :meth:`registered <register>`.
    menus : dict of str to QMenu
    panels : QMenu
        Lists the panels.
    locks : LockMenu
    bar : QToolBar
        What is used at all times.
    modes : ModeBar
        What changes boundaries.
    map_menu : MapMenu
        For the right button on the map.
    """

    def __init__(self, window: QMainWindow, desk: Desk, words: Words) -> None:
        super().__init__(window)
        self._window, self._desk, self._words = window, desk, words
        self.actions: dict[str, QAction] = {}
        self.doing: dict[str, Callable[..., object]] = {}
        self.menus: dict[str, QMenu] = {name: _menu_in(window.menuBar()) for name in MENUS}
        self._groups: dict[str, QActionGroup] = {}
        self.bar = QToolBar()
        self.bar.setObjectName("bar")
        self.bar.setMovable(False)
        self.bar.setIconSize(QSize(_ICON_PX, _ICON_PX))
        window.addToolBar(self.bar)
        for spec in ACTIONS:
            self.actions[spec.key] = self._made(spec)
            self._put_in_menu(spec)
        self._fill_bar()
        self.panels = _menu_in(self.menus["view"])
        self.locks = LockMenu(desk, words, window)
        self.menus[MODES].addSeparator()
        self.menus[MODES].addMenu(self.locks)
        self.modes = ModeBar(desk.session, words, ACTIONS, self.actions, window)
        window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.modes)
        self.map_menu = MapMenu(desk.session, words, self.actions, self.locks, window)

    # ---- building ----------------------------------------------------------------------------------------------------

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(self._window)
        action.setObjectName(spec.key)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        if spec.choice:
            action.setCheckable(True)
            self._groups.setdefault(spec.choice, QActionGroup(self)).addAction(action)
        if spec.toggles:
            action.setCheckable(True)
        return action

    def _put_in_menu(self, spec: ActionSpec) -> None:
        menu = self.menus.get(spec.submenu, self.menus[spec.menu])
        if spec.before:
            menu.addSeparator()
        if spec.submenu and spec.submenu not in self.menus:
            menu = self.menus[spec.submenu] = _menu_in(menu)
        menu.addAction(self.actions[spec.key])

    def _fill_bar(self) -> None:
        last = ""
        for spec in ACTIONS:
            if not spec.bar or spec.menu == MODES:
                continue
            if last and spec.menu != last:
                self.bar.addSeparator()
            last = spec.menu
            self.bar.addAction(self.actions[spec.key])
        self.show_labels(0)

    def show_labels(self, width: int) -> None:
        """Have names beside as many icons of the bar as find room in a width, 0 for none; themes always have theirs.

        What is done most often comes first.
        """
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        specs = [spec for spec in ACTIONS if spec.bar and spec.menu != MODES]
        buttons: dict[str, QToolButton] = {}
        for spec in specs:
            button = self.bar.widgetForAction(self.actions[spec.key])
            if isinstance(button, QToolButton):
                buttons[spec.key] = button
                # five questions, told by no picture
                button.setToolButtonStyle(beside if spec.choice == "theme" else alone)
        used = self.bar.sizeHint().width()
        for spec in sorted(specs, key=lambda spec: _NAMED_FIRST.index(spec.menu)) if width else ():
            button = buttons[spec.key]
            before = button.sizeHint().width()
            button.setToolButtonStyle(beside)
            used += button.sizeHint().width() - before
            if used > width:
                used -= button.sizeHint().width() - before
                button.setToolButtonStyle(beside if spec.choice == "theme" else alone)

    def register(self, does: Mapping[str, Callable[..., object]]) -> None:
        """Let actions do something.

        Parameters
        ----------
        does : mapping of str to callable
            By the key of an action. What turns something on and off is called with which of the two, all else with
            nothing.

        Raises
        ------
        KeyError
            There is no such action.
        ValueError
            An action does something already.
        """
        for key, do in does.items():
            if key in self.doing:
                raise ValueError(f"two parts of the window do {key!r}")
            action = self.actions[key]
            self.doing[key] = do
            if action.isCheckable() and action.actionGroup() is None:
                action.toggled.connect(do)
            else:
                action.triggered.connect(_without_arguments(do))

    # ---- showing -----------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        for name, menu in self.menus.items():
            menu.setTitle(say(f"menu-{name}"))
        self.panels.setTitle(say("menu-panels"))
        self.bar.setWindowTitle(say("menu-bar"))
        for spec in ACTIONS:
            self._name(self.actions[spec.key], say(f"action-{spec.key}"))
        for bar in (self.bar, self.modes):
            for more in bar.findChildren(QToolButton, "qt_toolbar_ext_button"):
                more.setAccessibleName(say("bar-more"))
                more.setToolTip(say("bar-more"))
        self.name_steps()

    def name_steps(self) -> None:
        """Say in the menu what would be undone and done again."""
        session, say = self._desk.session, self._words
        project = session.project
        for key, entry in (
            ("undo", project.undo_entry if project is not None else None),
            ("redo", project.redo_entry if project is not None else None),
        ):
            words = say(f"action-{key}")
            if entry is not None:
                words = say(
                    f"{key}-named", edit=what_was_done(entry, say.language, session.privacy, plans=[session.plan])
                )
            self._name(self.actions[key], words)

    @staticmethod
    def _name(action: QAction, words: str) -> None:
        shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(as_menu_text(words))
        action.setToolTip(as_it_reads(f"{words} ({shortcut})" if shortcut else words))

    def wear(self, appearance: Appearance) -> None:
        """Give the actions icons that are seen on light or on dark."""
        for spec in ACTIONS:
            if spec.icon:
                self.actions[spec.key].setIcon(icon(spec.icon, appearance))

    def choose(self, group: str, argument: str) -> None:
        """Show which action of a group is chosen now."""
        for spec in ACTIONS:
            if spec.choice == group:
                self.actions[spec.key].setChecked(spec.argument == argument)

    def enable(self) -> None:
        """Let be done what can be done now."""
        session, drafting = self._desk.session, self._desk.drafting
        project = session.project
        there = {
            "": True,
            "project": project is not None,
            "edit": session.can_edit,
            "undo": session.can_edit and project is not None and project.can_undo,
            "redo": session.can_edit and project is not None and project.can_redo,
            "selection": session.can_edit and bool(session.selection),
            "findings": session.findings is not None and bool(session.findings.open),
            "no-draft": project is not None and project.draft is None,
            "draft": drafting.mark is not None,
            "draft-changes": drafting.can_apply,
        }
        for spec in ACTIONS:
            self.actions[spec.key].setEnabled(there[spec.needs])


def _menu_in(above: QMenuBar | QMenu) -> QMenu:
    """Return a new menu in a menu bar or another menu; of one that Qt makes itself the wrapper may end before it."""
    menu = QMenu(above)
    above.addMenu(menu)
    return menu


def _without_arguments(do: Callable[..., object]) -> Callable[[], object]:
    """Return what calls without an argument: ``triggered`` hands over whether the action is checked."""
    return lambda: do()  # noqa: PLW0108 - that is what it is for
