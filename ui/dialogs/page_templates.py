"""Templates of pages in the export dialog: what is set is kept in a file, and a file sets it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QWidget

from gridmap.model.errors import GridMapError
from ui.dialogs.export_more import MoreOptions
from ui.dialogs.map_preview import Preview
from ui.dialogs.page_look import PageLook
from ui.look.words import Words
from ui.outputs.export import Export
from ui.outputs.page_template import SUFFIX, PageTemplate, read_template, write_template
from ui.words.messages import message_of

_FILES = f"TOML (*{SUFFIX})"


class PageFields(Protocol):
    """What a dialog has that asks for pages."""

    words: Words
    title: QLineEdit
    content: QComboBox
    paper: QComboBox
    orientation: QComboBox
    dpi: QComboBox
    holds: dict[str, QCheckBox]
    more: MoreOptions
    look: PageLook
    preview: Preview

    def wish(self) -> Export:
        """Return what is wanted."""
        ...

    def tell(self, words: str) -> None:
        """Say something to whoever looks at it."""
        ...


def use_template(fields: PageFields) -> None:
    """Ask for a template and set the fields as it asks, or say why that cannot be."""
    say = fields.words
    chosen, _ = QFileDialog.getOpenFileName(_window(fields), say("export-template-open"), "", _FILES)
    if chosen:
        try:
            take_template(fields, read_template(Path(chosen)))
        except GridMapError as error:
            fields.tell(message_of(error, say.language))


def take_template(fields: PageFields, template: PageTemplate) -> None:
    """Set the fields as a template asks.

    Raises
    ------
    BadInput
        As :meth:`PageTemplate.applied`; nothing is set then.
    """
    template.applied(fields.wish())
    fields.preview.extent = template.extent
    for box, value in (
        (fields.paper, template.paper),
        (fields.orientation, template.portrait),
        (fields.content, template.theme),
        (fields.dpi, template.dpi or None),
        (fields.more.scale, template.scale),
    ):
        if value is None:
            continue
        if box.findData(value) < 0:
            box.addItem(f"1:{value:,}" if box is fields.more.scale else str(value), value)
        box.setCurrentIndex(box.findData(value))
    for part, check in fields.holds.items():
        if template.parts is not None:
            check.setChecked(part in template.parts)
    if template.title is not None:
        fields.title.setText(template.title)
    fields.look.take(template)
    fields.preview.draw_soon()


def keep_template(fields: PageFields) -> None:
    """Ask where and write what is set as a template, or say why that cannot be."""
    say = fields.words
    chosen, _ = QFileDialog.getSaveFileName(_window(fields), say("export-template-keep"), "", _FILES)
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
    try:
        write_template(PageTemplate.of(fields.wish()), path)
    except GridMapError as error:
        fields.tell(message_of(error, say.language))
    else:
        fields.tell(say("cli-written", file=str(path)))


def _window(fields: PageFields) -> QWidget:
    return fields.title.window()
