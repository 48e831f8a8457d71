"""What F1 leads to: the chapter on the tool, the panel or the dialog at which one looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QToolButton, QWidget

from ui.canvas.map_canvas import MapCanvas
from ui.canvas.tools import TOOLS, PanAndSelect
from ui.panels.base import Panel


@dataclass(frozen=True)
class Topic:
    """A chapter of :data:`ui.dialogs.chapters.CHAPTERS`, and which heading of its second level, 0 for none."""

    chapter: str
    section: int = 0


FIRST: Final = Topic("first-map")
USUAL: Final = Topic("window")
ABOUT_TOOLS: Final = Topic("tools")

OF_TOOLS: Final = {f"tool-{tool.key}": Topic("tools", number) for number, tool in enumerate(TOOLS, start=1)}
"""By the key of the action that takes a tool; the chapter has a section for each, in the order of the tools."""

OF_ACTIONS: Final = {
    **OF_TOOLS,
    "set-attributes": ABOUT_TOOLS,
    "divide": Topic("dividing"),
    "export-map": Topic("window", 3),
    "new-project": FIRST,
    "bring-in-boundaries": FIRST,
    "bring-in-lists": Topic("rosters"),
    "bring-in-departments": Topic("departments"),
    "departments": Topic("departments"),
    "begin-draft": Topic("drafts"),
    "record-stages": Topic("drafts"),
    "search": Topic("window", 2),
    "undo": Topic("window", 2),
    "redo": Topic("window", 2),
    "show-people": Topic("people"),
}

OF_PANELS: Final = {
    "tree": Topic("window", 1),
    "layers": Topic("window", 1),
    "history": Topic("window", 2),
    "inspector": Topic("guide", 7),
    "dashboard": Topic("window", 1),
    "findings": Topic("guide", 2),
    "editing": ABOUT_TOOLS,
    "people": Topic("people"),
    "person": Topic("people"),
    "chain": Topic("people"),
    "comparison": Topic("drafts"),
    "departments": Topic("departments"),
}
"""By the key of a panel."""

OF_DIALOGS: Final = {
    "AddWorkerDialog": Topic("guide", 7),
    "AssignWorkerDialog": Topic("guide", 7),
    "EndAssignmentDialog": Topic("guide", 7),
    "LinkBranchDialog": Topic("guide", 8),
    "SnapDialog": Topic("departments"),
    "DivideDialog": Topic("dividing"),
    "ExportDialog": Topic("window", 3),
    "NewProjectWizard": FIRST,
    "BoundariesWizard": FIRST,
    "RosterWizard": Topic("rosters"),
    "SetAttributesDialog": ABOUT_TOOLS,
    "SuggestionDialog": Topic("people"),
    "AssignGridsDialog": Topic("people"),
    "HandOverDialog": Topic("people"),
    "EndAllDialog": Topic("people"),
    "StandInDialog": Topic("people"),
    "TransferDialog": Topic("people"),
    "MergeBranchesDialog": Topic("people"),
    "MergeWorkersDialog": Topic("people"),
    "StagesDialog": Topic("drafts"),
    "ZoneDialog": Topic("people"),
    "FacilityDialog": Topic("people"),
    "CompoundDialog": Topic("people"),
    "BaseMapDialog": Topic("window", 1),
    "Palette": Topic("window", 2),
    "KeysSheet": Topic("window", 4),
}
"""By the name of a dialog's class."""


def topic_of(widget: QWidget | None) -> Topic | None:
    """Return what is told about a widget, by what it is or stands in; ``None`` if there is nothing in particular."""
    while widget is not None:
        topic = _own_topic(widget)
        if topic is not None:
            return topic
        widget = widget.parentWidget()
    return None


def _own_topic(widget: QWidget) -> Topic | None:
    if isinstance(widget, QToolButton) and widget.defaultAction() is not None:
        return OF_ACTIONS.get(widget.defaultAction().objectName())
    if isinstance(widget, Panel):
        return OF_PANELS.get(widget.key)
    if isinstance(widget, MapCanvas):
        tool = widget.tool
        return None if isinstance(tool, PanAndSelect) else OF_TOOLS[f"tool-{tool.key}"]
    return OF_DIALOGS.get(type(widget).__name__)
