"""Dialogs: assigning, attributes, base maps, exporting, and the like."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "assign-do": ("安排", "Assign"),
    "assign-find": ("输入姓名、工号或拼音首字母", "Type a name, staff number or initials"),
    "assign-from": ("开始日期", "From"),
    "assign-grids": ("网格数", "Grids"),
    "assign-heading": ("谁来负责{grid}？", "Who is to answer for {grid}?"),
    "assign-name": ("姓名", "Name"),
    "assign-phone": ("电话", "Phone"),
    "assign-role": ("角色", "Role"),
    "assign-staff-number": ("工号", "Staff number"),
    "assign-title": ("安排网格员", "Assign a worker"),
    "assign-until": ("结束日期", "Until"),
    "attribute-kind": ("类型", "Kind"),
    "attribute-name": ("名称", "Name"),
    "attribute-not-said": ("（未填）", "(not said)"),
    "attribute-note": ("备注", "Note"),
    "attribute-setting": ("城乡", "Setting"),
    "attribute-use": ("用途", "Use"),
    "attributes-differ": ("（各不相同，保持不变）", "(differ; left as they are)"),
    "attributes-do": ("保存", "Save"),
    "attributes-of-many": ("所选 {count:,} 个网格", "The {count:,} selected grids"),
    "attributes-title": ("修改属性", "Set attributes"),
    "base-map-address-note": (
        "XYZ 或 WMTS 模板，含 {{z}}、{{x}}、{{y}}；须为球面墨卡托切片。",
        "An XYZ or WMTS template with {{z}}, {{x}} and {{y}}; tiles must be those of Web Mercator.",
    ),
    "base-map-apply": ("应用", "Apply"),
    "base-map-browse": ("浏览…", "Browse…"),
    "base-map-datum-gcj02": ("GCJ-02 火星坐标（高德、腾讯等）", "GCJ-02 (Amap, Tencent)"),
    "base-map-datum-note": (
        "适用于自定义地址和 MBTiles 文件。GCJ-02 瓦片会移回原位显示，项目数据从不移动。",
        "Of the address or the file above. Tiles in GCJ-02 are moved to where they belong, the project's data never.",
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
        "{name} gives no tiles (HTTP {status}): the key may be wrong or of another type, or used up for today.",
    ),
    "base-map-row": ("底图：{name}", "Base map: {name}"),
    "base-map-settings": ("底图设置", "Base map settings"),
    "end-do": ("结束任职", "End it"),
    "end-heading": ("{name} 不再负责{grid}", "{name} no longer answers for {grid}"),
    "end-last-day": ("最后一天", "Last day"),
    "end-title": ("结束任职", "End an assignment"),
    "export-as-shown": ("当前显示的图层", "Layers as shown"),
    "export-content": ("内容", "Content"),
    "export-do": ("导出…", "Export…"),
    "export-dpi": ("分辨率", "Resolution"),
    "export-dpi-value": ("{dpi} 像素/英寸", "{dpi} dpi"),
    "export-format": ("格式", "Format"),
    "export-format-html": ("网页（HTML，可离线打开）", "Web page (HTML, opens offline)"),
    "export-format-pdf": ("PDF（矢量，文字可检索）", "PDF (vectors, text can be searched)"),
    "export-format-png": ("PNG 图片", "PNG picture"),
    "export-format-svg": ("SVG（矢量，可再编辑）", "SVG (vectors, for editing)"),
    "export-heading": ("导出地图", "Export the map"),
    "export-holds": ("版面内容", "The page holds"),
    "export-landscape": ("横向", "Landscape"),
    "export-not-on-map": (
        "有 {count:,} 个网格没有图形，不在地图上。",
        "Without a shape, so not on the map: {count:,} grids.",
    ),
    "export-open-file": ("打开文件", "Open the file"),
    "export-open-folder": ("打开所在文件夹", "Open the folder"),
    "export-orientation": ("方向", "Orientation"),
    "export-paper": ("纸张", "Paper"),
    "export-paper-slide": ("16:9（演示文稿）", "16:9 (slide)"),
    "export-part-figures": ("总体情况", "Figures"),
    "export-part-legend": ("图例", "Legend"),
    "export-part-north": ("指北针", "North arrow"),
    "export-part-scale": ("比例尺", "Scale bar"),
    "export-part-table": ("分区统计表", "Table by area"),
    "export-portrait": ("纵向", "Portrait"),
    "export-preview": ("预览", "Preview"),
    "export-preview-none": (
        "网页没有预览；导出后用浏览器打开查看。",
        "There is no preview of a web page; open it in a browser afterwards.",
    ),
    "export-preview-working": ("正在生成预览…", "Drawing the preview…"),
    "export-privacy": ("个人信息", "People"),
    "export-privacy-briefing": ("汇报：姓名完整，电话和工号打码", "Briefing: names; phones and staff numbers masked"),
    "export-privacy-internal": ("内部：姓名、电话和工号完整", "Internal: names, phones and staff numbers in full"),
    "export-privacy-public": ("公开：只显示姓氏", "Public: surnames only"),
    "export-scope": ("范围", "Area"),
    "export-scope-all": ("全部", "Everything"),
    "export-scope-selection": ("所选网格（{count:,} 个）", "The selection ({count:,})"),
    "export-scope-unit": ("选择{level}", "Choose a {level}"),
    "export-suffix-unknown": (
        "不支持导出为 {file}，可用的后缀：{expected}",
        "{file} cannot be written; the suffix may be one of: {expected}",
    ),
    "export-title": ("标题", "Title"),
    "export-unit": ("镇村", "Place"),
    "export-without-ground": (
        "没有可用范围、图上不显示的网格共 {count} 个：{codes}。原因见 gridmap check。",
        "Without usable ground, so not to be seen on a map: {count} ({codes}). gridmap check says why.",
    ),
    "export-without-shape": (
        "有 {count:,} 个网格没有图形，文件里有它们的属性，图形为空。",
        "Without a shape, which stays empty in the file: {count:,} grids.",
    ),
    "forget-ask": ("确定要清除吗？此操作不能撤销", "Forget this person? This cannot be taken back"),
    "forget-ask-again": (
        "最后确认：现在就清除{name}的信息吗？清除后无法找回。",
        "For the last time: forget {name} now? Nothing can bring it back.",
    ),
    "forget-ask-number": ("请再输入一次工号以确认", "Type the staff number again to confirm"),
    "forget-consequences": (
        "将从项目、编辑历史和所有调整方案中清除{name}的姓名、电话和工号，"
        "相应位置改为“{forgotten}”。\n\n· 分工和历史步骤保留，以前的步骤仍可撤销和重做。"
        "\n· 清除本身不能撤销。\n· 另存的副本、已导出的文件和备份不在其内，请另行处理。",
        "The name, phone and staff number of {name} will go from the project, its history and all its drafts; "
        '"{forgotten}" stands in their place.\n'
        "\n· Assignments and steps of the history stay; older steps can still be taken back and done again."
        "\n· The forgetting itself cannot be taken back."
        "\n· Copies saved elsewhere, exported files and backups are not reached; see to these yourself.",
    ),
    "forget-do": ("清除", "Forget"),
    "forget-done": (
        "已清除 {places:,} 处（已一并处理 {drafts:,} 个调整方案）。另存的副本、导出的文件和备份请另行处理。",
        "Forgotten in {places:,} places; drafts gone through: {drafts:,}. See to copies, exports and backups yourself.",
    ),
    "forget-left-alone": ("未作任何改动。", "Nothing was changed."),
    "forget-left-assignment": (
        "保留 {count:,} 条分工，人员显示为“(forgotten)”；如已不在岗，请结束分工。",
        'Assignments that stay, as "(forgotten)": {count:,}. End them if the person no longer works there.',
    ),
    "forget-left-file-name": (
        "有 {count:,} 个文件的文件名含有此人姓名，未改名。",
        "Files whose own names hold the person's name, and which were not renamed: {count:,}.",
    ),
    "forget-left-not-a-draft": (
        "有 {count:,} 个名称像调整方案的文件无法读取，未处理。",
        "Files named like drafts that cannot be read, and were left alone: {count:,}.",
    ),
    "forget-left-other-table": (
        "其他软件存入项目的表中有 {count:,} 处含有此人信息，未改动。",
        "Cells that name the person in tables of other programs, left as they are: {count:,}.",
    ),
    "forget-left-place": (
        "有 {count:,} 处地名或支部名称含有相同的字，未改动。",
        "Names of places or branches that hold the same name, left as they are: {count:,}.",
    ),
    "forget-left-shared-name": (
        "有 {count:,} 处文字只写了姓名，而另有同名人员，无法判断是谁，未改动。",
        "Texts with nothing but a name that somebody else has too, left as they are: {count:,}.",
    ),
    "forget-left-unreadable-line": (
        "历史中有 {count:,} 步的内容无法读取，已清空。",
        "Steps of the history that could not be read, and were emptied: {count:,}.",
    ),
    "forget-title": ("清除此人信息", "Forget this person"),
    "forget-unasked": (
        "清除个人信息要确认两次，而此处没有终端。确定要清除时请加 --yes。",
        "Forgetting a person is confirmed twice, and there is no terminal here. Add --yes if you are sure.",
    ),
    "forget-would": (
        "{names}：将清除 {places:,} 处（一并处理 {drafts:,} 个调整方案），不能撤销。",
        "{names}: {places:,} places are cleared, drafts gone through: {drafts:,}; this cannot be taken back.",
    ),
    "link-do": ("关联", "Link"),
    "link-find": ("输入支部名称、书记或拼音首字母", "Type a branch, a secretary or initials"),
    "link-heading": ("哪个党支部覆盖{grid}？", "Which branch is to serve {grid}?"),
    "link-title": ("关联党支部", "Link a branch"),
    "size-city": ("全市", "city"),
    "size-province": ("全省", "province"),
    "size-town": ("一个镇", "town"),
    "typed-letters-left-out": (
        "控制字符（{letters}）已去掉。",
        "Control characters ({letters}) were left out.",
    ),
    "worker-do": ("新增", "Add"),
    "worker-heading": (
        "只登记姓名、工作电话和工号，不登记其他个人信息。",
        "Name, work phone and staff number; nothing else of a person is kept.",
    ),
    "worker-new": ("新增网格员…", "New worker…"),
    "worker-phone": ("工作电话", "Work phone"),
    "worker-title": ("新增网格员", "New worker"),
}
"""Key to (Chinese, English)."""
