"""What is said of maps for the public, and on them."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "publish-changed": (
        "改动过的地图须重新送审，请确认审图号对应的就是这幅图（《地图审核管理规定》第五条，2018 年起施行）。",
        "Changed content needs review again: make sure that the number is of this very map (Provisions on map review, "
        "in force since 2018, art. 5).",
    ),
    "publish-coordinates": (
        "文件中带有各网格的坐标，打开的人都能读出。公开前请确认送审的成果同样带有坐标（《地图审核管理规定》第五条，"
        "2018 年起施行）；只作展示的，可改用图片。",
        "The file holds the coordinates of the grids, and whoever opens it can read them. Before it is published, make "
        "sure that what was reviewed holds them too (Provisions on map review, in force since 2018, art. 5); a picture "
        "shows the same without them.",
    ),
    "publish-large": (
        "成果为连续 {km2:,.1f} 平方公里的高精度图形；大于 1:{scale:,} 且连续超过 {most:,.0f} 平方公里的完整地形内容"
        "按涉密处理（自然资源部对 2020 年目录的答复）。公开前请向测绘主管部门确认。",
        "This is {km2:,.1f} km² of continuous ground at survey accuracy; complete topographic content larger than "
        "1:{scale:,} over more than {most:,.0f} km² is treated as classified (the ministry's answer on the catalogue "
        "of 2020). Ask the surveying authority before it is published.",
    ),
    "publish-mark": ("内部资料 审核前不得公开", "Internal, not for publication until reviewed"),
    "publish-number": ("审图号：{number}", "Map review number: {number}"),
    "publish-outline": (
        "图上有整个辖区的外轮廓；县级及以上界线须按标准画法绘制（《公开地图内容表示规范》第四条，2023 年）。",
        "The outline of the whole area is on the map; borders of county level and above must be as in the official "
        "drawing (rules on what public maps may show, 2023, art. 4).",
    ),
    "publish-unreviewed": (
        "公开的地图须送审并标注审图号（《地图审核管理规定》第五条，2018 年起施行）；有审图号时"
        "请用 --review-number 或对话框填写。成果已标注“内部资料 审核前不得公开”。",
        "A map that is published needs review and its number (Provisions on map review, in force since 2018, art. 5); "
        "give it with --review-number or in the dialog. The output is marked as internal until then.",
    ),
}
"""Key to (Chinese, English)."""
