"""The chain of party branches on the command line, and the list of branches that should be set up."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "branches-column-form": ("建议", "Proposal"),
    "branches-column-grids": ("网格或小区", "Grids or compound"),
    "branches-column-members": ("正式党员", "Full members"),
    "branches-compound-no-neighbour": ("相邻小区中没有可联合的", "No neighbour to join"),
    "branches-compound-others-full": (
        "相邻小区另行联合，加入则超限",
        "Neighbours fill their joint branches without it",
    ),
    "branches-compound-too-few-together": ("与相邻小区合计仍不足", "Too few with its neighbours"),
    "branches-joint": ("组建联合党支部", "Joint branch"),
    "branches-left": ("暂不能组建", "Left over"),
    "branches-no-members": (
        "没有登记各网格的正式党员数，小区名册也没有，无法判断应建未建。可用 gridmap roster 导入“党员数”一列。",
        "No list says how many full members a grid or compound has, so nobody knows which branches are due. gridmap "
        "roster brings in a column of members.",
    ),
    "branches-no-neighbour": ("相邻网格中没有可联合的", "No neighbour to join"),
    "branches-none": ("没有应建未建的党支部。", "No branch is due."),
    "branches-of-tier": ("{tier}：{count:,} 个", "{tier}: {count:,}"),
    "branches-others-full": ("相邻网格另行联合，加入则超限", "Neighbours fill their joint branches without it"),
    "branches-own": ("单独组建党支部", "Branch of its own"),
    "branches-reach": (
        "隶属链贯通到最上级的：{buildings:,} 栋楼、{households:,} 户（占 {share}）",
        "The chain reaches the top for {buildings:,} buildings and {households:,} households ({share} of them)",
    ),
    "branches-set-up": (
        "已组建 {count:,} 个党支部，可一步撤销。",
        "Set up {count:,} branches in one step; undo takes it back.",
    ),
    "branches-summary": (
        "应单独组建 {own:,} 个，可联合组建 {joint:,} 个，暂不能组建的网格和小区 {left:,} 个",
        "{own:,} branches of one unit and {joint:,} joint ones are due; {left:,} grids or compounds join nobody",
    ),
    "branches-title": ("应建未建党支部清单", "Party branches to set up"),
    "branches-too-few-together": ("与相邻网格合计仍不足", "Too few with its neighbours"),
    "help-branches": (
        "列出隶属链贯通的范围，以及应建未建的党支部和可联合组建的网格、小区。",
        "Print how far the chain of branches reaches, and which branches should be set up, alone or jointly.",
    ),
    "help-branches-apply": ("按建议组建，一步完成，可撤销", "set them up as proposed, in one step that can be undone"),
}
"""Key to (Chinese, English)."""
