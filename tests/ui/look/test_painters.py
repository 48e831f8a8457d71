"""A painter ends where it was made: widgets share one engine, and one that ends late takes it from another one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

import ui
from ui.look import choice_box
from ui.look.painting import ended

PAINTERS = ("QPainter", "QStylePainter")


def made(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """The names of the painters that a function makes for itself, and what they paint on."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        target, value = node.targets[0], node.value
        several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        for name, one in zip(target.elts, value.elts, strict=True) if several else [(target, value)]:
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in PAINTERS:
                yield ast.unparse(name), ", ".join(map(ast.unparse, one.args))


def not_ended(source: str) -> list[str]:
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [
        f"{function.name}: {name}"
        for function in functions
        for name, device in made(function)
        if device == "self" or f"{name}.end()" not in ast.unparse(function)
    ]


def test_every_painter_is_ended_by_the_function_that_made_it_and_one_of_a_widget_whatever_happens() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(ui.__file__).parent.rglob("*.py")]
    painting = [source for source in sources if any(f"{painter}(" in source for painter in PAINTERS)]
    assert len(painting) > 10
    assert [found for source in painting for found in not_ended(source)] == []


def test_one_that_is_left_to_itself_would_be_found() -> None:
    assert not_ended("def paint(self):\n    painter, option = QStylePainter(self), Option()\n") == ["paint: painter"]
    assert not_ended("def paint(self):\n    painter = QPainter(self)\n    painter.end()\n") == ["paint: painter"]
    assert not_ended("def paint(self):\n    painter = QPainter(image)\n    painter.end()\n") == []
    assert not_ended("def paint(self):\n    with ended(QPainter(self)) as painter:\n        pass\n") == []


def test_a_box_has_ended_its_painter_though_somebody_still_knows_of_it(qtbot: QtBot, monkeypatch) -> None:
    known = []

    class Known(choice_box.QStylePainter):
        def __init__(self, widget: choice_box.ChoiceBox) -> None:
            super().__init__(widget)
            known.append(self)

    monkeypatch.setattr(choice_box, "QStylePainter", Known)
    box = choice_box.ChoiceBox()
    qtbot.addWidget(box)
    box.addItem("全部")
    box.grab()
    assert known
    assert not any(painter.isActive() for painter in known)


def test_one_is_ended_where_painting_fails() -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    with pytest.raises(ZeroDivisionError) as held, ended(QPainter(image)) as painter:
        painter.setPen(1 // 0)
    assert held.traceback
    assert not image.paintingActive()
