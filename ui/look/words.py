"""The window's words in the language that is chosen now, and word to everybody when it changes.

All sentences stand in ``ui/words/sentences``, for the command line too; ``make translations`` writes them as files of
Qt Linguist, and ``tools/linguist.py --read`` takes back what a translator has changed there. Qt's own words (buttons of
its dialogs, menus of its fields) come from its own translation, see ``ui/window/app.py``.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gridmap.model.errors import GridMapError, Problem
from gridmap.model.plan import Plan
from gridmap.model.sections import Name
from ui.words.grid_names import with_names
from ui.words.messages import Language, message_of, text


class Words(QObject):
    """Sentences in the present language.

    Widgets connect :attr:`changed` to what sets their texts, and call that once themselves.
    """

    changed = Signal()

    def __init__(self, language: Language = "zh", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language: Language = language

    @property
    def language(self) -> Language:
        """One of :data:`ui.words.messages.LANGUAGES`."""
        return self._language

    def speak(self, language: Language) -> None:
        """Change the language while the window is open."""
        if language != self._language:
            self._language = language
            self.changed.emit()

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence of a key."""
        return text(key, self._language, **values)

    def name(self, name: Name) -> str:
        """Return the name of something of the scheme."""
        return name.in_language(self._language)

    def of(self, error: GridMapError | Problem, *plans: Plan) -> str:
        """Return the sentence of an error or problem; grids have the names that the plans know."""
        return message_of(error, self._language, **with_names(error.values, *plans))

    def of_warning(self, warning: str) -> str:
        """Return what to mind before a fault is mended, for the warning of an offer; nothing if it has none."""
        return self("findings-warning", reason=self(f"fix-left-{warning}")) if warning else ""
