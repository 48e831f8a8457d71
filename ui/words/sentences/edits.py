"""Why an edit is refused."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "border-locked": (
        "{level} {codes} 的边界已锁定，不能移动。需要修改时请先解锁。",
        "The border of {codes} ({level}) is locked; unlock it to move it.",
    ),
    "border-would-cross": (
        "“{codes}”的边界会自相交或翻转：请移得近一些，或先删去中间的节点。",
        "The border of {codes} would cross itself: move it less far, or remove the vertices in between first.",
    ),
    "borders-would-not-match": (
        "“{codes}”的边界节点对不齐，未作修改：请在别处下手，或先用“编辑节点”把节点对齐。",
        "The vertices along the borders of {codes} would no longer match: try another place, or line them up "
        "with Edit vertices.",
    ),
    "building-without-grid": (
        "所选楼栋中有不在任何网格内的：请单击它取消选择，先用“填补空白”给那里划网格。",
        "One of the buildings lies in no grid: click it to leave it out, and give its ground to a grid with Fill "
        "a gap first.",
    ),
    "buildings-not-adjacent": (
        "所选楼栋的用地挨不到“{codes}”：请把中间的楼栋一并选上。",
        "The ground of the buildings does not touch {codes}: choose those in between as well.",
    ),
    "changed-meanwhile": (
        "这期间项目已有其他修改，未作任何改动。请再试一次。",
        "Something else was changed meanwhile, so nothing was done: try again.",
    ),
    "changes-nothing": ("这样修改不会有任何变化。", "This would change nothing."),
    "code-in-use": (
        "编码 {code} 已被使用或已停用，请另选一个。",
        "The code {code} is in use or retired; choose another.",
    ),
    "homes-negative": (
        "数目不能为负（{value:,}）：请填 0 或更大的数。",
        "A number of households or residents cannot be negative ({value:,}): enter 0 or more.",
    ),
    "grid-has-ground": (
        "“{codes}”已有图形，未作修改：请用编辑边界的工具改它。",
        "{codes} has a shape already: change that with the tools for boundaries.",
    ),
    "grid-is-divided": (
        "“{codes}”下面还有网格，不能直接拆分：请拆分下面的网格。",
        "{codes} is divided into grids below it: split those instead.",
    ),
    "grid-not-carved": (
        "“{codes}”不是从别的网格划出的，不能撤回；如要取消它，请用“撤并网格”。",
        "{codes} was not carved out of others: use Retire a grid to end it.",
    ),
    "grid-without-ground": (
        "“{codes}”没有图形，无法拆分：请先用“绘制新网格”给它画出范围。",
        "{codes} has no shape to be split: give it one first, with Draw a new grid.",
    ),
    "grid-would-scatter": (
        "“{codes}”会被分成更多块：请把被隔开的那一块也一并划走，或换一种划法。",
        "{codes} would fall into more parts: take the part that is cut off as well, or draw it another way.",
    ),
    "grid-would-vanish": (
        "“{codes}”将失去全部范围：请给它留下一块，或用“合并网格”“撤并网格”取消它。",
        "{codes} would be left without ground: leave it some, or use Merge grids or Retire a grid to end it.",
    ),
    "grids-not-adjacent": (
        "“{codes}”不相邻，合并后不连成一片：请把中间的网格一并选上。",
        "{codes} do not border each other: choose the grids in between as well.",
    ),
    "drawing-crosses-itself": (
        "画的线自己交叉，围成了 {count} 块，不知道要哪一块：请按 Esc 清除，沿一个方向绕一圈重画。",
        "The line crosses itself and goes around {count} pieces, so which is meant is not clear: press Esc and draw"
        " again, going round one way.",
    ),
    "ground-is-exempt": (
        "这块地已登记为免覆盖区域，不能划给“{codes}”：请画到它旁边为止。",
        "The ground is exempt and cannot be given to {codes}: draw up to its border only.",
    ),
    "ground-is-held": (
        "这块地已属于“{codes}”：请画在空白处，或用“圈地划给网格”把它划过去。",
        "The ground belongs to {codes} already: draw where no grid is, or use Give a lassoed area.",
    ),
    "ground-not-adjacent": (
        "这块地挨不到“{codes}”：请先画到它的边界，或先选中与这块地相邻的网格。",
        "The ground does not touch {codes}: draw up to the border of that grid first, or select a grid that it "
        "touches.",
    ),
    "ground-without-area": (
        "所画的图形没有面积：请至少画出三个不在一条线上的点。",
        "What was drawn has no area: set three corners at least that are not on one line.",
    ),
    "kind-not-carved": (
        "“{kind}”叠加在其他网格之上，不从中划出。",
        "{kind} lies on top of other grids and is not carved out of them.",
    ),
    "line-changes-nothing": (
        "这条线没有改变边界：请从边界上出发，绕开现在的边界，再回到边界上。",
        "The line changes no border: start on a border, leave it, and return to it.",
    ),
    "line-does-not-divide": (
        "这条线没有把“{codes}”分成两块：请从它的一侧边界外画到另一侧边界外。",
        "The line does not divide {codes}: draw from beyond one side of it to beyond the other.",
    ),
    "line-leaves-grids": (
        "这条线越出了“{codes}”（标红的一段）：请让整条线都在其范围之内。",
        "The line leaves {codes} where it is marked red: keep all of it inside.",
    ),
    "line-not-on-one-border": (
        "看不出要改哪条边界：请让线的两端（红圈处）都落在同一条边界上，靠近时会自动捕捉；或先选中边界两侧的网格。",
        "It is not clear which border is meant: let both ends (circled in red) snap to the same border, or "
        "select the grids on its two sides first.",
    ),
    "no-border-here": (
        "这里没有边界，未作修改：请点在边界上，靠近时会自动捕捉。",
        "No border passes here: click on a border; close by, the pointer snaps to it.",
    ),
    "new-grid-in-pieces": (
        "圈出的空白地块不连成一片（共 {count} 块），一个网格应连成一片：请按 Esc，一次只圈一块。",
        "What is bare of the drawing lies in {count} places, and a grid is in one piece: press Esc and draw around one"
        " of them at a time.",
    ),
    "no-code-left": (
        "{code} 下的顺序号已用完，请手工指定编码。",
        "All numbers below {code} have been used; enter a code by hand.",
    ),
    "no-common-border": (
        "“{codes}”没有共同的边界：请选两个相邻的网格。",
        "{codes} share no border: choose two neighbours.",
    ),
    "no-gap-here": (
        "这里没有空白地块：请单击标红的空白处；没有标红，先按 Ctrl+5 看覆盖问题。",
        "There is no gap here: click ground that is marked as a gap; Ctrl+5 shows where.",
    ),
    "no-ground-left": (
        "“{codes}”的图形不含任何面积：请重新绘制。",
        "The shape of {codes} encloses no ground: draw it again.",
    ),
    "no-line-here": (
        "红圈处 {distance} 米以内没有同一条道路或河流：请点在道路旁的边界上，或改用“重画边界”。",
        "No one road or river passes within {distance} m of both places (circled in red): choose a border beside "
        "a road, or use Reshape a border.",
    ),
    "no-neighbour": (
        "没有与“{codes}”相邻的网格来接收它的范围：请先用“移动公共边界”让别的网格靠上来。",
        "No grid borders {codes} that could receive its ground: bring another one up to it first.",
    ),
    "no-parent": (
        "“{codes}”没有上级：请先在“修改属性”中指定上级。",
        "{codes} has no parent: record one first, with Set attributes.",
    ),
    "no-such-row": ("表 {table} 中没有要修改的那一行。", "Table {table} has no such row."),
    "no-taker": (
        "“{codes}”中没有与这块地相邻的网格：请另选接收的网格，或先画到它们的边界。",
        "None of {codes} borders this ground: choose another grid, or draw up to their border.",
    ),
    "no-vertex-here": (
        "这里没有边界节点，未作修改：请点在小方块上。",
        "No border has a vertex here: click one of the small squares.",
    ),
    "not-a-draft": ("{file} 不是调整方案文件。", "{file} is not a draft."),
    "not-of-one-parent": (
        "“{codes}”不属于同一个上级网格，不能组建联合党支部：请只选同一村（社区）的网格。",
        "{codes} are not parts of one grid and cannot have a joint branch: choose grids of one village only.",
    ),
    "not-of-one-level": (
        "“{codes}”不在同一层级，不能合并：请只选同一层级的网格。",
        "{codes} are not of one level and cannot be merged: choose grids of one level only.",
    ),
    "nothing-bare": (
        "圈出的范围已全部属于“{codes}”：请圈没有网格的空白处，要从网格中划出请用“划出专属网格”。",
        "All that was drawn belongs to {codes}: draw around ground that no grid holds, or use Carve a dedicated grid.",
    ),
    "nothing-inside-parent": (
        "圈出的范围不在“{codes}”之内：请画在它里面，或先选中别的上级。",
        "Nothing of what was drawn lies within {codes}: draw inside it, or select another parent first.",
    ),
    "nothing-to-carve": (
        "“{codes}”内还没有网格，无从划出：请先用“绘制新网格”画出网格。",
        "There is no grid in {codes} to carve from: draw the first one with Draw a new grid.",
    ),
    "nothing-outside": (
        "“{codes}”没有超出上级范围的部分，不用裁。",
        "Nothing of {codes} lies outside its parent; there is nothing to clip.",
    ),
    "nothing-to-give": (
        "所选楼栋已在“{codes}”内：请选别的楼栋，或按住 Ctrl 单击别的接收网格。",
        "{codes} holds the buildings already: choose others, or Ctrl+click another grid to receive them.",
    ),
    "nothing-to-merge": ("请再单击一个要合并的网格。", "Click another grid to merge with it."),
    "parent-already": (
        "“{code}”已经在“{parent}”之下：请选别的村（社区）。",
        "{code} is below {parent} already: choose another parent.",
    ),
    "part-not-in-one-piece": (
        "这样拆分“{codes}”会有一块不连成一片：请换一条线，或减少份数。",
        "Split like this, a part of {codes} would not be in one piece: try another line, or fewer parts.",
    ),
    "reason-missing": ("请写明认可的理由。", "Give the reason for accepting."),
    "shape-not-valid": (
        "“{codes}”的图形无效：请先在“问题”中修复它，再改边界。",
        "The shape of {codes} is not valid: mend it in Findings first, then change its border.",
    ),
    "shape-would-be-invalid": (
        "“{codes}”的图形将变为无效：请换一个位置，或移得近一些。",
        "The shape of {codes} would be invalid: try another place, or move it less far.",
    ),
    "too-many-parts": ("份数应为 {expected}，现为 {value}。", "The number of parts must be {expected}, not {value}."),
    "vertex-joins-borders": (
        "这里是“{codes}”几条边界的交汇点，不能删除：请拖动它。",
        "Borders of {codes} meet at this vertex, so it cannot go: drag it instead.",
    ),
    "would-open-gap": (
        "这样修改会在“{codes}”处留下 {area_m2:,.1f} 平方米空白：请用“圈地划给网格”把这块地划给相邻网格。",
        "This would leave {area_m2:,.1f} m² bare at {codes}: use Give a lassoed area to hand it to a neighbour.",
    ),
    "would-overhang": (
        "这样修改会使“{codes}”有 {area_m2:,.1f} 平方米超出上级范围：请停在上级的边界以内。",
        "This would put {area_m2:,.1f} m² of {codes} outside its parent: stay within the border of the parent.",
    ),
    "would-overlap": (
        "这样修改会使“{codes}”重叠 {area_m2:,.1f} 平方米：请改用“圈地划给网格”，地会同时从对方划出。",
        "This would make {area_m2:,.1f} m² overlap at {codes}: use Give a lassoed area, which takes it from the other.",
    ),
}
"""Key to (Chinese, English)."""
