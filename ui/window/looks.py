"""How the window looks and speaks: light or dark, which language, how much it shows of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QMetaObject, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from gridmap.people.privacy import profile_named
from ui.look.appearance import APPEARANCES, Appearance
from ui.look.dressing import apply, dress, undress
from ui.look.words import Words
from ui.session.session import Session
from ui.session.settings import Settings
from ui.window.actions import choosing
from ui.words.messages import LANGUAGES


class Looks(QObject):
    """Is made before any widget, so that all have the font of the appearance.

    Attributes
    ----------
    appearance : Appearance

    Signals
    -------
    worn : Appearance
        Everything is to be seen in an appearance from now on.
    chosen : str, str
        A group of actions, and the argument of the one that is chosen now.
    """

    worn = Signal(object)
    chosen = Signal(str, str)

    def __init__(self, session: Session, words: Words, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._words, self._settings = session, words, settings
        self.choice = settings.appearance
        """``"light"``, ``"dark"`` or ``"system"``."""
        self.appearance: Appearance = APPEARANCES[self._meant]
        apply(_application(), self.appearance)  # the window that is there already takes the font with the sheet
        undress(_application())
        self._hints = _application().styleHints()
        self._follows: QMetaObject.Connection | None = self._hints.colorSchemeChanged.connect(self._follow)

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {
            **choosing("appearance", self.wear),
            **choosing("language", self.speak),
            **choosing("people", self.show_people),
        }

    def begin(self) -> None:
        """Dress what has been built, and tell everybody how it is at first."""
        dress(_application(), self.appearance)
        self.wear(self._settings.appearance)
        self.chosen.emit("language", self._words.language)
        self.chosen.emit("people", self._session.privacy)

    def wear(self, key: str) -> None:
        """Put on the light or the dark appearance, or what the system has on, now and when it changes."""
        self.choice = key
        if self._meant != self.appearance.key:
            self.appearance = APPEARANCES[self._meant]
            apply(_application(), self.appearance)
        self._settings.appearance = key
        self.worn.emit(self.appearance)
        self.chosen.emit("appearance", key)

    @property
    def _meant(self) -> str:
        """The appearance that the choice means now."""
        if self.choice != "system":
            return self.choice
        return "dark" if _application().styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow(self) -> None:
        """Change with the system."""
        if self.choice == "system" and self._meant != self.appearance.key:
            self.wear("system")

    def let_go(self) -> None:
        """Follow the system no longer."""
        if self._follows is not None:
            self._hints.colorSchemeChanged.disconnect(self._follows)
            self._follows = None

    def speak(self, language: str) -> None:
        """Change the language of the window."""
        if language in LANGUAGES:
            self._settings.language = language
            self._words.speak(language)
            self.chosen.emit("language", language)

    def show_people(self, profile: str) -> None:
        """Show as much of people as a profile does, until the window closes: the next day begins with a briefing."""
        before = self._session.privacy
        self._session.show_people(profile_named(profile))
        if self._session.privacy != before:
            from ui.session.noting import note_shown  # not before the window is up

            note_shown(self._session)
        self.chosen.emit("people", profile)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
