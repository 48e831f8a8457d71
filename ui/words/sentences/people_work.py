"""Work with people: what is to be minded before grids are given, the dialogs of people, branches and zones."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "assign-heading-many": ("谁来负责所选的 {count:,} 个网格？", "Who is to answer for the {count:,} selected grids?"),
    "bad-cell-column": ("列", "Column"),
    "bad-cell-row": ("行", "Row"),
    "bad-cell-text": ("要粘贴的内容", "What was to go there"),
    "bad-cell-why": ("原因", "Why not"),
    "bad-cells-heading": (
        "已粘贴 {taken:,} 个单元格，{bad:,} 个没有粘贴：",
        "Pasted {taken:,} cells; {bad:,} could not be:",
    ),
    "bad-cells-title": ("未能粘贴的单元格", "Cells that were not pasted"),
    "branch-correct-title": ("更正党组织", "Correct a branch"),
    "branch-delete-do": ("撤销", "Dissolve"),
    "branch-delete-heading": ("撤销“{name}”？", "Dissolve {name}?"),
    "branch-delete-note": (
        "它与网格的关联一并结束，由它牵头的片区将没有牵头党组织。此操作可以撤销。",
        "Its links to grids end with it, and zones that it leads have no leading branch. It can be undone.",
    ),
    "branch-delete-title": ("撤销党组织", "Dissolve a branch"),
    "branch-joint": ("联合支部（几个网格合建）", "Joint branch of several grids"),
    "branch-name": ("名称", "Name"),
    "branch-name-twice": (
        "有 {count:,} 个党组织都叫“{value}”，请用“更正”来选。",
        '{count:,} branches are called "{value}"; choose one with Correct.',
    ),
    "branch-new-title": ("新增党组织", "New branch"),
    "branch-none-above": ("无上级", "None above"),
    "branch-not-known": ("没有名为“{value}”的党组织。", 'There is no branch called "{value}".'),
    "branch-tier-unknown": ("（未填）", "(not given)"),
    "cell-not-typed": ("这一列由系统算出，不能直接修改。", "This column is worked out and cannot be changed here."),
    "end-many": ("结束所选的 {count:,} 项任职", "End the {count:,} selected assignments"),
    "merge-people-after": ("合并后：{entry}", "It will be: {entry}"),
    "merge-people-assignments": ("任职记录", "Assignments, past ones too"),
    "merge-people-do": ("合并", "Merge"),
    "merge-people-heading": (
        "这 {count:,} 条其实是同一个，保留哪一条？",
        "These {count:,} entries are one. Which one stays?",
    ),
    "merge-people-note": (
        "其余各条的网格归入保留的一条，它缺少的内容从其余各条补上。一步完成，可以撤销。",
        "What the others have goes to the one that stays, which takes over what it lacks. One step, which "
        "can be undone.",
    ),
    "merge-people-title": ("合并重复记录", "Merge entries"),
    "mind-already-staffed": (
        "其中 {count:,} 个网格已有其他专职网格员。",
        "Somebody else is full-time already in {count:,} of these grids.",
    ),
    "mind-other-town": (
        "这样会跨镇街任职。",
        "That would be grids of two towns.",
    ),
    "mind-worker_distance": (
        "网格之间最远将达 {then:,.0f} 米，上限 {limit:,.0f} 米。",
        "The grids would lie up to {then:,.0f} m apart; the limit is {limit:,.0f} m.",
    ),
    "mind-worker_grids": (
        "将负责 {then:,.0f} 个网格（现 {now:,.0f} 个），上限 {limit:,.0f} 个。",
        "That would make {then:,.0f} grids (now {now:,.0f}); the limit is {limit:,.0f}.",
    ),
    "mind-worker_households": (
        "将负责 {then:,.0f} 户（现 {now:,.0f} 户），上限 {limit:,.0f} 户。",
        "That would make {then:,.0f} households (now {now:,.0f}); the limit is {limit:,.0f}.",
    ),
    "move-buildings-becomes": ("{grid}：{before:,} → {after:,} 户", "{grid}: households {before:,} → {after:,}"),
    "move-buildings-do": ("划过去", "Move them"),
    "move-buildings-find": ("输入网格名称或编码", "Type a grid or its code"),
    "move-buildings-heading": (
        "把 {count:,} 栋楼（{homes:,} 户）划给哪个网格？",
        "Which grid is to hold these {count:,} buildings (households: {homes:,})?",
    ),
    "move-buildings-homeless": (
        "另有 {count:,} 栋不在任何网格范围内，请先在地图上为那里新建网格或扩展边界。",
        "On ground of no grid, and left out: {count:,}. Draw a grid there, or extend a border, on the map first.",
    ),
    "move-buildings-no-homes": ("户数不变。", "No households move."),
    "move-buildings-note": (
        "楼栋属于它所在的网格：它们连同最近的用地一起划过去，边界随之移动。一步完成，可以撤销。",
        "A grid holds the buildings on its ground: they go with the ground nearest to them, and the border "
        "moves. One step, which can be undone.",
    ),
    "move-buildings-title": ("划到别的网格", "Move buildings to another grid"),
    "not-a-count": ("“{value}”不是整数。", '"{value}" is not a whole number.'),
    "not-yes-or-no": ("“{value}”不是“是”或“否”。", '"{value}" is neither yes nor no.'),
    "paste-below-last": ("表中没有这么多行。", "The table has no more rows."),
    "paste-beyond-last": ("表中没有这么多列。", "The table has no more columns."),
    "portfolio-away-from": ("代班首日", "First day"),
    "portfolio-away-until": ("代班末日", "Last day"),
    "portfolio-grids-more": ("{grids}，另有 {count:,} 个", "{grids} and {count:,} more"),
    "portfolio-stand-in": ("谁来代管 {name} 的 {count:,} 个网格？", "Who stands in for {name} ({count:,} grids)?"),
    "portfolio-stand-in-do": ("安排代班", "Let stand in"),
    "portfolio-stand-in-note": (
        "代班期间网格由代班人负责，期满后仍由 {name} 负责。",
        "The stand-in answers for the grids during these days, {name} again after them.",
    ),
    "portfolio-stand-in-title": ("安排代班", "Stand-in"),
    "portfolio-transfer": ("把 {name} 的 {count:,} 个网格转交给谁？", "Who takes over {count:,} grids of {name}?"),
    "portfolio-transfer-do": ("转交", "Transfer"),
    "portfolio-transfer-title": ("转交网格", "Transfer grids"),
    "role-without-grid": (
        "这个人现在没有负责任何网格，没有角色可改。",
        "This person answers for no grid now, so there is no role to change.",
    ),
    "worker-correct-title": ("更正网格员", "Correct a worker"),
    "worker-delete-do": ("删除", "Delete"),
    "worker-delete-heading": ("把 {name} 从名单中删除？", "Take {name} off the list?"),
    "worker-delete-note": (
        "过去的任职记录一并删除，可以撤销。要连同历史一起清除，请用“详情”中的“清除信息”。",
        "Earlier assignments go too; it can be undone. To remove every trace, use Forget in the details.",
    ),
    "worker-delete-title": ("删除网格员", "Delete a worker"),
    "worker-do-all-the-same": ("不是同一人，仍然新增", "Somebody else: add all the same"),
    "worker-masked": ("灰色的内容已隐藏：不填则保持不变。", "What is grey is masked; left blank, it stays as it is."),
    "worker-namesake": ("工号 {number}，{grids:,} 个网格，{place}", "staff number {number}; grids: {grids:,}; {place}"),
    "worker-namesakes-more": ("……另有 {count:,} 人", "… and {count:,} more"),
    "worker-same-name": ("已有 {count:,} 人同名：", "Of that name already ({count:,}):"),
    "zone-correct-title": ("更正片区", "Correct a zone"),
    "zone-delete-do": ("删除", "Delete"),
    "zone-delete-heading": ("删除片区“{name}”？", "Take the zone {name} away?"),
    "zone-delete-note": (
        "党组织和网格不受影响。此操作可以撤销。",
        "Its branch and the grids stay as they are. It can be undone.",
    ),
    "zone-delete-title": ("删除片区", "Delete a zone"),
    "zone-ground": ("范围取所选的 {count:,} 个网格", "Its ground is that of the selected grids ({count:,})"),
    "zone-ground-none": (
        "范围取所选网格（请先在地图上选网格）",
        "Its ground is that of the selected grids (select some on the map first)",
    ),
    "zone-new-title": ("新增片区", "New zone"),
    "zone-no-branch": ("无牵头党组织", "No branch"),
}
"""Key to (Chinese, English)."""
