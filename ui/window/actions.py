"""All actions of the window in one list: menus, shortcuts, tool bar and the search for commands are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from gridmap.people.privacy import PROFILES
from layers.themes import MAP_THEMES
from ui.canvas.tools import (
    BoxSelect,
    CarveOut,
    ClipOverhang,
    DissolveCarved,
    DrawNewGrid,
    EditVertices,
    ExemptArea,
    FillGap,
    FollowReference,
    GiveArea,
    GiveHomes,
    LassoSelect,
    MeasureArea,
    MeasureLength,
    MergeSelection,
    MoveSharedBorder,
    MoveToParent,
    PanAndSelect,
    ReshapeAlong,
    Retire,
    SplitByLine,
    SplitIntoShares,
)

Needs = Literal["", "project", "edit", "undo", "redo", "selection", "findings", "no-draft", "draft", "draft-changes"]
MENUS: Final = ("file", "edit", "view", "map", "tools", "boundaries", "plans", "findings", "help")


@dataclass(frozen=True)
class ActionSpec:
    """One thing that a user can do.

    Attributes
    ----------
    key : str
        ``action-KEY`` in ``ui/words/messages.py`` is its text.
    menu : str
        One of :data:`MENUS`; ``menu-MENU`` is its title.
    does : str
        Name of the method of the window that does it, or of a part of the window: ``"drafts.begin"``.
    shortcut : str
        As :class:`QKeySequence` reads it.
    icon : str
        Name of a Material Design icon.
    needs : str
        What must be there for it: an open project, one that may be changed, something to undo, selected grids that may
        be changed, findings; a project and no draft of it, a draft, a draft that can be applied.
    choice : str
        For actions of which one is chosen at a time: the name of the group. ``argument`` is handed to ``does``.
    submenu : str
        The menu inside ``menu`` that it stands in; ``menu-SUBMENU`` is its title.
    toggles : bool
        Whether it turns something on and off; ``does`` is called with which of the two.
    bar : bool
        Whether it has a place in the tool bar, or if it changes boundaries, in the bar of those.
    before : bool
        Whether a line stands above it in the menu.
    """

    key: str
    menu: str
    does: str
    shortcut: str = ""
    icon: str = ""
    needs: Needs = ""
    choice: str = ""
    argument: str = ""
    submenu: str = ""
    toggles: bool = False
    bar: bool = False
    before: bool = False


_PEOPLE_ICONS: Final = ("account-off-outline", "account-outline", "account-lock-outline")
_BASE_MAP_ICONS: Final = {
    "none": "map-marker-off-outline",
    "tianditu-map": "map-outline",
    "tianditu-image": "satellite-variant",
    "openstreetmap": "earth",
    "own": "web",
    "mbtiles": "database-outline",
}

_TOOLS: Final = (
    (PanAndSelect.key, "V", "cursor-default-outline"),
    (BoxSelect.key, "R", "selection"),
    (LassoSelect.key, "L", "lasso"),
    (MeasureLength.key, "M", "ruler"),
    (MeasureArea.key, "Shift+M", "ruler-square"),
)
"""The tools of the map, each with its key and icon."""

_EDIT_TOOLS: Final = (
    (EditVertices.key, "E", "vector-square-edit", False),
    (MoveSharedBorder.key, "B", "arrow-expand-horizontal", False),
    (ReshapeAlong.key, "H", "vector-polyline-edit", False),
    (FollowReference.key, "F", "map-marker-path", False),
    (SplitByLine.key, "S", "box-cutter", True),
    (SplitIntoShares.key, "D", "view-split-vertical", False),
    (MergeSelection.key, "U", "vector-union", False),
    (GiveArea.key, "G", "lasso", True),
    (GiveHomes.key, "J", "home-export-outline", False),
    (DrawNewGrid.key, "N", "shape-polygon-plus", True),
    (CarveOut.key, "C", "vector-difference-ba", False),
    (DissolveCarved.key, "X", "vector-difference", False),
    (MoveToParent.key, "P", "folder-move-outline", True),
    (Retire.key, "T", "archive-outline", False),
    (FillGap.key, "I", "format-color-fill", True),
    (ClipOverhang.key, "K", "content-cut", False),
    (ExemptArea.key, "W", "texture-box", False),
)
"""The tools that change boundaries, each with its key and icon, and whether a line stands above it."""

ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("open", "file", "choose_project", "Ctrl+O", "folder-open-outline", bar=True),
    ActionSpec("open-sample", "file", "open_sample", "", "city-variant-outline"),
    ActionSpec("reload", "file", "reload", "F5", "reload", "project", before=True),
    ActionSpec("save-copy", "file", "save_copy", "Ctrl+Shift+S", "content-save-outline", "project"),
    ActionSpec("export-map", "file", "export_map", "Ctrl+E", "image-outline", "project", bar=True),
    ActionSpec("export-workbook", "file", "export_workbook", "", "microsoft-excel", "project"),
    ActionSpec("close-project", "file", "close_project", "Ctrl+W", "close", "project", before=True),
    ActionSpec("quit", "file", "close", "Ctrl+Q", "exit-to-app"),
    ActionSpec("undo", "edit", "undo", "Ctrl+Z", "undo", "undo", bar=True),
    ActionSpec("redo", "edit", "redo", "Ctrl+Shift+Z", "redo", "redo", bar=True),
    ActionSpec("search", "edit", "search", "Ctrl+K", "magnify", before=True, bar=True),
    ActionSpec("fit", "view", "fit", "Home", "fit-to-page-outline", "project", bar=True),
    ActionSpec("show-selection", "view", "show_selection", "Ctrl+J", "crosshairs-gps", "project"),
    ActionSpec("back", "view", "back", "Alt+Left", "arrow-left", "project", bar=True),
    ActionSpec("forward", "view", "forward", "Alt+Right", "arrow-right", "project", bar=True),
    ActionSpec("overview", "view", "show_overview", "O", "map-outline", toggles=True, before=True),
    ActionSpec("light", "view", "wear", "", "weather-sunny", choice="appearance", argument="light", before=True),
    ActionSpec("dark", "view", "wear", "", "weather-night", choice="appearance", argument="dark"),
    ActionSpec("chinese", "view", "speak", "", "ideogram-cjk", choice="language", argument="zh", before=True),
    ActionSpec("english", "view", "speak", "", "alphabetical-variant", choice="language", argument="en"),
    *(
        ActionSpec(
            f"people-{profile}",
            "view",
            "show_people",
            "",
            icon,
            choice="people",
            argument=profile,
            submenu="people",
            before=profile == PROFILES[0],
        )
        for profile, icon in zip(PROFILES, _PEOPLE_ICONS, strict=True)
    ),
    *(
        ActionSpec(
            f"theme-{theme.key}",
            "map",
            "set_theme",
            f"Ctrl+{number}",
            theme.icon,
            "project",
            choice="theme",
            argument=theme.key,
            bar=True,
        )
        for number, theme in enumerate(MAP_THEMES.values(), start=1)
    ),
    *(
        ActionSpec(
            f"base-map-{name}",
            "map",
            "choose_base_map",
            icon=base_map_icon,
            choice="base-map",
            argument=name,
            submenu="base-map",
            before=name == "none",
        )
        for name, base_map_icon in _BASE_MAP_ICONS.items()
    ),
    ActionSpec("base-map-settings", "map", "set_up_base_map", icon="cog-outline", submenu="base-map", before=True),
    ActionSpec("add-reference", "map", "add_reference", "Ctrl+Shift+O", "layers-plus", "project", before=True),
    *(
        ActionSpec(
            f"tool-{tool}",
            "tools",
            "take_tool",
            key,
            icon,
            "project",
            choice="tool",
            argument=tool,
            bar=True,
            before=tool == MeasureLength.key,
        )
        for tool, key, icon in _TOOLS
    ),
    *(
        ActionSpec(
            f"tool-{tool}",
            "boundaries",
            "take_tool",
            key,
            icon,
            "edit",
            choice="tool",
            argument=tool,
            bar=True,
            before=before,
        )
        for tool, key, icon, before in _EDIT_TOOLS
    ),
    ActionSpec(
        "set-attributes", "boundaries", "set_attributes", "A", "form-textbox", "selection", bar=True, before=True
    ),
    ActionSpec("begin-draft", "plans", "drafts.begin", "Ctrl+T", "flask-plus-outline", "no-draft", bar=True),
    ActionSpec("compare-draft", "plans", "drafts.compare", "Ctrl+D", "compare", "draft", before=True),
    ActionSpec("export-record", "plans", "drafts.export_record", "", "file-document-outline", "draft"),
    ActionSpec("apply-draft", "plans", "drafts.apply", "", "check-decagram-outline", "draft-changes", before=True),
    ActionSpec("leave-draft", "plans", "drafts.leave", "", "arrow-u-left-top", "draft"),
    ActionSpec("drop-draft", "plans", "drafts.drop", "", "delete-outline", "draft"),
    ActionSpec("next-finding", "findings", "next_finding", "F8", "chevron-down", "findings"),
    ActionSpec("previous-finding", "findings", "previous_finding", "Shift+F8", "chevron-up", "findings"),
    ActionSpec("mend-all", "findings", "mend_all", "", "auto-fix", "edit", before=True),
    ActionSpec("about", "help", "about", "", "information-outline"),
)


def action_named(key: str) -> ActionSpec:
    """Return the action of a key; ``KeyError`` if there is none."""
    for action in ACTIONS:
        if action.key == key:
            return action
    raise KeyError(key)
