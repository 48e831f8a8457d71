"""Rules, findings, fixes, and why something is left."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "finding-a-building": ("未编门牌的建筑物", "A building without a door plate"),
    "finding-a-worker": ("一名网格员", "A worker"),
    "finding-and-more": ("{names} 等 {count:,} 个", "{names} and others, {count:,} in all"),
    "finding-assignment-not-in-force": (
        "{workers} 在 {grid} 的任职（{role}）{state}（{date}），该岗位现在无人",
        "{workers} as {role} of {grid}: {state} {date}, and nobody else has taken over",
    ),
    "finding-assignment-unknown": (
        "任职记录 {assignment} 中的{missing}不存在（人员：{workers}；网格：{grids}）",
        "Assignment {assignment} refers to {missing} that the project does not have (worker: {workers}; grid: {grids})",
    ),
    "finding-bad-code": (
        "{grid} 的编码不符合方案，应形如 {example}",
        "The code of {grid} does not fit the scheme; it should look like {example}",
    ),
    "finding-branch-due": (
        "{grid} 有正式党员 {members:,} 人（满 {limit} 人），却没有单独的党支部",
        "{grid} has {members:,} full members ({limit} are enough) and no party branch of its own",
    ),
    "finding-compound-branch-due": (
        "小区“{compound}”有正式党员 {members:,} 人（满 {limit} 人），却没有党支部",
        "Compound {compound} has {members:,} full members ({limit} are enough) and no party branch",
    ),
    "finding-compound-of-another": (
        "小区“{compound}”的党支部 {branches} 隶属 {unit}",
        "Compound {compound} has the branch {branches}, which belongs to {unit}",
    ),
    "finding-branch-of-another": (
        "{grid} 由 {branches} 覆盖，而该党支部隶属 {unit}",
        "{grid} is served by {branches}, which belongs to {unit}",
    ),
    "finding-broken-chain": (
        "{branches}（{tier}）没有上级{tier_above}",
        "{branches} ({tier}) has no {tier_above} above it",
    ),
    "finding-broken-chain-circle": (
        "{branches} 的隶属关系成环：经“{above}”又回到自身，到不了最上级",
        "{branches} stands above itself by way of {above}, so its chain never reaches the top",
    ),
    "finding-broken-chain-skipped": (
        "{branches}（{tier}）直接隶属“{above}”，中间缺{tier_above}",
        "{branches} ({tier}) stands right below {above}; the {tier_above} between them is missing",
    ),
    "finding-broken-chain-wrong-tier": (
        "{branches}（{tier}）隶属“{above}”，而它的上级应为{tier_above}",
        "{branches} ({tier}) stands below {above}, where a {tier_above} should be",
    ),
    "finding-building-in-no-grid": (
        "{building} 不在任何网格内（{households:,} 户）",
        "{building} is in no grid ({households:,} households)",
    ),
    "finding-building-in-two-grids": (
        "{building} 同时在 {grids} 内（{households:,} 户）",
        "{building} is in more than one grid: {grids} ({households:,} households)",
    ),
    "finding-childless": (
        "{grid} 没有划分下级网格，{households:,} 户无网格归属",
        "{grid} is not divided into grids below it; {households:,} households belong to none",
    ),
    "finding-compound-in-one-grid": (
        "小区“{compound}”有 {residents:,} 人（超过 {limit:,} 人），却全在一个网格内：{grids}",
        "Compound {compound} has {residents:,} residents (more than {limit:,}) and lies in one grid: {grids}",
    ),
    "finding-compound-split": (
        "小区“{compound}”（{households:,} 户）被拆分到 {count:,} 个网格：{grids}",
        "Compound {compound} ({households:,} households) is split among {count:,} grids: {grids}",
    ),
    "finding-duplicate-code": (
        "编码 {code} 被多个网格使用：{grids}",
        "Code {code} is used by more than one grid: {grids}",
    ),
    "finding-empty-building-in-no-grid": (
        "{building} 不在任何网格内（无住户）",
        "{building} is in no grid (nobody lives there)",
    ),
    "finding-enclave": (
        "{grid} 有 {area_m2:,.1f} 平方米是飞地，四周都是 {others}（{households:,} 户）",
        "{grid} has an enclave of {area_m2:,.1f} m² inside {others} ({households:,} households)",
    ),
    "finding-exempt-with-households": (
        "免覆盖区“{name}”内有 {count:,} 栋房屋、{households:,} 户，不属于任何网格",
        "Exempt area {name} has {households:,} households in {count:,} buildings, which belong to no grid",
    ),
    "finding-gap": (
        "{grid}：有 {area_m2:,.1f} 平方米不属于任何网格，其中 {households:,} 户",
        "{grid}: {area_m2:,.1f} m² belong to no grid, with {households:,} households",
    ),
    "finding-gap-enclave": (
        "无上级的网格围住 {area_m2:,.1f} 平方米空白，其中 {households:,} 户，可能是飞地",
        "{area_m2:,.1f} m² that grids without a parent enclose belong to none, with {households:,} households;"
        " it may be an enclave",
    ),
    "finding-households-in-dedicated": (
        "{grid} 不应有住户，却有 {households:,} 户（{count:,} 栋房屋）",
        "{grid} should have no households and has {households:,}, in {count:,} buildings",
    ),
    "finding-households-over-standard": (
        "{grid} 有 {households:,} 户，超过标准 {least:,}–{most:,} 户",
        "{grid} has {households:,} households, more than the standard of {least:,} to {most:,}",
    ),
    "finding-households-under-standard": (
        "{grid} 有 {households:,} 户，低于标准 {least:,}–{most:,} 户",
        "{grid} has {households:,} households, fewer than the standard of {least:,} to {most:,}",
    ),
    "finding-invalid-shape": ("{grid} 的图形无效：{reason}", "The shape of {grid} is not valid: {reason}"),
    "finding-joint-branch-only": (
        "{grid} 由联合党支部覆盖，没有单独的党支部（{households:,} 户）",
        "{grid} is served by a joint branch and has none of its own ({households:,} households)",
    ),
    "finding-joint-branch-due": (
        "{grids} 正式党员各不足 {limit} 人，合计 {members:,} 人，可组建联合党支部",
        "{grids} have fewer than {limit} full members each, {members:,} together: they could set up a joint branch",
    ),
    "finding-joint-branch-due-no-neighbour": (
        "{grid} 有正式党员 {members:,} 人（不足 {limit} 人），相邻网格中没有可与它联合的",
        "{grid} has {members:,} of the {limit} full members of a branch, and no neighbour to set up a joint one with",
    ),
    "finding-joint-branch-due-others-full": (
        "{grid} 有正式党员 {members:,} 人（不足 {limit} 人），相邻网格另行联合，加上它就超过上限",
        "{grid} has {members:,} of the {limit} full members of a branch; its neighbours fill joint ones without it",
    ),
    "finding-joint-branch-due-too-few-together": (
        "{grid} 有正式党员 {members:,} 人，与可联合的相邻网格合计仍不足 {limit} 人",
        "{grid} has {members:,} full members, and with the neighbours that it could join still fewer than {limit}",
    ),
    "finding-joint-compound-branch-due": (
        "小区 {compound} 正式党员各不足 {limit} 人，合计 {members:,} 人，可组建联合党支部",
        "Compounds {compound} have fewer than {limit} full members each, {members:,} together: they could set up a"
        " joint branch",
    ),
    "finding-joint-compound-branch-due-no-neighbour": (
        "小区 {compound} 有正式党员 {members:,} 人（不足 {limit} 人），同村（社区）相邻小区中没有可与它联合的",
        "Compound {compound} has {members:,} of the {limit} full members of a branch, and no neighbour in its village"
        " to set up a joint one with",
    ),
    "finding-joint-compound-branch-due-others-full": (
        "小区 {compound} 有正式党员 {members:,} 人（不足 {limit} 人），相邻小区另行联合，加上它就超过上限",
        "Compound {compound} has {members:,} of the {limit} full members of a branch; its neighbours fill joint ones"
        " without it",
    ),
    "finding-joint-compound-branch-due-too-few-together": (
        "小区 {compound} 有正式党员 {members:,} 人，与可联合的相邻小区合计仍不足 {limit} 人",
        "Compound {compound} has {members:,} full members, and with the neighbours that it could join still fewer than"
        " {limit}",
    ),
    "finding-joint-over-units": (
        "联合党支部 {branches} 覆盖 {count:,} 个网格（一般不超过 {limit:,} 个）：{grids}",
        "Joint branch {branches} serves {count:,} grids (as a rule at most {limit:,}): {grids}",
    ),
    "finding-link-unknown": (
        "关联记录 {link} 中的{missing}不存在（党支部：{branches}；网格：{grids}）",
        "Link {link} refers to {missing} that the project does not have (branch: {branches}; grid: {grids})",
    ),
    "finding-missing-shape": ("{grid} 没有图形", "{grid} has no shape"),
    "finding-no-branch": (
        "{grid} 没有党支部覆盖（{households:,} 户）",
        "No party branch serves {grid} ({households:,} households)",
    ),
    "finding-no-branch-below": (
        "{branches}（{tier}）没有下级{tier_below}",
        "{branches} ({tier}) has no {tier_below} below it",
    ),
    "finding-no-code": ("无编码", "no code"),
    "finding-no-parent": ("（无上级）", "(no parent)"),
    "finding-item-overdue": (
        "{grid} 有 {count:,} 件事项超过 {limit} 天未办结，最早的上报于 {since}",
        "{grid} has {count:,} items open for over {limit} days, the oldest raised on {since}",
    ),
    "finding-no-responsible-person": ("{grid} 没有{role}", "{grid} has no {role}"),
    "finding-no-secretary": ("{branches} 没有书记", "{branches} has no secretary"),
    "finding-no-worker": (
        "{grid} 没有网格员（{households:,} 户无人负责）",
        "Nobody answers for {grid} ({households:,} households)",
    ),
    "finding-number-order": (
        "{grid} 的 {of:,} 个下级网格中有 {count:,} 个没有按自西向东、自北向南编号",
        "Of the {of:,} grids of {grid}, {count:,} are not numbered from west to east, then from north to south",
    ),
    "finding-only-part-time-worker": (
        "{grid} 只有兼职网格员，缺专职网格员（{households:,} 户）",
        "Only part-time workers answer for {grid}, no full-time one ({households:,} households)",
    ),
    "finding-orphan": (
        "{grid} 没有录入上级网格，或上级不存在",
        "The parent of {grid} is not recorded or does not exist",
    ),
    "finding-overhang": (
        "{grid} 有 {area_m2:,.1f} 平方米在上级 {others} 之外，其中 {households:,} 户",
        "{grid} reaches {area_m2:,.1f} m² outside its parent {others}, with {households:,} households",
    ),
    "finding-overlap": (
        "{grid}（{kind}）与 {others}（{other_kind}）重叠 {area_m2:,.1f} 平方米，其中 {households:,} 户",
        "{grid} ({kind}) and {others} ({other_kind}) both hold {area_m2:,.1f} m², with {households:,} households",
    ),
    "finding-prefix-not-parent": (
        "{grid} 的编码没有以上级编码 {parent} 开头（归属以登记的上级为准）",
        "The code of {grid} does not begin with its parent's, {parent}; the recorded parent holds",
    ),
    "finding-repeated-points": (
        "{grid} 有 {count:,} 个连续重复的节点",
        "{grid} has {count:,} vertices that come twice in a row",
    ),
    "finding-retired-code": (
        "{grid} 使用了停用的编码 {code}（{retired_on} 停用）",
        "{grid} has the retired code {code} (retired on {retired_on})",
    ),
    "finding-role-missing": ("{grid} 没有{role}", "{grid} has no {role}"),
    "finding-same-name": (
        "同一上级下有多个网格叫“{name}”：{grids}",
        "Several grids of one parent are called {name}: {grids}",
    ),
    "finding-several-parts": (
        "{grid} 分成 {count:,} 块，登记的是 {expected:,} 块",
        "{grid} has {count:,} parts; {expected:,} are recorded",
    ),
    "finding-shared-phone": (
        "{count:,} 名人员的工作电话相同：{workers}",
        "{count:,} workers have the same work phone: {workers}",
    ),
    "finding-sliver": (
        "{grid} 有一块宽仅 {width_m:,.2f} 米的狭长碎片（{area_m2:,.1f} 平方米，{households:,} 户）",
        "{grid} has a sliver only {width_m:,.2f} m wide ({area_m2:,.1f} m², {households:,} households)",
    ),
    "finding-too-few-members": (
        "{branches} 只有 {members:,} 名正式党员（少于 {limit:,} 名），又不是联合党支部",
        "{branches} has {members:,} full members, fewer than {limit:,}, and is no joint branch",
    ),
    "finding-too-many-members": (
        "{branches} 有 {members:,} 名正式党员（一般不超过 {limit:,} 名）",
        "{branches} has {members:,} full members (as a rule at most {limit:,})",
    ),
    "finding-unknown-kind": (
        "{grid} 的类型“{kind}”不在方案中",
        '{grid} is of kind "{kind}", which the scheme does not have',
    ),
    "finding-unmatched-vertices": (
        "{grid} 的边界上缺 {count:,} 个节点，相邻网格在那里有节点：{others}",
        "The border of {grid} lacks {count:,} vertices where its neighbours have them: {others}",
    ),
    "finding-unworded": ("{rule}：{about}", "{rule}: {about}"),
    "finding-worker-across-level-1": (
        "{workers} 负责的网格分属 {count:,} 个一级网格：{grids}",
        "The grids of {workers} lie in {count:,} different level-1 grids: {grids}",
    ),
    "finding-worker-far-apart": (
        "{workers} 负责的网格相距 {distance_m:,.0f} 米（上限 {limit:,.0f} 米）：{grids}",
        "The grids of {workers} are {distance_m:,.0f} m apart (limit {limit:,.0f} m): {grids}",
    ),
    "finding-worker-over-grids": (
        "{workers} 专职负责 {count:,} 个网格（上限 {limit:,}），共 {households:,} 户：{grids}",
        "{workers} answers full-time for {count:,} grids (limit {limit:,}) with {households:,} households: {grids}",
    ),
    "finding-worker-over-households": (
        "{workers} 专职负责 {households:,} 户（上限 {limit:,}）：{grids}",
        "{workers} answers full-time for {households:,} households (limit {limit:,}): {grids}",
    ),
    "finding-worker-without-grid": ("{workers} 没有负责任何网格", "{workers} answers for no grid"),
    "finding-wrong-parent": (
        "{grid}（{kind}）的上级登记为 {parent}（{parent_kind}），这一类型不能作它的上级",
        "{grid} ({kind}) is recorded under {parent} ({parent_kind}), which cannot be its parent",
    ),
    "finding-zone-without-branch": (
        "党建片区“{name}”没有牵头党支部，或该党支部不存在（{households:,} 户）",
        "The leading branch of party-building zone {name} is not recorded or does not exist ({households:,} "
        "households)",
    ),
    "reason-duplicate-rings": ("边界环重复", "a ring appears twice"),
    "reason-empty-part": ("有一部分是空的", "a part without any ground"),
    "reason-hole-lies-outside-shell": ("洞在外边界之外", "a hole lies outside its shell"),
    "reason-holes-are-nested": ("洞中有洞", "a hole lies inside another"),
    "reason-interior-is-disconnected": ("内部不连通", "the interior is not connected"),
    "reason-invalid-coordinate": ("坐标无效", "an invalid coordinate"),
    "reason-nested-shells": ("外边界互相嵌套", "one part lies inside another"),
    "reason-not-a-polygon": ("不是面", "not a polygon"),
    "reason-not-finite": ("坐标不是有效数字", "coordinates that are not numbers"),
    "reason-off-the-map": ("坐标远在任何地图之外", "coordinates far off any map"),
    "reason-ring-is-not-closed": ("边界环不闭合", "a ring is not closed"),
    "reason-ring-self-intersection": ("边界环自相交", "a ring touches or crosses itself"),
    "reason-self-intersection": ("边界自相交", "the border crosses itself"),
    "reason-spike": ("有极窄的尖刺或裂缝", "a spike or slit of no width"),
    "reason-too-few-points-in-geometry-component": ("节点太少", "too few points"),
    "reason-too-tangled": (
        "边界自相交上千次，无法测量，按没有范围处理",
        "the border crosses itself a thousand times or more, too tangled to measure, and counts as no ground",
    ),
    "rule-assignment-not-in-force": ("任职已到期或未开始", "Assignment not in force"),
    "rule-assignment-unknown": ("任职记录无对应", "Assignment without a counterpart"),
    "rule-bad-code": ("编码不合规", "Bad code"),
    "rule-branch-due": ("应建未建党支部", "Branch due"),
    "rule-branch-of-another": ("由其他单位的党支部覆盖", "Branch of another unit"),
    "rule-broken-chain": ("隶属链断裂", "Broken chain"),
    "rule-building-in-no-grid": ("有住户的房屋不在网格内", "Building in no grid"),
    "rule-building-in-two-grids": ("房屋同属两个网格", "Building in two grids"),
    "rule-childless": ("未划分下级网格", "Not divided"),
    "rule-compound-branch-due": ("小区应建未建党支部", "Branch of a compound due"),
    "rule-compound-of-another": ("小区党支部隶属其他单位", "Compound of another unit"),
    "rule-compound-in-one-grid": ("大型小区只有一个网格", "Large compound in one grid"),
    "rule-compound-split": ("小区被拆分", "Compound split"),
    "rule-duplicate-code": ("编码重复", "Duplicate code"),
    "rule-empty-building-in-no-grid": ("无住户的房屋不在网格内", "Empty building in no grid"),
    "rule-enclave": ("飞地", "Enclave"),
    "rule-exempt-with-households": ("免覆盖区内有住户", "Households in an exempt area"),
    "rule-gap": ("空白区域", "Gap"),
    "rule-households-in-dedicated": ("专属网格内有住户", "Households where nobody should live"),
    "rule-households-over-standard": ("户数超过标准", "Above the household standard"),
    "rule-households-under-standard": ("户数低于标准", "Below the household standard"),
    "rule-invalid-shape": ("图形无效", "Invalid shape"),
    "rule-joint-compound-branch-due": ("小区可组建联合党支部", "Joint branch of compounds due"),
    "rule-joint-branch-due": ("可组建联合党支部", "Joint branch due"),
    "rule-joint-branch-only": ("仅有联合党支部", "Joint branch only"),
    "rule-joint-over-units": ("联合党支部覆盖单位过多", "Joint branch over too many grids"),
    "rule-link-unknown": ("党支部与网格的关联无对应", "Link without a counterpart"),
    "rule-missing-shape": ("缺少图形", "Missing shape"),
    "rule-no-branch": ("无党支部", "No branch"),
    "rule-no-branch-below": ("下级党组织缺失", "No branch below"),
    "rule-item-overdue": ("事项超期未办结", "Items overdue"),
    "rule-no-responsible-person": ("无责任人", "No responsible person"),
    "rule-no-secretary": ("党支部无书记", "No secretary"),
    "rule-no-worker": ("无网格员", "No worker"),
    "rule-number-order": ("编号次序不符", "Number order"),
    "rule-only-part-time-worker": ("仅有兼职网格员", "Part-time worker only"),
    "rule-orphan": ("无上级网格", "Orphan"),
    "rule-overhang": ("越出上级边界", "Overhang"),
    "rule-overlap": ("网格重叠", "Overlap"),
    "rule-prefix-not-parent": ("编码前缀与上级不符", "Prefix differs from parent"),
    "rule-repeated-points": ("节点重复", "Repeated vertices"),
    "rule-retired-code": ("停用编码重新使用", "Retired code in use"),
    "rule-role-missing": ("缺少角色", "Role missing"),
    "rule-same-name": ("同级重名", "Same name"),
    "rule-several-parts": ("网格分成多块", "Grid in several parts"),
    "rule-shared-phone": ("多人共用电话", "Shared phone"),
    "rule-sliver": ("狭长碎片", "Sliver"),
    "rule-too-few-members": ("党员人数不足", "Too few members"),
    "rule-too-many-members": ("党员人数过多", "Too many members"),
    "rule-unknown-kind": ("类型未知", "Unknown kind"),
    "rule-unmatched-vertices": ("节点不吻合", "Unmatched vertices"),
    "rule-worker-across-level-1": ("跨一级网格任职", "Grids in several level-1 grids"),
    "rule-worker-far-apart": ("所负责网格相距过远", "Grids far apart"),
    "rule-worker-over-grids": ("负责网格过多", "Too many grids"),
    "rule-worker-over-households": ("负责户数过多", "Too many households"),
    "rule-worker-without-grid": ("人员未分配网格", "Worker without a grid"),
    "rule-wrong-parent": ("上级网格不对", "Wrong parent"),
    "rule-zone-without-branch": ("党建片区无党支部", "Zone without a branch"),
}
"""Key to (Chinese, English)."""
