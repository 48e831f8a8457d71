"""What the window does with the map: where it looks, which question it answers, which tool is in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from layers.compounds import CompoundsLayer
from layers.marks import Layer
from ui.canvas.base_map.choice import NONE as NO_BASE_MAP
from ui.canvas.map_canvas import MapCanvas
from ui.canvas.tools import EditTool, PanAndSelect
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.layer_stack import BASE, LayerStack
from ui.session.settings import Settings
from ui.session.steps import Step
from ui.window.actions import choosing
from ui.window.base_maps import BaseMaps
from ui.window.frame import Frame
from ui.window.reference_files import ReferenceFiles


class MapActions(QObject):
    """The part of the window that deals with the map.

    Parameters
    ----------
    canvas : MapCanvas
    stack : LayerStack
        The layers that the map shows.
    desk : Desk
    words : Words
    settings : Settings
    frame : Frame

    Attributes
    ----------
    stack : LayerStack
    reference_files : ReferenceFiles
    base_maps : BaseMaps

    Signals
    -------
    chosen : str, str
        A group of actions, and the argument of the one that is chosen now.
    """

    chosen = Signal(str, str)

    def __init__(
        self, canvas: MapCanvas, stack: LayerStack, desk: Desk, words: Words, settings: Settings, frame: Frame
    ) -> None:
        window = frame.window()
        super().__init__(window)
        self._canvas, self.stack, self._desk, self._words = canvas, stack, desk, words
        self._settings, self._frame = settings, frame
        canvas.tool_changed.connect(self._tool_changed)
        desk.editing.tool_wanted.connect(self.take_anew)
        stack.changed.connect(lambda: canvas.set_layers(stack.shown))
        desk.session.stepped.connect(self._show_outlines)
        self.reference_files = ReferenceFiles(desk, stack, settings, words, window)
        self.base_maps = BaseMaps(canvas, stack, settings, words, window)
        self.base_maps.chosen.connect(lambda name: self.chosen.emit("base-map", name))
        for part in (self.reference_files, self.base_maps):
            part.told.connect(lambda text: frame.told(text, 10000))

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {
            "fit": self._canvas.fit,
            "back": self._canvas.navigation.back,
            "forward": self._canvas.navigation.forward,
            "show-selection": self.show_selection,
            "overview": self.show_overview,
            **choosing("theme", self.set_theme),
            **choosing("base-map", self.base_maps.choose),
            "base-map-settings": self.base_maps.ask,
            "add-reference": self.reference_files.choose,
            **choosing("tool", self.take_tool),
            "set-attributes": self.set_attributes,
        }

    def begin(self) -> None:
        """Show the map as it was shown last."""
        self.stack.remember_in(self._settings)
        self.base_maps.restore()
        self.set_theme(self._settings.theme)
        self.chosen.emit("tool", self._canvas.tool.key)
        self._canvas.overview.show(self._settings.overview)

    # ---- looking -----------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> Sequence[tuple[Layer, float]]:
        """The layers that can be seen on the map, each with its opacity."""
        return [(shown.layer, shown.opacity) for shown in self._canvas.layers if shown.visible]

    def show_selection(self) -> None:
        """Show the selected grids."""
        import shapely

        session = self._desk.session
        shapes = [session.plan.shape(grid) for grid in session.selection]
        shapes = [shape for shape in shapes if shape is not None]
        if shapes:
            session.show(shapely.box(*shapely.total_bounds(shapes)))

    def show_overview(self, shown: bool) -> None:
        """Show the small map of the whole in the corner of the map, or do without it."""
        self._settings.overview = shown
        self._canvas.overview.show(shown)

    def set_theme(self, theme: str) -> None:
        """Show the map that answers one question."""
        self._settings.theme = theme
        self.stack.set_theme(theme)
        self.chosen.emit("theme", theme)

    def _show_outlines(self, step: Step) -> None:
        """Have an outline of a compound seen that was just drawn, corrected or laid; taking one back shows nothing."""
        is_done = step.action in ("do", "mend", "redo")
        if is_done and len(step.outlined) and not self.stack[CompoundsLayer.key].visible:
            self.stack.show(CompoundsLayer.key, True)

    def remove_layer(self, key: str) -> None:
        """Take the base map or a file off the map."""
        if key == BASE:
            self.base_maps.choose(NO_BASE_MAP)
        else:
            self.reference_files.remove(key)

    # ---- working -----------------------------------------------------------------------------------------------------

    def take_tool(self, key: str) -> None:
        """Take a tool of the map in hand, and let keys go to the map."""
        self._canvas.set_tool(key)
        self._canvas.setFocus()
        self.chosen.emit("tool", key)

    def take_anew(self, key: str) -> None:
        """Take a tool in hand, also the one that is there already, as if for the first time; the usual one for none."""
        self.take_tool(PanAndSelect.key)
        if key:
            self.take_tool(key)

    def _tool_changed(self, key: str) -> None:
        self.chosen.emit("tool", key)
        self._frame.told(self._words(f"tool-{key}-help"), 8000)
        edits = isinstance(self._canvas.tool, EditTool)
        self._desk.editing.take_up(key if edits else "")
        if edits:
            self._frame.raise_panel("editing")

    def set_attributes(self) -> None:
        """Ask what is to be set for the selected grids."""
        from ui.dialogs.set_attributes import SetAttributesDialog

        session = self._desk.session
        if session.selection:
            SetAttributesDialog(session, self._words, session.selection, self._frame.window()).open()
