"""What is said where files are dropped on the window, and of the pages of the guide."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-first-map": ("五分钟上手：从文件到地图", "From your files to a map in five minutes"),
    "action-guide": ("使用指南", "Guide"),
    "bringing-in-more": ("还有 {count:,} 个文件不能读取。", "{count:,} more files cannot be read."),
    "bringing-in-read-only": (
        "项目是只读打开的，不能导入。",
        "The project is open for reading only; nothing can be brought in.",
    ),
    "bringing-in-scheme": (
        "网格方案在新建项目时选用。",
        "A scheme is chosen when a project begins.",
    ),
    "pages-not-found": (
        "没有找到使用指南的页面。它们在源码的 docs 文件夹里。",
        "The pages of the guide were not found. They are in the folder docs of the sources.",
    ),
    "reading-back": ("返回", "Back"),
    "reading-title": ("GridMap 使用指南", "GridMap guide"),
    "start-drop": (
        "把手头的文件拖进窗口就能开始：边界（Shapefile、GeoPackage、KML、DXF……）和名单（Excel、WPS、CSV）",
        "Drop your files on the window to begin: boundaries (Shapefile, GeoPackage, KML, DXF …) and lists (Excel, CSV)",
    ),
}
