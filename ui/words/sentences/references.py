"""Files that are laid over the map."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "reference-all-layers": ("全部 {count} 个图层", "All {count} layers"),
    "reference-filter": (
        "矢量文件 (*.shp *.gpkg *.geojson *.json *.kml *.kmz *.dxf *.gml *.tab *.mif *.fgb *.zip);;所有文件 (*)",
        "Vector files (*.shp *.gpkg *.geojson *.json *.kml *.kmz *.dxf *.gml *.tab *.mif *.fgb *.zip);;All files (*)",
    ),
    "reference-not-restored": (
        "参考文件“{name}”没能重新打开：{reason}",
        "The reference file {name} could not be opened again: {reason}",
    ),
    "reference-shapes-left-out": (
        "{file} 中有 {count} 个图形无法绘制，已略过。",
        "{file}: {count} shapes cannot be drawn and were left out.",
    ),
    "reference-swapped": (
        "{file} 的横、纵坐标写反了，显示时已对调。",
        "{file}: x and y are swapped in the file; they are put right for display.",
    ),
    "reference-which-crs": (
        "“{name}”没有说明坐标系，或与坐标不符（例如 {x:,.4f}, {y:,.4f}；可能是 {expected}）。\n"
        "请填写坐标系（EPSG 代码、gcj02 或 bd09）：",
        "{name} does not say its CRS, or one that its coordinates do not fit "
        "(such as {x:,.4f}, {y:,.4f}; perhaps {expected}).\nState the CRS (an EPSG code, gcj02 or bd09):",
    ),
    "reference-which-layer": (
        "“{file}”含有多个图层，叠加哪一个？",
        "{file} has several layers. Which one is to be laid over the map?",
    ),
    "reference-without-shapes": ("{file} 中没有可以绘制的图形。", "{file} has no shape that can be drawn."),
}
"""Key to (Chinese, English)."""
