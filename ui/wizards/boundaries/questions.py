"""What must be said of files before anything can be stored: questions in words, with a button for every answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from gridmap.exchange.boundary_outcome import FileTaken, Suggestion
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.wizards.crs_words import crs_in_words


class Questions(QFrame):
    """What must be said before anything can be stored, each with a button for every answer.

    Signals
    -------
    answered : int, object
        The place of a file, and what to put into its options.
    """

    answered = Signal(int, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "question")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 12)
        self._layout.setSpacing(8)
        self.buttons: list[QPushButton] = []

    def ask(self, questions: Sequence[Suggestion], files: Sequence[FileTaken]) -> None:
        """Ask what there is to ask; of several answers to one question each has its button."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        told: set[tuple[int, str]] = set()
        for question in questions:
            if (question.file, question.key) not in told:
                told.add((question.file, question.key))
                label = plain_label()
                label.setWordWrap(True)
                label.setText(question_words(self._words, question, files[question.file].file))
                self._layout.addWidget(label)
            self._answer(question.file, question.options, answer_words(self._words, question), first=not self.buttons)
            if question.otherwise:
                self._answer(question.file, question.otherwise, self._words("boundaries-answer-as-said"), first=False)
        self.setVisible(bool(questions))

    def _answer(self, file: int, options: Any, words: str, *, first: bool) -> None:
        button = QPushButton(words.replace("&", "&&"))
        button.setAutoDefault(False)
        button.setProperty("role", "answer" if first else "")
        button.clicked.connect(lambda: self.answered.emit(file, dict(options)))
        self._layout.addWidget(button)
        self.buttons.append(button)


def question_words(words: Words, question: Suggestion, file: str) -> str:
    """Return a question in words."""
    values = question.values
    if question.key == "shifted":
        wind = words(f"boundaries-wind-{str(values['wind']).lower()}")
        return words("boundaries-ask-shifted", file=file, metres=values["metres"], wind=wind, name=values["name"])
    return words(f"boundaries-ask-{question.key}", file=file)


def answer_words(words: Words, question: Suggestion) -> str:
    """Return in words what is done if one follows a suggestion."""
    if question.key == "shifted":
        return words("boundaries-answer-shifted", name=question.values["name"])
    if question.key == "crs":
        crs = crs_in_words(str(question.values["crs"]), words)
        if "lon" in question.values and "lat" in question.values:
            place = {"lon": question.values["lon"], "lat": question.values["lat"]}
            return words("boundaries-answer-crs-at", crs=crs, **place)
        return words("boundaries-answer-crs", crs=crs)
    if question.key == "layer":
        return words("boundaries-answer-layer", layer=question.values["layer"])
    return words(f"boundaries-answer-{question.key}")
