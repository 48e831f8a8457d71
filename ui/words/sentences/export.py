"""The dialog that exports the map."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "export-as-shown": ("当前显示的图层", "Layers as shown"),
    "export-content": ("内容", "Content"),
    "export-do": ("导出…", "Export…"),
    "export-dpi": ("分辨率", "Resolution"),
    "export-dpi-value": ("{dpi} 像素/英寸", "{dpi} dpi"),
    "export-format": ("格式", "Format"),
    "export-format-html": ("网页（HTML，可离线打开）", "Web page (HTML, opens offline)"),
    "export-format-pdf": ("PDF（矢量，文字可检索）", "PDF (vectors, text can be searched)"),
    "export-format-png": ("PNG 图片", "PNG picture"),
    "export-format-pptx": ("PPTX 幻灯片（图形可再编辑）", "PPTX slides (shapes for editing)"),
    "export-format-svg": ("SVG（矢量，可再编辑）", "SVG (vectors, for editing)"),
    "export-heading": ("导出地图", "Export the map"),
    "export-holds": ("版面内容", "On the page"),
    "export-landscape": ("横向", "Landscape"),
    "export-open-file": ("打开文件", "Open the file"),
    "export-open-folder": ("打开所在文件夹", "Open the folder"),
    "export-orientation": ("方向", "Orientation"),
    "export-paper": ("纸张", "Paper"),
    "export-paper-slide": ("16:9（演示文稿）", "16:9 (slide)"),
    "export-part-figures": ("总体情况", "Figures"),
    "export-part-key": ("编号对照", "Key of numbers"),
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
    "export-title": ("标题", "Title"),
    "export-unit": ("镇村", "Place"),
}
"""Key to (Chinese, English)."""
