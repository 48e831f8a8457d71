"""What is wrong with, or was changed in, a file of boundaries that is brought in."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "archive-too-large": (
        "{file} 解压后过大，没有读取：最多 {bytes} 字节、{count} 个文件，且不超过压缩包的 {times} 倍。"
        "请解压后选择其中的边界文件。",
        "{file} would unpack to more than can be read: at most {bytes} bytes, {count} files and {times} times its "
        "size. Unpack it and choose the file with the boundaries.",
    ),
    "code-ambiguous": (
        "{file} 第 {row} 行：项目中有多个网格的编码是“{code}”，不知道该替换哪一个，此行未导入。请先处理重复编码。",
        '{file}, row {row}: several grids of the project have the code "{code}", so it is not clear which to '
        "replace; the row was left out. Settle the duplicate codes first.",
    ),
    "code-empty": (
        "{file} 第 {row} 行：“{column}”为空，此行未导入。请补上编码。",
        '{file}, row {row}: "{column}" is empty; the row was left out. Fill in the code.',
    ),
    "code-exists": (
        "{file} 第 {row} 行：项目中已有编码“{code}”，此行未导入。要用文件中的内容替换，请加 --replace。",
        '{file}, row {row}: the project already has the code "{code}"; the row was left out. To replace it with'
        " what the file says, add --replace.",
    ),
    "code-precision-lost": (
        "{file} 第 {row} 行“{column}”：编码“{value}”是科学计数法或过大的数字，末几位已丢失，此行未导入。"
        "请把该列存为文本后重新导出。",
        '{file}, row {row}, "{column}": the code "{value}" is a number too long to be exact: its last digits are'
        " lost, so the row was left out. Store the column as text and export it again.",
    ),
    "code-twice": (
        "{file} 第 {row} 行“{column}”：编码“{code}”与第 {first} 行相同，此行未导入。"
        "同一网格有多块时请先合并为一个要素。",
        '{file}, row {row}, "{column}": the code "{code}" is that of row {first}; the row was left out. If one '
        "grid has several pieces, merge them into one feature first.",
    ),
    "code-zeros-restored": (
        "{file}“{column}”：编码被存成数字而丢失了开头的零，已补回 {count:,} 个，例如 {before} → {after}。",
        '{file}, "{column}": codes stored as numbers had lost their leading zeros; {count:,} were restored, '
        "for example {before} to {after}.",
    ),
    "column-missing": (
        "{file} 中认不出需要的列，请用 {option} 写明列名。文件中的列：{expected}",
        "{file}: a column that is needed was not recognised; name it with {option}. The columns are: {expected}",
    ),
    "column-not-found": (
        "{file} 中没有名为“{column}”的列。文件中的列：{expected}",
        '{file} has no column "{column}". The columns are: {expected}',
    ),
    "coordinates-are-degrees": (
        "{file} 的坐标是经纬度（例如 {x:.6f}, {y:.6f}），而文件或选项称其为 {crs}。请用 --crs 写明，例如：{expected}",
        "{file}: the coordinates are degrees (such as {x:.6f}, {y:.6f}), but are said to be in {crs}. State "
        "where they are with --crs, for example: {expected}",
    ),
    "coordinates-lack-zone": (
        "{file} 的横坐标（例如 {x:,.0f}）不带带号，而 {crs} 要求带号 {zone}。请改用 --crs {expected}。",
        "{file}: eastings such as {x:,.0f} have no zone number, but {crs} expects zone {zone} in front of them. Use"
        " --crs {expected}.",
    ),
    "coordinates-not-degrees": (
        "{file} 的坐标（例如 {x:,.1f}, {y:,.1f}）不是经纬度，而文件或选项称其为 {crs}。请用 --crs 写明投影，"
        "例如：{expected}",
        "{file}: coordinates such as {x:,.1f}, {y:,.1f} are not degrees, but are said to be in {crs}. State the"
        " projection with --crs, for example: {expected}",
    ),
    "coordinates-swapped": (
        "{file} 的两个坐标写反了：按 {crs}，{x:,.4f}, {y:,.4f} 落在本项目范围之外，对调后才在范围内。请加 --swap-xy"
        " 重新导入。",
        "{file}: the two coordinates are swapped: in {crs}, {x:,.4f}, {y:,.4f} lies outside the project's area, but"
        " inside it the other way round. Import again with --swap-xy.",
    ),
    "coordinates-zone-prefixed": (
        "{file} 的横坐标（例如 {x:,.0f}）带有带号 {zone}，而 {crs} 不带带号。请改用带带号的坐标系，例如 --crs "
        "{expected}。",
        "{file}: eastings such as {x:,.0f} begin with the zone number {zone}, but {crs} has none. Use the CRS "
        "with zone numbers, for example --crs {expected}.",
    ),
    "crs-assumed": (
        "{file} 没有说明坐标系，其坐标是经纬度，按 {crs} 处理。若来自网络地图，请用 --crs gcj02 或 --crs bd09。",
        "{file} does not say its CRS; the coordinates are degrees and were taken as {crs}. If they come from a "
        "Chinese web map, use --crs gcj02 or --crs bd09.",
    ),
    "crs-missing": (
        "{file} 没有说明坐标系（缺少 .prj 等）。坐标例如 {x:,.4f}, {y:,.4f}，可能是：{expected}。请用 --crs 写明。",
        "{file} does not say its CRS (no .prj or the like). Its coordinates, such as {x:,.4f}, {y:,.4f}, may "
        "be in: {expected}. State it with --crs.",
    ),
    "crs-missing-swapped": (
        "{file} 没有说明坐标系，且两个坐标像是写反了（{x:,.4f}, {y:,.4f}）。可能是：{expected}。请用 --crs 写明，并加"
        " --swap-xy。",
        "{file} does not say its CRS, and its coordinates seem to be swapped ({x:,.4f}, {y:,.4f}). They may be in:"
        " {expected}. State it with --crs and add --swap-xy.",
    ),
    "crs-overridden": (
        "{file} 自称坐标系为 {said}，已按要求当作 {crs} 处理。",
        "{file} says that its CRS is {said}; as asked, it was taken as {crs}.",
    ),
    "crs-unknown": (
        "不认识坐标系“{value}”。请写 EPSG 代码（如 EPSG:4549）、gcj02 或 bd09。",
        'The CRS "{value}" is unknown. Give an EPSG code (such as EPSG:4549), gcj02 or bd09.',
    ),
    "datum-shift-unknown": (
        "{file} 的坐标系 {crs} 与项目坐标系的转换参数不公开，只做了椭球换算，位置可能相差约 100 米。"
        "请让测绘部门转换到 CGCS2000 后再导入。",
        "{file}: the difference between the datum of {crs} and the project's is not public; only the ellipsoid was"
        " converted, and positions may be off by some 100 m. Have the survey office convert the file to CGCS2000"
        " first.",
    ),
    "encoding-differs": (
        "{file} 自称文字编码为 {said}，实际是 {found}，已按后者读取。",
        "{file} says that its texts are in {said}, but they are in {found} and were read as such.",
    ),
    "encoding-name-unknown": (
        "不认识文字编码“{value}”。请写 UTF-8、GBK 或 GB18030 等。",
        'The encoding "{value}" is unknown. Give UTF-8, GBK, GB18030 or the like.',
    ),
    "encoding-unknown": (
        "{file} 的文字既不是 UTF-8 也不是 GBK/GB18030。请用 --encoding 写明。",
        "{file}: the texts are neither in UTF-8 nor in GBK or GB18030. State the encoding with --encoding.",
    ),
    "file-cut-off": (
        "{file} 比其文件头所说的短，像是没有传完整；缺少的图形按没有图形处理。请重新获取。",
        "{file} is shorter than it says it is, as if it had not been copied completely; shapes that are lacking are"
        " treated as missing. Get it again.",
    ),
    "file-name-unusable": (
        "文件名或所在文件夹名中有“!”或“;”，无法读取：{file}。请改名后再试。",
        "{file} cannot be read because of the ! or ; in its name or folder. Rename it and try again.",
    ),
    "file-too-large": (
        "{file} 过大，文本格式最多 {bytes} 字节。请分成几个文件，或转为 GeoPackage。",
        "{file} is too large: a text format may have {bytes} bytes at most. Split it, or convert it to a GeoPackage.",
    ),
    "file-unreadable": ("无法读取文件 {file}：{reason}", "The file {file} cannot be read: {reason}"),
    "format-not-known": (
        "无法识别 {file} 的格式。可以读取：{expected}。请让提供者另存为其中一种。",
        "The format of {file} is not one that can be read. These can: {expected}. Ask whoever sent it to save it as"
        " one of them.",
    ),
    "geopackage-not-project": (
        "{file} 是 GeoPackage，但不是 GridMap 项目。请用 gridmap import 把它导入项目。",
        "{file} is a GeoPackage but not a GridMap project. Bring it into a project with gridmap import.",
    ),
    "grid-locked": (
        "{file} 第 {row} 行：编码为“{code}”的网格已锁定，未替换。",
        '{file}, row {row}: the grid with code "{code}" is locked and was not replaced.',
    ),
    "id-number-left-out": (
        "{file} 第 {row} 行“{column}”：含有身份证号，该单元格已留空。",
        '{file}, row {row}, "{column}": the cell contains a personal ID number and was left blank.',
    ),
    "import-adopted": ("{count:,} 个已有网格补上了上级", "{count:,} existing grids were given their parent"),
    "import-by_column": ("按列 {count:,} 个", "{count:,} by the column"),
    "import-by_place": ("按位置 {count:,} 个", "{count:,} by place"),
    "import-by_prefix": ("按编码前缀 {count:,} 个", "{count:,} by code prefix"),
    "import-done": (
        "{file}：导入 {count:,} 个网格，其中替换 {replaced:,} 个；未导入 {left_out:,} 行",
        "{file}: {count:,} grids came in, of which {replaced:,} replace others; {left_out:,} rows were left out",
    ),
    "import-made": ("已新建项目 {file}", "Made the project {file}"),
    "import-next": ("下一步：{line}", "Next: {line}"),
    "import-parents": ("  上级：{ways}", "  Parents: {ways}"),
    "import-without_parent": ("没有上级 {count:,} 个", "{count:,} without"),
    "kind-not-below": ("类型“{kind}”的上级只能是：{expected}", 'A grid of kind "{kind}" belongs below: {expected}'),
    "kind-unknown": (
        "{file} 第 {row} 行“{column}”：不认识网格类型“{value}”（可选：{expected}），此行未导入。",
        '{file}, row {row}, "{column}": there is no kind of grid "{value}" here (there are: {expected}); the '
        "row was left out.",
    ),
    "layer-choose": (
        "{file} 有多个图层，请用 --layer 选一个：{expected}",
        "{file} has several layers; choose one with --layer: {expected}",
    ),
    "layer-empty": ("{file} 的图层“{layer}”没有任何要素。", '{file}: layer "{layer}" has no features.'),
    "layer-not-found": (
        "{file} 没有图层“{value}”，有：{expected}",
        '{file} has no layer "{value}"; it has: {expected}',
    ),
    "layer-without-shapes": (
        "{file} 中没有带图形的图层，不是边界文件。",
        "{file} has no layer with shapes; it is no file of boundaries.",
    ),
    "letters-left-out": (
        "{file} 第 {row} 行“{column}”：编码中的控制字符（{letters}）已去掉，请核对。",
        '{file}, row {row}, "{column}": control characters ({letters}) were removed from the code; check it.',
    ),
    "letters-replaced": (
        "{file} 第 {row} 行“{column}”：控制字符（{letters}）已换成 �，请核对。",
        '{file}, row {row}, "{column}": control characters ({letters}) were replaced by �; check it.',
    ),
    "name-column-missing": (
        "{file} 中认不出名称列，网格未取名。可用 --name 写明；文件中的列：{expected}",
        "{file}: no column of names was recognised, so the grids have no names. You can state it with --name; the"
        " columns are: {expected}",
    ),
    "no-parents-in-plan": (
        "项目中还没有上级网格（{expected}），{file} 的 {count:,} 个网格暂无上级。之后导入上级时会自动归属。",
        "The project has no grids yet that could be parents ({expected}), so {count:,} grids of {file} have "
        "none. They are assigned once the parents are imported.",
    ),
    "no-polygons": (
        "{file} 中没有面（多边形），只有 {value}。请先在 GIS 软件中转换为面。",
        "{file} has no polygons, only {value}. Convert them to polygons in a GIS first.",
    ),
    "outside-crs-area": (
        "{file}：{of:,} 个网格中有 {count:,} 个（如第 {row} 行）远在 {crs} 的适用范围之外，"
        "那里的面积误差最大达 {area_error:.1%}。请核对坐标系，或为方案另选坐标系。",
        "{file}: {count:,} of {of:,} grids (row {row}, for one) lie far outside the area for which {crs} is "
        "made; areas there are wrong by up to {area_error:.1%}. Check the CRS, or choose another for the "
        "scheme.",
    ),
    "parent-not-found": (
        "{file} 第 {row} 行：找不到编码为“{code}”的网格的上级，已无上级导入。",
        '{file}, row {row}: no parent was found for the grid with code "{code}"; it came in without one.',
    ),
    "parent-place-differs": (
        "{file}：{count:,} 个网格不在其编码或上级列所指的上级范围内，例如：{codes}。已按编码或上级列归属。",
        "{file}: {count:,} grids lie outside the parent that their code or the column names, for example: "
        "{codes}. They were given to that parent all the same.",
    ),
    "parent-value-unknown": (
        "{file} 第 {row} 行：找不到上级“{value}”，改按编码前缀或位置确定上级。",
        '{file}, row {row}: there is no parent "{value}"; the code or the position was used instead.',
    ),
    "project-has-scheme": (
        "项目 {file} 已有自己的方案，--scheme 只用于新项目。",
        "Project {file} already has its scheme; --scheme is for new projects.",
    ),
    "reader-warning": ("读取 {file} 时的提示：{reason}", "While reading {file}: {reason}"),
    "setting-unknown": (
        "{file} 第 {row} 行“{column}”：不认识“{value}”，应为城镇或乡村，已留空。",
        '{file}, row {row}, "{column}": "{value}" is neither urban nor rural and was left blank.',
    ),
    "shape-broken": (
        "{file} 第 {row} 行：图形已损坏（无法读取或坐标不是有限数），该网格没有图形。",
        "{file}, row {row}: the shape is damaged (it cannot be read, or a coordinate is not a finite number); the"
        " grid has no shape.",
    ),
    "shape-missing": (
        "{file} 第 {row} 行：没有图形，该网格只记入台账。",
        "{file}, row {row}: there is no shape; the grid was imported without one.",
    ),
    "shape-not-polygon": (
        "{file} 第 {row} 行：图形是 {value}，不是面，此行未导入。",
        "{file}, row {row}: the shape is a {value}, not a polygon; the row was left out.",
    ),
    "shape-not-projectable": (
        "{file} 第 {row} 行：坐标无法从 {crs} 换算到项目坐标系，该网格没有图形。",
        "{file}, row {row}: the coordinates cannot be converted from {crs} to the project's CRS; the grid has no"
        " shape.",
    ),
    "shape-parts-dropped": (
        "{file} 第 {row} 行：图形（{value}）中的点和线已去掉，只保留面。",
        "{file}, row {row}: points and lines of the shape ({value}) were dropped; its polygons were kept.",
    ),
    "shapefile-incomplete": (
        "{file} 不完整，缺少：{missing}。Shapefile 的 .shp、.shx、.dbf 要放在一起，请向提供者索取。",
        "{file} is incomplete; it lacks: {missing}. The .shp, .shx and .dbf of a shapefile belong together; ask"
        " whoever sent it.",
    ),
    "source-empty": ("{file} 是空文件。", "{file} is an empty file."),
    "source-is-folder": (
        "{file} 是文件夹，请指定其中一个文件：{expected}",
        "{file} is a folder; name one file in it: {expected}",
    ),
    "source-reaches-out": (
        "{file} 引用了其他文件或网络地址（{value}），为安全起见没有读取。请让提供者另存为 Shapefile、GeoPackage 或"
        " GeoJSON。",
        "{file} refers to other files or to the network ({value}) and, to be safe, was not read. Ask whoever sent it"
        " to save it as Shapefile, GeoPackage or GeoJSON.",
    ),
    "text-cut": (
        "{file}“{column}”：有 {count:,} 处文字因字段太短在末尾被截断（如第 {row} 行），请核对。",
        '{file}, "{column}": {count:,} texts were cut off because the field is too short (row {row}, for example);'
        " check them.",
    ),
    "text-ends-at-nul": (
        "{file} 第 {row} 行“{column}”：文字中有空字符（U+0000），其后的内容无法读取，已截去，请核对。",
        '{file}, row {row}, "{column}": the text has a NUL (U+0000); what follows it cannot be read and was left out.',
    ),
    "z-dropped": (
        "{file}：{count:,} 个图形带有高程，已去掉。",
        "{file}: {count:,} shapes had heights, which were dropped.",
    ),
    "zip-without-boundaries": (
        "{file} 压缩包中没有边界文件（{expected}）。",
        "{file} contains no boundary file ({expected}).",
    ),
}
"""Key to (Chinese, English)."""
