"""What stands on the sheets of single grids and on notice boards."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "board-heading": ("网格公示牌", "Grid notice board"),
    "board-households": (
        "居民 {households:,} 户，{residents:,} 人",
        "{households:,} households, {residents:,} residents",
    ),
    "dossier-branch": ("党组织", "Party branch"),
    "dossier-branches": ("党组织体系", "Party branch and the chain above it"),
    "dossier-changes": ("变更记录", "What has changed"),
    "dossier-compounds": ("小区", "Compounds"),
    "dossier-extent": (
        "东至{east}，南至{south}，西至{west}，北至{north}。",
        "East to {east}; south to {south}; west to {west}; north to {north}.",
    ),
    "dossier-extent-heading": ("四至范围", "Extent"),
    "dossier-no-changes": ("项目中没有该网格的变更记录。", "The project records no change of this grid."),
    "dossier-no-secretary": ("书记未登记", "no secretary recorded"),
    "dossier-outside": ("外边界", "the outer border"),
    "dossier-people": ("网格人员", "Who answers for it"),
    "dossier-secretary": ("书记 {name}", "secretary {name}"),
    "dossier-units": ("相邻专属网格", "Dedicated grids beside it"),
    "qr-too-long": (
        "二维码内容“{value}”太长，最多 {most} 个字符。",
        "The code cannot say {value}: it holds {most} characters at most.",
    ),
}
"""Key to (Chinese, English)."""
