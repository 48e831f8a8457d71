"""What is said of boundaries that come in: what became of codes, columns, shapes and formats."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "code-column-missing": (
        "{file} 中没有网格编码列。请用 --code 写明列名，"
        "或用 --number 按所在的上级自西向东、自北向南编码。文件中的列：{expected}",
        "{file} has no column of codes. Name it with --code, or have the grids numbered below their parents, from west "
        "to east and north to south, with --number. The columns are: {expected}",
    ),
    "code-marks-removed": (
        "{file}“{column}”：编码中的横线、空格等已去掉，共 {count:,} 个，例如 {before} → {after}。",
        '{file}, "{column}": dashes, blanks and the like were taken out of {count:,} codes, for example {before} '
        "to {after}.",
    ),
    "code-serials-completed": (
        "{file}“{column}”：只有顺序号，已在前面补上上级编码，共 {count:,} 个，例如 {before} → {after}。",
        '{file}, "{column}": {count:,} serial numbers were completed with the code of the parent, for example {before} '
        "to {after}.",
    ),
    "codes-are-serials": (
        "{file}“{column}”：{of:,} 个值中有 {count:,} 个只是顺序号（{value}），又找不到上级，"
        "凑不成编码（例如 {expected}）。"
        "请先导入上级，或用 --parent 写明上级列；也可以用 --code 另选一列。未导入。",
        '{file}, "{column}": {count:,} of {of:,} values are only serial numbers ({value}), and their parents were not '
        "found, so that they make no codes (such as {expected}). Import the parents first, or name their column with "
        "--parent, or another one with --code. Nothing was imported.",
    ),
    "codes-not-of-scheme": (
        "{file}“{column}”：{of:,} 个值中有 {count:,} 个不是本方案的编码（{value}；应如 {expected}）。"
        "请用 --code 另选一列，或修改方案中的编码规则。未导入。",
        '{file}, "{column}": {count:,} of {of:,} values are no codes of this scheme ({value}; one is {expected}). Name '
        "another column with --code, or change the rule for codes in the scheme. Nothing was imported.",
    ),
    "codes-numbered": (
        "{file}：{count:,} 个网格没有编码，已按上级自西向东、自北向南编码，从 {code} 起。",
        "{file}: {count:,} grids without a code were numbered below their parents, from west to east and north to "
        "south, beginning with {code}.",
    ),
    "coordinates-of-other-crs": (
        "{file} 写明的坐标系是 {crs}，但坐标（例如 {x:,.0f}，{y:,.0f}）像是 {expected}。"
        "请加 --crs {expected}。未导入。",
        "{file} says {crs}, but its coordinates (such as {x:,.0f}, {y:,.0f}) look like {expected}. Add --crs "
        "{expected}. Nothing was imported.",
    ),
    "coordinates-other-zone": (
        "{file} 的横坐标（例如 {x:,.0f}）是 {zone} 带的，而写明的坐标系 {crs} 是 {own} 带。"
        "请加 --crs {expected}。未导入。",
        "{file}: eastings such as {x:,.0f} are of zone {zone}, but {crs}, which the file says, is of zone {own}. Add "
        "--crs {expected}. Nothing was imported.",
    ),
    "figure-not-understood": (
        "{file} 第 {row} 行“{column}”：看不懂的数字“{value}”，未导入该数。",
        '{file}, row {row}, "{column}": "{value}" was not understood as a number; the figure was left out.',
    ),
    "fit-file-unreadable": (
        "公共点文件读不了。请存为 UTF-8 文本，每行四个数。",
        "The file of points cannot be read. Save it as text in UTF-8, four numbers to a line.",
    ),
    "fit-not-pairs": (
        "公共点第 {row} 组看不懂：每组四个数“本地x 本地y 已知东坐标 已知北坐标”，各组用分号或换行隔开。",
        'Pair {row} of the points was not understood. A pair is four numbers, "own x, own y, known easting, known '
        'northing"; pairs are parted by semicolons or lines.',
    ),
    "fit-not-similar": (
        "这些公共点对不上：两套坐标的长度相差超过 1%。请检查点号是否对应、东坐标和北坐标有没有写反。未导入。",
        "The points do not go together: lengths in the two systems differ by more than 1 %. Check that the points "
        "match and that eastings and northings have not changed places. Nothing was imported.",
    ),
    "fit-points-few": (
        "公共点只有 {count:,} 个，至少要 2 个；3 个以上才能看出误差。",
        "There are {count:,} points in both systems; at least 2 are needed, and 3 to tell how good the fit is.",
    ),
    "fit-points-together": (
        "公共点几乎在同一处，无法求出转换关系。请用相距较远的点。",
        "The points are all but one place, so that nothing can be fitted. Use points far from each other.",
    ),
    "format-archive": (
        "{file} 是 .rar 或 .7z 压缩包，不能直接读取。请先解压，再导入其中的文件；也可以改压缩成 .zip。",
        "{file} is a .rar or .7z archive, which is not read here. Unpack it and import the file inside, or pack it as "
        ".zip.",
    ),
    "format-dwg": (
        "{file} 是 CAD 图纸（.dwg），不能直接读取。请在 CAD 软件中另存为 .dxf 再导入；边界线要闭合。",
        "{file} is a CAD drawing (.dwg), which is not read here. Save it as .dxf in the CAD program and import that; "
        "outlines must be closed.",
    ),
    "format-map-document": (
        "{file} 是地图文档，只记录怎样显示，里面没有边界。请向提供者索取它所引用的数据（.shp、.gdb、.gpkg 等）。",
        "{file} is a map document, which says how to draw and holds no boundaries. Ask whoever sent it for the data "
        "behind it (.shp, .gdb, .gpkg or the like).",
    ),
    "format-mdb": (
        "{file} 是 Access 数据库（个人地理数据库 .mdb），不能直接读取。"
        "请在 ArcGIS 中导出为 .shp 或文件地理数据库 .gdb。",
        "{file} is an Access database (personal geodatabase, .mdb), which is not read here. Export it from ArcGIS as "
        ".shp or as a file geodatabase (.gdb).",
    ),
    "gone-but-locked": (
        "文件中已没有的网格中有 {count:,} 个已锁定，仍保留：{codes}",
        "Of the grids that are gone {count:,} are locked and stay: {codes}",
    ),
    "help-fit": (
        "城市独立坐标系：至少两对公共点“x1 y1 x2 y2; …”或写有它们的文件，求四参数最佳拟合；只用于本次，不保存任何参数",
        'a city\'s own coordinates: two or more pairs of points "x1 y1 x2 y2; ..." or a file of them, for a best fit '
        "of four parameters that serves this run only and is kept nowhere",
    ),
    "help-import-column": (
        "指定某列的含义，如 编号=code；等号后留空表示不导入。可多次使用",
        "what a column is, such as REF=code; nothing behind the sign leaves it out. May be given more than once",
    ),
    "help-import-dry-run": ("只显示结果，不写入项目", "show the outcome and store nothing"),
    "help-import-json": (
        "把结果写入 JSON 文件（- 为标准输出）",
        "write the outcome as JSON (- for standard output)",
    ),
    "help-import-people": (
        "同时读入网格员、电话、党组织等列",
        "bring in the columns of workers, phones and branches as well",
    ),
    "help-match": (
        "相距不超过这么多米的顶点和边对齐到一起；默认不改动图形",
        "match vertices and edges that are no further apart than so many metres; by default shapes are not altered",
    ),
    "help-number": (
        "没有编码的网格按上级自西向东、自北向南编码",
        "number grids without a code below their parent, from west to east and north to south",
    ),
    "help-retire-gone": (
        "文件中已没有的网格从项目中删除，编码停用；默认只列出",
        "remove grids that the file no longer has, and retire their codes; by default they are only listed",
    ),
    "import-as-code": ("编码", "code"),
    "import-as-kind": ("类型", "kind"),
    "import-as-name": ("名称", "name"),
    "import-as-note": ("备注", "note"),
    "import-as-parent": ("上级", "parent"),
    "import-as-households": ("户数", "households"),
    "import-as-residents": ("人口", "residents"),
    "import-as-setting": ("城乡分类", "setting"),
    "import-as-use": ("用途", "use"),
    "import-column": ("{field}取自“{column}”", '{field} from "{column}"'),
    "import-columns": ("  列：{taken}", "  Columns: {taken}"),
    "import-columns-left": ("  未导入的列：{left}", "  Columns left out: {left}"),
    "import-dry-run": (
        "可导入 {good:,} 行，{bad:,} 行不能导入；项目未改动。",
        "{good:,} rows would come in, {bad:,} would not; the project is as it was.",
    ),
    "import-field-unknown": (
        "{file}“{column}”：没有“{value}”这个字段。可用：{expected}",
        '{file}, "{column}": there is no field "{value}". There are: {expected}',
    ),
    "import-fit": (
        "已用 {count:,} 个公共点拟合，最大误差 {metres:,.3f} 米。",
        "Fitted to {count:,} points; the largest residual is {metres:,.3f} m.",
    ),
    "import-fit-classified": (
        "请注意：独立坐标系与国家坐标系之间的转换参数可能涉密。本次求得的参数只用于这一次导入，不写入任何文件、日志和项目。",
        "Mind that parameters between a city's own system and the national one may be classified. Those of this fit "
        "serve this import alone; they are written into no file, log or project.",
    ),
    "import-fit-two": (
        "已用 {count:,} 个公共点拟合；只有两个点，看不出误差，请再加点核对。",
        "Fitted to {count:,} points. Two points fit whatever they are; add another to tell how good the fit is.",
    ),
    "import-gone": (
        "  文件中已没有的网格 {count:,} 个，仍保留在项目中：{codes}。要删除并停用编码请加 --retire-gone。",
        "  {count:,} grids are not in the file any more and stay in the project: {codes}. To remove them and retire "
        "their codes, add --retire-gone.",
    ),
    "import-gone-retired": (
        "  文件中已没有的网格 {count:,} 个：{codes}。其中 {retired:,} 个删除并停用编码。",
        "  {count:,} grids are not in the file any more: {codes}. Of these {retired:,} are removed and their codes "
        "retired.",
    ),
    "import-matched": ("  对齐顶点 {count:,} 处", "  {count:,} vertices matched"),
    "import-nothing": (
        "没有导入任何网格，项目未改动。原因见上；已有的网格要更新请加 --replace。",
        "No grid came in, and the project was not changed. The reasons stand above; to update grids that are there "
        "already, add --replace.",
    ),
    "import-numbered": ("  新编码 {count:,} 个", "  {count:,} newly numbered"),
    "import-people-brought": (
        "  带来：{parts}",
        "  They bring: {parts}",
    ),
    "import-people-count": ("{table} {count:,} 条", "{table} {count:,}"),
    "import-people-offered": (
        "  未读入的人员和党组织列：{columns}。要一并读入请加 --people。",
        "  Columns of people and branches left out: {columns}. To bring them in as well, add --people.",
    ),
    "import-people-taken": (
        "  人员和党组织列也已读取：{columns}",
        "  Columns of people and branches read as well: {columns}",
    ),
    "import-state-changed": ("有变化 {count:,} 个", "{count:,} changed"),
    "import-state-doubtful": ("需核对 {count:,} 个", "{count:,} to be looked at"),
    "import-state-new": ("新增 {count:,} 个", "{count:,} new"),
    "import-state-renamed": ("改名或改编码 {count:,} 个", "{count:,} renamed or given another code"),
    "import-state-same": ("没有变化 {count:,} 个", "{count:,} the same"),
    "import-states": ("  与项目相比：{states}", "  Compared with the project: {states}"),
    "import-suggest-crs": ("按 {crs} 读取", "Read it as {crs}"),
    "import-suggest-layer": ("导入图层“{layer}”", 'Import the layer "{layer}"'),
    "import-suggest-number": (
        "给没有编码的网格按上级编码",
        "Number the grids without a code below their parents",
    ),
    "import-suggest-people": (
        "同时读入人员和党组织的 {count:,} 列：{columns}",
        "Bring in the {count:,} columns of people and branches as well: {columns}",
    ),
    "import-suggest-shifted": (
        "按 {name} 读取（现在偏了 {metres:,.0f} 米）",
        "Read it as {name} (it is {metres:,.0f} m off as it is)",
    ),
    "import-suggest-swapped": ("交换两个坐标的次序", "Swap the two coordinates"),
    "import-suggest-update": (
        "用文件更新已有的 {count:,} 个网格",
        "Update the {count:,} grids that are there already",
    ),
    "import-united": ("  同编码合并 {count:,} 行", "  {count:,} rows united with others of their code"),
    "import-would-come": (
        "{file}：可导入 {count:,} 个网格，其中替换 {replaced:,} 个；不能导入 {left_out:,} 行",
        "{file}: {count:,} grids would come in, of which {replaced:,} replace others; {left_out:,} rows would be "
        "left out",
    ),
    "known-by-name": (
        "{file} 第 {row} 行：名称和上级与项目中的 {known} 相同，按同一网格更新，编码改为 {code}。请核对。",
        "{file}, row {row}: the name and the parent are those of {known} in the project, which is updated and gets the "
        "code {code}. Please check.",
    ),
    "known-by-place": (
        "{file} 第 {row} 行：位置与项目中的 {known} 基本重合，按同一网格处理，编码为 {code}。请核对。",
        "{file}, row {row}: the place is mostly that of {known} in the project, so that it is taken for that grid, "
        "with the code {code}. Please check.",
    ),
    "looks-like-by-name": (
        "{file} 第 {row} 行：名称和上级与项目中的 {known} 相同，但编码是 {code}，已作为新网格导入。"
        "如是同一网格，请加 --replace 更新。",
        "{file}, row {row}: the name and the parent are those of {known} in the project, but the code is {code}, so "
        "that a new grid came in. If it is the same grid, update it with --replace.",
    ),
    "looks-like-by-place": (
        "{file} 第 {row} 行：位置与项目中的 {known} 基本重合，但编码是 {code}，已作为新网格导入。"
        "如是同一网格，请加 --replace 更新。",
        "{file}, row {row}: the place is mostly that of {known} in the project, but the code is {code}, so that a new "
        "grid came in. If it is the same grid, update it with --replace.",
    ),
    "outline-closed": (
        "{file}：{count:,} 条边界线首尾没有接上，相差很小，已按直线闭合（首条在第 {row} 行）。请核对。",
        "{file}: the ends of {count:,} outlines did not quite meet and were joined by a straight line (the first in "
        "row {row}). Please check them.",
    ),
    "row-no-code-left": (
        "{file} 第 {row} 行：上级 {code} 下已没有可用的编号，此行未导入。",
        "{file}, row {row}: no number is left below {code}; the row was left out.",
    ),
    "row-not-numbered": (
        "{file} 第 {row} 行：没有编码，也找不到上级，无法编码，此行未导入。请补上编码，或先导入上级。",
        "{file}, row {row}: there is no code, and no parent below which to number it; the row was left out. Fill in "
        "the code, or import the parents first.",
    ),
    "row-united": (
        "{file} 第 {row} 行“{column}”：编码“{code}”、名称和上级都与第 {first} 行相同且互不重叠，已合并为一个网格。",
        '{file}, row {row}, "{column}": the code "{code}", the name and the parent are those of row {first} and they '
        "do not overlap, so they became one grid.",
    ),
    "shx-made-again": (
        "{file} 缺少 .shx 索引，已在副本上由 .shp 重建；原文件未改动。",
        "{file} lacks its index (.shx); it was made again from the .shp, on a copy. The file itself was not changed.",
    ),
    "survey-line": (
        "{file} 第 {row} 行：既不是地块也不是界址点（{value}）。界址点应写作“J1,1,纵坐标,横坐标”。",
        "{file}, line {row}: neither a parcel nor a boundary point ({value}). A point is written "
        "J1,1,northing,easting.",
    ),
    "shifted-e": (
        "{file} 整体向东偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the east as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-ene": (
        "{file} 整体向东东北偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the east-north-east as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-ese": (
        "{file} 整体向东东南偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the east-south-east as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-n": (
        "{file} 整体向北偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the north as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-ne": (
        "{file} 整体向东北偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the north-east as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-nne": (
        "{file} 整体向北东北偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the north-north-east as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-nnw": (
        "{file} 整体向北西北偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the north-north-west as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-nw": (
        "{file} 整体向西北偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the north-west as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-s": (
        "{file} 整体向南偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the south as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-se": (
        "{file} 整体向东南偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the south-east as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-sse": (
        "{file} 整体向南东南偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the south-south-east as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-ssw": (
        "{file} 整体向南西南偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the south-south-west as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-sw": (
        "{file} 整体向西南偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the south-west as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-w": (
        "{file} 整体向西偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the west as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-wnw": (
        "{file} 整体向西西北偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the west-north-west as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "shifted-wsw": (
        "{file} 整体向西西南偏了 {metres:,.0f} 米：这是 {name} 坐标，按它读取就与项目中的边界吻合。"
        "请加 {option}；确认文件所写的坐标系无误时，用 --crs 写明它。未导入。",
        "{file} lies {metres:,.0f} m to the west-south-west as a whole: this is {name}, and read as such it fits the "
        "borders in the project. Add {option}; if the file is right about its CRS, name that with --crs. "
        "Nothing was imported.",
    ),
    "vertices-matched": (
        "{file}：在 {metres:g} 米以内对齐：移动顶点 {moved:,} 个，在边上补点 {added:,} 个；"
        "{left:,} 个图形对齐后会出错，保持原样。",
        "{file}: matched within {metres:g} m: {moved:,} vertices moved, {added:,} put into edges; {left:,} shapes that "
        "would have become invalid stayed as they were.",
    ),
}
