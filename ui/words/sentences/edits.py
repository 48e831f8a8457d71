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
        "网格 {codes} 的边界节点无法对齐，未作修改。请换一个位置再试。",
        "The vertices along the borders of {codes} would no longer match; nothing was changed. Try another place.",
    ),
    "building-without-grid": (
        "所选楼栋中有不在任何网格内的，不能划转。",
        "One of the buildings lies in no grid, so it cannot be given.",
    ),
    "buildings-not-adjacent": (
        "所选楼栋的用地不与网格 {codes} 相邻；请把中间的楼栋一并选上。",
        "The ground of the buildings does not border grid {codes}; choose those in between as well.",
    ),
    "changed-meanwhile": (
        "这期间项目已有其他修改，未作任何改动。请再试一次。",
        "Something else was changed meanwhile, so nothing was done. Try again.",
    ),
    "changes-nothing": ("这样修改不会有任何变化。", "This would change nothing."),
    "code-in-use": (
        "编码 {code} 已被使用或已停用，请另选一个。",
        "The code {code} is in use or retired; choose another.",
    ),
    "homes-negative": (
        "数目不能为负：{value:,}。",
        "A number of households or residents cannot be negative: {value:,}.",
    ),
    "grid-has-ground": ("网格 {codes} 已有图形，未作修改。", "Grid {codes} already has a shape; nothing was changed."),
    "grid-is-divided": (
        "网格 {codes} 下面还有网格，不能直接拆分。",
        "Grid {codes} is divided into grids below it, so it cannot be split itself.",
    ),
    "grid-not-carved": (
        "网格 {codes} 不是专属网格，不能撤回；如要取消该网格，请用“撤并网格”。",
        "Grid {codes} was not carved out of others; use Retire a grid to end it.",
    ),
    "grid-without-ground": ("网格 {codes} 没有图形，无法拆分。", "Grid {codes} has no shape and cannot be split."),
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
    "ground-is-exempt": (
        "这块地已登记为免覆盖区域，不能划给网格 {codes}。",
        "The ground is exempt and cannot be given to grid {codes}.",
    ),
    "ground-is-held": (
        "这块地已属于“{codes}”：请画在空白处，或用“圈地划给网格”把它划过去。",
        "The ground belongs to {codes} already: draw where no grid is, or use Give a lassoed area.",
    ),
    "ground-not-adjacent": (
        "这块地与“{codes}”不相邻：请一直画到它的边界，或先选中与这块地相邻的网格。",
        "The ground does not touch {codes}: draw it up to the border of that grid, or select a grid that it touches.",
    ),
    "ground-without-area": ("所画的图形没有面积。", "What was drawn has no area."),
    "kind-not-carved": (
        "“{kind}”叠加在其他网格之上，不从中划出。",
        "{kind} lies on top of other grids and is not carved out of them.",
    ),
    "line-changes-nothing": (
        "这条线没有改变边界：请从边界上出发，再回到边界。",
        "The line changes no border; start on a border and return to it.",
    ),
    "line-does-not-divide": (
        "这条线没有把网格 {codes} 分成两块：请从边界画到边界。",
        "The line does not divide grid {codes}; draw it from border to border.",
    ),
    "line-leaves-grids": (
        "这条线越出了“{codes}”：请让整条线都在其范围之内。",
        "The line leaves {codes}: keep all of it inside.",
    ),
    "line-not-on-one-border": (
        "看不出要改哪两个网格之间的边界：请让线的两端都落在同一条边界上，或先选中两个网格。",
        "It is not clear which border is meant; let both ends of the line touch the same border, or select the two"
        " grids.",
    ),
    "no-border-here": ("这里没有边界，未作修改。", "No border passes here; nothing was changed."),
    "no-code-left": (
        "{code} 下的顺序号已用完，请手工指定编码。",
        "All numbers below {code} have been used; enter a code by hand.",
    ),
    "no-common-border": (
        "“{codes}”没有共同的边界：请选两个相邻的网格。",
        "{codes} share no border: choose two neighbours.",
    ),
    "no-gap-here": ("这里没有空白地块。", "There is no gap here."),
    "no-ground-left": (
        "网格 {codes} 的图形不含任何面积，请重新绘制。",
        "The shape of grid {codes} encloses no ground; draw it again.",
    ),
    "no-line-here": ("起点和终点附近没有道路或河流可以沿用。", "There is no road or river near both places."),
    "no-neighbour": (
        "没有与网格 {codes} 相邻的网格来接收它的范围。",
        "No grid borders {codes} that could receive its ground.",
    ),
    "no-parent": ("网格 {codes} 没有上级，请先指定上级。", "Grid {codes} has no parent; record one first."),
    "no-such-row": ("表 {table} 中没有要修改的那一行。", "Table {table} has no such row."),
    "no-taker": (
        "{codes} 中没有与这块地相邻的网格，请人工处理。",
        "None of the grids {codes} borders this ground; decide by hand.",
    ),
    "no-vertex-here": ("这里没有边界节点，未作修改。", "No border has a vertex here; nothing was changed."),
    "not-a-draft": ("{file} 不是调整方案文件。", "{file} is not a draft."),
    "not-of-one-level": (
        "网格 {codes} 不在同一层级，不能合并。",
        "Grids {codes} are not of one level and cannot be merged.",
    ),
    "nothing-bare": (
        "圈出的范围已被网格 {codes} 覆盖，没有空白地块。",
        "What was drawn is covered by grid {codes}; no ground is bare there.",
    ),
    "nothing-inside-parent": (
        "圈出的范围不在“{codes}”之内：请画在它里面，或先选中别的上级。",
        "Nothing of what was drawn lies within {codes}: draw inside it, or select another parent first.",
    ),
    "nothing-outside": ("网格 {codes} 没有超出上级范围的部分。", "Nothing of grid {codes} lies outside its parent."),
    "nothing-to-give": ("所选楼栋已在网格 {codes} 内。", "Grid {codes} holds the buildings already."),
    "nothing-to-merge": ("请再选一个要合并的网格。", "Choose another grid to merge."),
    "parent-already": ("网格 {code} 已在 {parent} 之下。", "Grid {code} is already below {parent}."),
    "part-not-in-one-piece": (
        "这样拆分“{codes}”会有一块不连成一片：请换一条线，或减少份数。",
        "Split like this, a part of {codes} would not be in one piece: try another line, or fewer parts.",
    ),
    "reason-missing": ("请写明接受的理由。", "Give the reason for accepting."),
    "shape-not-valid": (
        "网格 {codes} 的图形无效，请先修正图形再改边界。",
        "The shape of grid {codes} is not valid; make it valid before changing its border.",
    ),
    "shape-would-be-invalid": (
        "“{codes}”的图形将变为无效：请换一个位置，或移得近一些。",
        "The shape of {codes} would be invalid: try another place, or move it less far.",
    ),
    "too-many-parts": ("份数应为 {expected}，现为 {value}。", "The number of parts must be {expected}, not {value}."),
    "vertex-joins-borders": (
        "这里是网格 {codes} 几条边界的交汇点，不能删除，只能移动。",
        "Borders of grid {codes} meet at this vertex; it can be moved but not removed.",
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
