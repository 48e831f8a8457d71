"""How the pages of an export look: type, who made them, base map; and the template that all of it is kept in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.asked import layers_named
from ui.outputs.export import Export
from ui.outputs.page_template import PageTemplate
from ui.outputs.paper.base_map import BaseTiles

TYPE_SIZES: Final = (0.0, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5)
"""How many times its own size type is; 0 for what the paper asks."""
_LONGEST: Final = 80


class PageLook(QWidget):
    """Rows of the export dialog that pages have.

    Parameters
    ----------
    base : BaseTiles, optional
        The base map of the window, if it shows one.
    """

    changed = Signal()

    def __init__(self, words: Words, base: BaseTiles | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._base = words, base
        self.type_size, self.made_by, self.base_map = QComboBox(self), QLineEdit(self), QCheckBox(self)
        self.made_by.setMaxLength(_LONGEST)
        for size in TYPE_SIZES:
            self.type_size.addItem("", size)
        self.base_map.setChecked(base is not None)
        self.layers: tuple[str, ...] = ()
        """Keys of the layers that a template asks for."""
        self._labels = {"type": plain_label(self), "made-by": plain_label(self)}
        form = self._form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._labels["type"], self.type_size)
        form.addRow(self._labels["made-by"], self.made_by)
        form.addRow("", self.base_map)
        form.setRowVisible(self.base_map, base is not None)
        self.type_size.currentIndexChanged.connect(self.changed)
        self.made_by.textChanged.connect(self.changed)
        self.base_map.toggled.connect(self.changed)

    def added_to(self, wish: Export) -> Export:
        """Return what is wanted, with what the rows say."""
        return replace(
            wish,
            type_size=float(self.type_size.currentData()),
            made_by=self.made_by.text().strip(),
            base=self._base if self.base_map.isChecked() else None,
            drawn=layers_named(",".join(self.layers), wish.on, wish.plan.scheme) if self.layers else wish.drawn,
        )

    def take(self, template: PageTemplate) -> None:
        """Set the rows as a template asks; a size between those that are offered is offered too."""
        if template.type_size is not None:
            if self.type_size.findData(template.type_size) < 0:
                self.type_size.addItem(_spoken(template.type_size), template.type_size)
            self.type_size.setCurrentIndex(self.type_size.findData(template.type_size))
        if template.made_by is not None:
            self.made_by.setText(template.made_by)
        self.layers = template.layers or ()

    def forget_layers(self) -> None:
        """Draw the layers that are chosen otherwise."""
        self.layers = ()

    @property
    def labels(self) -> Sequence[QWidget]:
        """What stands beside the fields."""
        return tuple(self._labels.values())

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        self._labels["type"].setText(say("export-type"))
        self._labels["made-by"].setText(say("export-made-by"))
        self._labels["type"].setBuddy(self.type_size)
        self._labels["made-by"].setBuddy(self.made_by)
        self.type_size.setAccessibleName(say("export-type"))
        self.made_by.setAccessibleName(say("export-made-by"))
        self.made_by.setPlaceholderText(say("export-made-by-none"))
        self.base_map.setText(say("export-base-map", name=self._base.credit if self._base is not None else ""))
        for place in range(self.type_size.count()):
            size = self.type_size.itemData(place)
            self.type_size.setItemText(place, _spoken(size) if size else say("export-type-automatic"))


class TemplateBar(QWidget):
    """Below the preview: show everything again, open a template, keep one."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.everything, self.open, self.keep = (QPushButton(self) for _ in range(3))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.everything)
        line.addStretch(1)
        line.addWidget(self.open)
        line.addWidget(self.keep)
        for button in (self.everything, self.open, self.keep):
            button.setAutoDefault(False)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        self.everything.setText(say("export-everything"))
        self.open.setText(say("export-template-open"))
        self.keep.setText(say("export-template-keep"))


def _spoken(size: float) -> str:
    return f"{round(size * 100)}%"
