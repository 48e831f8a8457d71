"""Drafts: trying another division, comparing it with the one in force, applying it."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "comparison-buildings": ("楼栋 {count:,}", "Buildings {count:,}"),
    "comparison-compounds": ("小区 {count:,}", "Compounds {count:,}"),
    "comparison-grids": ("网格 {count:,}", "Grids {count:,}"),
    "comparison-ground": ("地块 {count:,}", "Ground {count:,}"),
    "comparison-none": (
        "打开调整方案后，这里显示它与现行划分的差别。",
        "Open a draft to see how it differs from the current division.",
    ),
    "comparison-same": ("与现行划分相同，没有改动。", "The same as the current division."),
    "comparison-summary": (
        (
            "调整 {grids:,} 个网格（含上级），新设 {new:,} 个，撤销 {retired:,} 个；{buildings:,} "
            "栋楼、{households:,} 户、{residents:,} 人更换网格；划转面积 {area_m2:,.0f} 平方米。"
        ),
        (
            "{grids:,} changed, {new:,} new, {retired:,} retired · {buildings:,} buildings, {households:,} "
            "households, {residents:,} residents and {area_m2:,.0f} m² change hands"
        ),
    ),
    "comparison-totals": ("村（社区）合计 {count:,}", "Totals {count:,}"),
    "draft-applied": (
        "已应用调整方案“{title}”。按 Ctrl+Z 可一步撤销。",
        'The draft "{title}" was applied. Ctrl+Z takes it back in one step.',
    ),
    "draft-applied-already": (
        "方案“{title}”已经应用过，没有再次应用。可以放弃它；如要重新应用，请先撤销上一次。",
        'The draft "{title}" has already been applied, so it was not applied again. Drop it, or undo the earlier'
        " step first.",
    ),
    "draft-applied-cli": (
        "已应用调整方案“{title}”（{grids:,} 个网格），可一步撤销。",
        'The draft "{title}" was applied ({grids:,} grids); one undo takes it back.',
    ),
    "draft-applied-left": (
        "方案“{title}”已经应用过，只是文件没有删除，可用 --drop 删除。",
        'The draft "{title}" was applied already; only its file was left. Remove it with --drop.',
    ),
    "draft-ask-drop": (
        "确定放弃调整方案“{title}”吗？方案文件将被删除，不能恢复。现行划分不受影响。",
        'Drop the draft "{title}"? Its file is deleted for good; the current division stays as it is.',
    ),
    "draft-ask-drop-applied": (
        "方案“{title}”已经应用过，只是文件没有删除。现在删除吗？",
        'The draft "{title}" was applied already; only its file was left. Remove it now?',
    ),
    "draft-ask-title": (
        "方案名称（现行划分不受影响，随时可以返回）",
        "Title of the draft (the current division stays as it is)",
    ),
    "draft-bar": ("调整方案：{title}", "Draft: {title}"),
    "draft-bar-note": ("可放心试调，现行划分不受影响", "Edit freely; the current division stays as it is"),
    "draft-begin": ("开始试调", "Begin"),
    "draft-collides": (
        "方案与现行划分后来的改动合在一起会产生新的错误，不能应用。涉及网格：{codes}。",
        "Together with the changes made in the meantime the draft would cause new errors, so it cannot be applied."
        " Grids: {codes}.",
    ),
    "draft-conflicts": (
        (
            "方案与现行划分改动了同样的内容，不能直接应用。涉及网格：{codes}。请在方案里撤销这些网格的改动，"
            "或另建方案重做。"
        ),
        (
            "The draft and the current division have both changed the same things, so it cannot be applied. "
            "Grids: {codes}. Undo the draft's changes to these grids, or begin another draft."
        ),
    ),
    "draft-drop": ("放弃方案", "Drop the draft"),
    "draft-dropped": ("已放弃调整方案“{title}”。", 'The draft "{title}" was dropped.'),
    "draft-exists": (
        "已有名为“{title}”的调整方案（{file}）。请换个名字，或先处理原方案。",
        'There is already a draft named "{title}" ({file}). Choose another title, or deal with that draft first.',
    ),
    "draft-left": (
        "已返回现行划分；方案“{title}”已保存，可从“方案”菜单再次打开。",
        'Back in the current division; the draft "{title}" is kept, see the Plans menu.',
    ),
    "draft-none": ("（没有调整方案）", "(no drafts)"),
    "draft-none-cli": ("这个项目没有调整方案。", "This project has no drafts."),
    "draft-number": ("方案{number}", "Version {number}"),
    "draft-of-draft": (
        "“{title}”本身就是调整方案，不能在方案里再建方案。请先应用或放弃它。",
        '"{title}" is a draft itself; apply or drop it before beginning another.',
    ),
    "draft-one-at-a-time": (
        "--new、--apply、--drop、--list 一次只能用一个。",
        "Use only one of --new, --apply, --drop and --list at a time.",
    ),
    "draft-there": (
        "这个项目有 {count:,} 个调整方案，见“方案”菜单。",
        "This project has {count:,} drafts; see the Plans menu.",
    ),
    "draft-title": ("{title}（调整方案：{draft}）", "{title} (draft: {draft})"),
    "draft-without-project": (
        "{file} 是项目“{project}”的调整方案，但同一文件夹里没有这个项目。请把两个文件放在一起再打开。",
        (
            '{file} is a draft of the project "{project}", which is not in the same folder. Put the two files '
            "together and try again."
        ),
    ),
    "draft-without-title": ("请给调整方案起个名字。", "Give the draft a title."),
}
"""Key to (Chinese, English)."""
