"""The base map: its settings, and what is wrong with an address, a key or a file of tiles."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "base-map-address-note": (
        "XYZ 或 WMTS 模板，含 {{z}}、{{x}}、{{y}}；须为球面墨卡托切片。",
        "An XYZ or WMTS template with {{z}}, {{x}} and {{y}}; tiles must be those of Web Mercator.",
    ),
    "base-map-apply": ("应用", "Apply"),
    "base-map-browse": ("浏览…", "Browse…"),
    "base-map-datum-gcj02": ("GCJ-02 火星坐标（高德、腾讯等）", "GCJ-02 (Amap, Tencent)"),
    "base-map-datum-note": (
        "适用于自定义地址和 MBTiles 文件。GCJ-02 瓦片会移回原位显示，项目数据从不移动。",
        "For a custom address or an MBTiles file. GCJ-02 tiles are moved to where they belong; the project's data is"
        " never moved.",
    ),
    "base-map-datum-wgs84": ("WGS 84 / CGCS2000（天地图、OSM 等）", "WGS 84 / CGCS2000 (Tianditu, OSM)"),
    "base-map-field-address": ("瓦片地址", "Address of tiles"),
    "base-map-field-datum": ("瓦片坐标基准", "Datum of the tiles"),
    "base-map-field-file": ("MBTiles 文件", "MBTiles file"),
    "base-map-field-key": ("天地图密钥", "Tianditu key"),
    "base-map-key-note": (
        "在天地图控制台申请“浏览器端”密钥（tk），仅保存在本机。",
        'A key (tk) of the type "browser" from the console of Tianditu; kept on this computer only.',
    ),
    "base-map-refused": (
        "“{name}”拒绝提供瓦片（HTTP {status}）：密钥可能有误、类型不是“浏览器端”，或当日配额已用完。",
        "{name} refuses to give tiles (HTTP {status}): the key may be wrong, of another type, or used up for today.",
    ),
    "base-map-row": ("底图：{name}", "Base map: {name}"),
    "base-map-settings": ("底图设置", "Base map settings"),
    "tiles-address-incomplete": (
        "地址中缺少 {missing}，无法取得瓦片。",
        "The address lacks {missing}; without it no tile can be requested.",
    ),
    "tiles-file-missing": ("请选择一个 MBTiles 文件。", "Choose an MBTiles file."),
    "tiles-key-missing": ("请填写天地图密钥。", "Enter a key for Tianditu."),
    "tiles-not-mbtiles": (
        "{file} 不是可用的 MBTiles 文件，或其中没有瓦片。",
        "{file} is not a usable MBTiles file, or contains no tiles.",
    ),
    "tiles-not-web": (
        "“{value}”不是网址，应以 http:// 或 https:// 开头。",
        "“{value}” is not a web address; it should begin with http:// or https://.",
    ),
    "tiles-of-degrees": (
        "{value} 的这套切片是经纬度切片，无法叠合。请改用球面墨卡托（如天地图的 _w）切片。",
        "{value}: tiles cut by longitude and latitude cannot be shown. Use those of Web Mercator (Tianditu: _w).",
    ),
    "tiles-of-vectors": (
        "{file} 里是矢量瓦片，只能显示图片瓦片。",
        "{file} contains vector tiles; only picture tiles can be shown.",
    ),
    "tiles-own-grid": (
        "{value} 是百度瓦片，采用 BD-09 和自有的切片方案，无法准确叠合，因此不予显示。",
        "{value} serves Baidu tiles, in BD-09 and on a grid of their own. They cannot be placed accurately and are"
        " not shown.",
    ),
    "tiles-placeholder-unknown": (
        "地址中的 {value} 无法识别，可用 {{z}}、{{x}}、{{y}}、{{-y}}；多个服务器请写其中一个。",
        "{value} in the address is unknown. There are {{z}}, {{x}}, {{y}} and {{-y}}; of several servers write one.",
    ),
}
"""Key to (Chinese, English)."""
