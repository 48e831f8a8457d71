"""What is said when a project begins: its scheme, its files, its place."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-new-project": ("新建项目…", "New project…"),
    "job-looking-at-files": ("正在查看文件…", "Looking at the files…"),
    "new-project-add-files": ("添加文件…", "Add files…"),
    "new-project-all-files": ("所有文件", "All files"),
    "new-project-browse": ("浏览…", "Browse…"),
    "new-project-create": ("创建项目", "Create the project"),
    "new-project-crs-explained": (
        "面积和长度按这个坐标系计算。文件本身可以是别的坐标系，导入时会自动换算；建成以后不能再改。",
        "Areas and lengths are measured in this system. The files may be in another one and are converted when they "
        "come in; it can't be changed later.",
    ),
    "new-project-crs-of-scheme": ("方案自带的坐标系（{crs}）", "The system of the scheme ({crs})"),
    "new-project-crs-other": ("其他坐标系…", "Another system…"),
    "new-project-drop-here": (
        "把文件或文件夹拖到这里，或点“添加文件…”。\n\n"
        "边界：Shapefile（可为 .zip）、GeoPackage、GeoJSON、KML/KMZ、DXF、MapInfo、.gdb、带边界的 CSV\n"
        "名单：Excel、WPS 表格、CSV\n\n也可以先不选，建好项目后再导入。",
        "Drop files or folders here, or use “Add files…”.\n\n"
        "Boundaries: Shapefile (also zipped), GeoPackage, GeoJSON, KML/KMZ, DXF, MapInfo, .gdb, CSV with borders\n"
        "Lists: Excel, WPS, CSV\n\nYou may also leave this empty and bring files in later.",
    ),
    "new-project-file": ("文件", "File"),
    "new-project-file-exists": (
        "文件夹里已经有 {file}，请换一个名字。",
        "There is a file {file} in that folder already. Choose another name.",
    ),
    "new-project-files": ("要导入的文件", "Files to bring in"),
    "new-project-folder": ("文件夹", "Folder"),
    "new-project-heading-code": ("编码示例", "Example of a code"),
    "new-project-heading-kind": ("网格类型", "Kind of grid"),
    "new-project-heading-level": ("层级", "Level"),
    "new-project-heading-needs": ("须配备", "Must have"),
    "new-project-households-rural": ("乡村 {least}–{most} 户", "{least}–{most} households in the country"),
    "new-project-households-urban": ("城镇 {least}–{most} 户", "{least}–{most} households in town"),
    "new-project-is-boundaries": ("边界", "Boundaries"),
    "new-project-is-list": ("名单", "A list"),
    "new-project-is-project": (
        "已是 GridMap 项目，不导入；请直接打开它。",
        "This is a GridMap project already and does not come in. Open it instead.",
    ),
    "new-project-is-scheme": ("网格方案，可在上一步选用", "A scheme; it can be chosen one step back"),
    "new-project-label-crs": ("坐标系", "Coordinate system"),
    "new-project-label-file": ("项目文件", "Project file"),
    "new-project-label-other": ("坐标系代号", "Name of the system"),
    "new-project-label-title": ("项目名称", "Title"),
    "new-project-levels": ("所选方案的层级", "The levels of the scheme"),
    "new-project-needs-branch": ("党组织", "Party branch"),
    "new-project-needs-worker": ("网格员", "Grid worker"),
    "new-project-no-crs": ("请填写坐标系，例如 EPSG:4549。", "Name the coordinate system, for example EPSG:4549."),
    "new-project-no-file": ("请填写项目文件存放的位置。", "Say where the project file goes."),
    "new-project-own-scheme": ("用自己的方案（TOML 文件）…", "A scheme of your own (TOML file)…"),
    "new-project-place-looks": (
        "文件没有写明坐标系；从数值看像是 {crs}，在东经 {longitude:.2f}°、北纬 {latitude:.2f}° 一带，"
        "建议中央经线 {meridian}°。",
        "The files do not name their system; by their figures it looks like {crs}, around {longitude:.2f}° east, "
        "{latitude:.2f}° north. Central meridian {meridian}° is suggested.",
    ),
    "new-project-place-said": (
        "文件的坐标系是 {crs}，在东经 {longitude:.2f}°、北纬 {latitude:.2f}° 一带，建议中央经线 {meridian}°。",
        "The files are in {crs}, around {longitude:.2f}° east, {latitude:.2f}° north. "
        "Central meridian {meridian}° is suggested.",
    ),
    "new-project-place-unknown": (
        "还不知道项目在哪里。请选本地所在的 3 度带：经度除以 3，四舍五入，再乘以 3，就是中央经线。",
        "Where the project lies is not known yet. Choose your zone: the longitude divided by 3, rounded, times 3 is "
        "its central meridian.",
    ),
    "new-project-scheme-chengdu": ("区县—街道—社区—小区网格，四级", "District, street, community, grid: four levels"),
    "new-project-scheme-chongchuan": ("街道—社区，两级", "Street, community: two levels"),
    "new-project-scheme-city": ("镇—村（社区）—网格，三级", "Town, village, grid: three levels"),
    "new-project-scheme-filter": ("网格方案 (*.toml)", "Scheme (*.toml)"),
    "new-project-scheme-micro": ("镇—村（社区）—网格—微网格，四级", "Town, village, grid, micro-grid: four levels"),
    "new-project-scheme-planners": ("区—街道—社区，三级", "District, street, community: three levels"),
    "new-project-scheme-shapingba": ("镇街—社区—小区网格，三级", "Street, community, compound grid: three levels"),
    "new-project-schemes": ("网格方案", "Schemes"),
    "new-project-source": ("依据：{source}", "Source: {source}"),
    "new-project-take-out": ("移出列表", "Take out"),
    "new-project-untitled": ("新项目", "New project"),
    "new-project-usual-files": ("边界和名单", "Boundaries and lists"),
    "new-project-what": ("是什么", "What it is"),
    "new-project-zone": (
        "2000 国家大地坐标系，3 度带，中央经线 {meridian}°（{crs}）",
        "CGCS2000, 3-degree zone, central meridian {meridian}° ({crs})",
    ),
    "wizard-ask-files": (
        "手头有哪些文件？边界和名单可以一起放进来，下一步逐个看清楚再入库。",
        "Which files do you have? Boundaries and lists may come together; each is shown before anything is stored.",
    ),
    "wizard-ask-place": (
        "项目叫什么、存在哪里、用哪个坐标系。建议的内容都可以改。",
        "What the project is called, where it goes and which system it uses. All that is suggested can be changed.",
    ),
    "wizard-ask-scheme": (
        "本地的网格分几级？拿不准就用三级网格方案。",
        "How many levels of grids do you have? If in doubt, take the three-level scheme.",
    ),
    "wizard-new-project": ("新建项目", "New project"),
    "wizard-step-files": ("文件", "Files"),
    "wizard-step-place": ("位置", "Place"),
    "wizard-step-scheme": ("方案", "Scheme"),
}
