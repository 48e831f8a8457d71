"""What is said of the formats of boundaries: what was mended on the way in, and what to do about those not read."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "archive-locked": (
        "{file} 是加密的压缩包，读不了。请先用密码解压，再导入其中的文件。",
        "{file} is an archive with a password, which is not read here. Unpack it with the password and import the file "
        "inside.",
    ),
    "code-and-name-parted": (
        "{file}“{column}”：编码和名称写在同一格里，已分开，共 {count:,} 个。请核对。",
        '{file}, "{column}": code and name stand in one cell; they were parted in {count:,} rows. Please check them.',
    ),
    "code-not-of-scheme": (
        "{file} 第 {row} 行“{column}”：编码“{code}”不合本方案的规则（应如 {expected}），已照原样导入，检查时会列出。",
        '{file}, row {row}, "{column}": the code "{code}" is none of this scheme (one is {expected}). It came in as it '
        "stands, and the check lists it.",
    ),
    "codes-inexact": (
        "{file}“{column}”：{of:,} 个编码中有 {count:,} 个是科学计数法或过大的数字，末几位已丢失（{value}），"
        "无法还原，未导入。请把该列存为文本后重新导出，或用 --code 另选一列。",
        '{file}, "{column}": {count:,} of {of:,} codes are numbers too long to be exact, of which the last digits are '
        "lost ({value}). They cannot be restored, and nothing was imported. Store the column as text and export it "
        "again, or name another column with --code.",
    ),
    "codes-set-aside": (
        "{file}“{column}”：{count:,} 个值不是本方案的编码（{value}），没有采用，这些网格重新编码。",
        '{file}, "{column}": {count:,} values are no codes of this scheme ({value}); they were set aside, and the '
        "grids are numbered.",
    ),
    "curves-made-straight": (
        "{file} 中有圆弧等曲线，已换成由许多短线段组成的折线。",
        "{file} has arcs or other curves, which were replaced by lines of many short parts.",
    ),
    "dbf-missing": (
        "{file} 缺少 .dbf 属性表，只读取了图形，没有编码和名称。请尽量向提供者索取 .dbf。",
        "{file} lacks its table (.dbf): only the shapes were read, without codes and names. Ask whoever sent it for "
        "the .dbf if you can.",
    ),
    "format-arcinfo": (
        "{file} 是 ArcInfo 的 Coverage 或 .e00 文件，不能直接读取。请在 ArcGIS 中导出为 .shp 或 .gdb。",
        "{file} is an ArcInfo coverage or .e00 file, which is not read here. Export it from ArcGIS as .shp or .gdb.",
    ),
    "format-dgn": (
        "{file} 是 MicroStation 图纸（.dgn），不能直接读取。请另存为 .dxf 再导入；边界线要闭合。",
        "{file} is a MicroStation drawing (.dgn), which is not read here. Save it as .dxf and import that; outlines "
        "must be closed.",
    ),
    "format-document": (
        "{file} 是文档，里面没有可以读取的边界。请向提供者索取边界数据，可以读取的格式：{expected}",
        "{file} is a document and holds no boundaries that can be read. Ask whoever sent it for the data. These "
        "formats are read: {expected}",
    ),
    "format-dxf-binary": (
        "{file} 是二进制的 .dxf，不能直接读取。请在 CAD 软件中另存为 ASCII（文本）格式的 .dxf 再导入。",
        "{file} is a binary .dxf, which is not read here. Save it from the CAD program as an ASCII (text) .dxf and "
        "import that.",
    ),
    "format-link": (
        "{file} 只是快捷方式，不是文件本身。请选择它所指的文件。",
        "{file} is only a shortcut and not the file itself. Choose the file that it leads to.",
    ),
    "format-mapgis": (
        "{file} 是 MapGIS 文件，不能直接读取。请在 MapGIS 中导出为 .shp 再导入。",
        "{file} is a MapGIS file, which is not read here. Export it from MapGIS as .shp and import that.",
    ),
    "format-ovital": (
        "{file} 是奥维互动地图的 .ovobj 文件，不能直接读取。请在奥维中导出为 .kml 或 .kmz 再导入。",
        "{file} is an object file of Ovital Map (.ovobj), which is not read here. Export it there as .kml or .kmz and "
        "import that.",
    ),
    "format-picture": (
        "{file} 是图片或影像，里面没有边界数据。请向提供者索取矢量数据（.shp、.gdb、.kml 等）；"
        "图片可以作为底图参考，边界要在地图上描绘。",
        "{file} is a picture or an aerial image and holds no boundaries. Ask whoever sent it for vector data (.shp, "
        ".gdb, .kml or the like), or draw the boundaries on the map.",
    ),
    "format-supermap": (
        "{file} 是 SuperMap 数据源，不能直接读取。请在 SuperMap 中导出为 .shp 再导入。",
        "{file} is a SuperMap datasource, which is not read here. Export it from SuperMap as .shp and import that.",
    ),
    "latitude-first": (
        "{file}：{count:,} 行的坐标是纬度（或纵坐标）在前，已调换（首行是第 {row} 行）。",
        "{file}: in {count:,} rows the latitude or northing stands first; the coordinates were put in order (the first "
        "is row {row}).",
    ),
    "m-dropped": (
        "{file} 的图形带有 M 值，已去掉。",
        "{file}: shapes had measures (M), which were dropped.",
    ),
    "outline-around-others": (
        "{file}：{count:,} 条边界线圈住了别的边界线（首条是第 {row} 个图元），看来是上级的界线，未导入。",
        "{file}: {count:,} outlines go around others (the first is element {row}); they seem to be those of the level "
        "above and were left out.",
    ),
    "parts-united": (
        "{file}：{count:,} 个图形由相邻的几块拼成，已合并成一块（首个在第 {row} 行）。",
        "{file}: {count:,} shapes consisted of adjoining parts, which were united (the first in row {row}).",
    ),
    "ring-closed": (
        "{file}：{count:,} 个图形的边界线首尾没有接上，已闭合（首个在第 {row} 行）。",
        "{file}: the outlines of {count:,} shapes were not closed; they were closed (the first in row {row}).",
    ),
    "row-is-total": (
        "{file} 第 {row} 行是合计行（{value}），未导入。",
        "{file}, row {row} is a total ({value}) and was left out.",
    ),
    "row-of-other-kind": (
        "{file} 第 {row} 行“{column}”：是“{value}”，不是要导入的类型，此行未导入。",
        '{file}, row {row}, "{column}": it is "{value}" and not of the kind to import; the row was left out.',
    ),
    "row-of-other-level": (
        "{file} 第 {row} 行：编码“{code}”是别的层级的编码，不是要导入的类型，此行未导入。",
        '{file}, row {row}: the code "{code}" is one of another level and not of the kind to import; the row was left '
        "out.",
    ),
    "row-of-parent": (
        "{file} 第 {row} 行“{name}”就是上级本身，不是下级网格，此行未导入。",
        '{file}, row {row}: "{name}" is a grid of the level above itself; the row was left out.',
    ),
}
