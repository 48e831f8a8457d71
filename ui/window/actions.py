"""All actions of the window in one list: menus, shortcuts, tool bar and the search for commands are made of it.

What an action does is said by the part of the window that does it, under the action's key: its ``does``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
from ui.words.messages import BOTH, LANGUAGES

Needs = Literal["", "project", "edit", "undo", "redo", "selection", "findings", "no-draft", "draft", "draft-changes"]
MENUS: Final = ("file", "edit", "view", "map", "tools", "boundaries", "plans", "findings", "help")


@dataclass(frozen=True)
class ActionSpec:
    """One thing that a user can do.

    Attributes
    ----------
    key : str
        ``action-KEY`` in ``ui/words/sentences`` is its text.
    menu : str
        One of :data:`MENUS`; ``menu-MENU`` is its title.
    shortcut : str
        As :class:`QKeySequence` reads it.
    icon : str
        Name of a Material Design icon.
    needs : str
        What must be there for it: an open project, one that may be changed, something to undo, selected grids that may
        be changed, findings; a project and no draft of it, a draft, a draft that can be applied.
    choice : str
        For actions of which one is chosen at a time: the name of the group. ``argument`` says which it
        is to whoever does it, see :func:`choosing`.
    submenu : str
        The menu inside ``menu`` that it stands in; ``menu-SUBMENU`` is its title.
    toggles : bool
        Whether it turns something on and off.
    bar : bool
        Whether it has a place in the tool bar, or if it changes boundaries, in the bar of those.
    before : bool
        Whether a line stands above it in the menu.
    """

    key: str
    menu: str
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

_PAIRS: Final = (
    ("one", "", "map-outline"),
    ("side", "F7", "view-split-vertical"),
    ("swipe", "Shift+F7", "compare-horizontal"),
)
"""How many maps are shown and how, each with its key and icon."""

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
    ActionSpec("new-project", "file", "Ctrl+N", "file-plus-outline", bar=True),
    ActionSpec("open", "file", "Ctrl+O", "folder-open-outline", bar=True),
    ActionSpec("open-sample", "file", "", "city-variant-outline"),
    ActionSpec("samples", "file", "", "map-legend"),
    ActionSpec("bring-in-boundaries", "file", "Ctrl+I", "vector-polygon", "edit", before=True),
    ActionSpec("bring-in-lists", "file", "Ctrl+Shift+I", "table-arrow-down", "edit"),
    ActionSpec("bring-in-departments", "file", "", "layers-plus", "edit"),
    ActionSpec("form-workers", "file", "", "account-outline", submenu="forms"),
    ActionSpec("form-branches", "file", "", "flag-outline", submenu="forms"),
    ActionSpec("form-grids", "file", "", "grid", submenu="forms"),
    ActionSpec("form-buildings", "file", "", "home-city-outline", submenu="forms"),
    ActionSpec("form-items", "file", "", "clipboard-list-outline", submenu="forms"),
    ActionSpec("form-facilities", "file", "", "map-marker-multiple-outline", submenu="forms"),
    ActionSpec("form-compounds", "file", "", "home-group", submenu="forms"),
    ActionSpec("reload", "file", "F5", "reload", "project", before=True),
    ActionSpec("save-copy", "file", "Ctrl+Shift+S", "content-save-outline", "project"),
    ActionSpec("export-map", "file", "Ctrl+E", "image-outline", "project", bar=True),
    ActionSpec("print-map", "file", "Ctrl+P", "printer-outline", "project"),
    ActionSpec("export-workbook", "file", "", "microsoft-excel", "project"),
    ActionSpec("people-lists", "file", "Ctrl+L", "clipboard-list-outline", "project"),
    ActionSpec("close-project", "file", "Ctrl+W", "close", "project", before=True),
    ActionSpec("quit", "file", "Ctrl+Q", "exit-to-app"),
    ActionSpec("undo", "edit", "Ctrl+Z", "undo", "undo", bar=True),
    ActionSpec("redo", "edit", "Ctrl+Shift+Z", "redo", "redo", bar=True),
    ActionSpec("search", "edit", "Ctrl+K", "magnify", before=True, bar=True),
    ActionSpec("fit", "view", "Home", "fit-to-page-outline", "project", bar=True),
    ActionSpec("show-selection", "view", "Ctrl+J", "crosshairs-gps", "project"),
    ActionSpec("back", "view", "Alt+Left", "arrow-left", "project", bar=True),
    ActionSpec("forward", "view", "Alt+Right", "arrow-right", "project", bar=True),
    ActionSpec("show-people", "view", "Ctrl+Shift+P", "account-group-outline", "project"),
    ActionSpec("next-part", "view", "F6", "keyboard-tab", before=True),
    ActionSpec("previous-part", "view", "Shift+F6", "keyboard-tab-reverse"),
    ActionSpec("overview", "view", "O", "map-outline", toggles=True, before=True),
    ActionSpec("legend", "view", "Shift+L", "map-legend", toggles=True),
    ActionSpec("labels", "view", "", "format-text", toggles=True),
    ActionSpec("hints", "view", "", "tooltip-text-outline", toggles=True),
    ActionSpec("light", "view", "", "weather-sunny", choice="appearance", argument="light", before=True),
    ActionSpec("dark", "view", "", "weather-night", choice="appearance", argument="dark"),
    ActionSpec("as-system", "view", "", "theme-light-dark", choice="appearance", argument="system"),
    ActionSpec("chinese", "view", "", "ideogram-cjk", choice="language", argument="zh", before=True),
    ActionSpec("english", "view", "", "alphabetical-variant", choice="language", argument="en"),
    *(
        ActionSpec(f"language-{code}", "view", "", "translate", choice="language", argument=code)
        for code in LANGUAGES[len(BOTH) :]
    ),
    *(
        ActionSpec(
            f"people-{profile}",
            "view",
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
            f"Ctrl+{number}",
            theme.icon,
            "project",
            choice="theme",
            argument=theme.key,
            bar=not theme.of,
        )
        for number, theme in enumerate(MAP_THEMES.values(), start=1)
    ),
    *(
        ActionSpec(
            f"base-map-{name}",
            "map",
            icon=base_map_icon,
            choice="base-map",
            argument=name,
            submenu="base-map",
            before=name == "none",
        )
        for name, base_map_icon in _BASE_MAP_ICONS.items()
    ),
    ActionSpec("base-map-settings", "map", icon="cog-outline", submenu="base-map", before=True),
    ActionSpec("add-reference", "map", "Ctrl+Shift+O", "layers-plus", "project", before=True),
    ActionSpec("departments", "map", "", "layers-search-outline", "project"),
    *(
        ActionSpec(
            f"tool-{tool}",
            "tools",
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
    ActionSpec("set-attributes", "boundaries", "A", "form-textbox", "selection", bar=True, before=True),
    ActionSpec("divide", "boundaries", "Shift+D", "view-dashboard-edit-outline", "edit"),
    ActionSpec("begin-draft", "plans", "Ctrl+T", "flask-plus-outline", "no-draft", bar=True),
    ActionSpec("compare-draft", "plans", "Ctrl+D", "compare", "draft", before=True),
    *(
        ActionSpec(
            f"map-{way}",
            "plans",
            key,
            pair_icon,
            "project",
            choice="map-pair",
            argument=way,
            before=way == "one",
        )
        for way, key, pair_icon in _PAIRS
    ),
    ActionSpec("export-record", "plans", "", "file-document-outline", "draft", before=True),
    ActionSpec("record-stages", "plans", "", "progress-check", "edit"),
    ActionSpec("apply-draft", "plans", "", "check-decagram-outline", "draft-changes", before=True),
    ActionSpec("leave-draft", "plans", "", "arrow-u-left-top", "draft"),
    ActionSpec("drop-draft", "plans", "", "delete-outline", "draft"),
    ActionSpec("next-finding", "findings", "F8", "chevron-down", "findings"),
    ActionSpec("previous-finding", "findings", "Shift+F8", "chevron-up", "findings"),
    ActionSpec("check-all", "findings", "", "clipboard-list-outline", "project", before=True),
    ActionSpec("mend-all", "findings", "", "auto-fix", "edit"),
    ActionSpec("help", "help", "F1", "help-circle-outline"),
    ActionSpec("first-map", "help", "", "map-marker-path"),
    ActionSpec("guide", "help", "", "book-open-variant"),
    ActionSpec("keys", "help", "Ctrl+F1", "keyboard-outline", before=True),
    ActionSpec("tour", "help", "", "compass-outline"),
    ActionSpec("about", "help", "", "information-outline", before=True),
)


def choosing(group: str, choose: Callable[[str], object]) -> dict[str, Callable[[], object]]:
    """Return what the actions of a group do, by their keys: each chooses its own argument."""
    return {spec.key: partial(choose, spec.argument) for spec in ACTIONS if spec.choice == group}
