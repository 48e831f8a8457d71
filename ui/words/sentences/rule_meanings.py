"""What each rule means, in a sentence or two: read in the list of findings and on the page of all rules."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "meaning-assignment-not-in-force": (
        "任职在统计日已到期或还没开始，而该岗位没有别人。",
        "An assignment has ended or not begun on the day, and nobody else has that role in the grid.",
    ),
    "meaning-assignment-unknown": (
        "任职记录中的人员或网格不在项目里，等于没有配人。",
        "An assignment refers to a worker or a grid that is not in the project, so that it staffs nothing.",
    ),
    "meaning-bad-code": (
        "编码不符合方案对这类网格规定的格式，包括编码为空。",
        "The code does not match the pattern that the scheme has for this kind, or is empty.",
    ),
    "meaning-branch-due": (
        "网格内正式党员已够单独成立党支部，却没有党支部或只有联合党支部。没有党员数的网格不查。",
        "The full members in a grid are enough for a party branch of its own, and it has none, or a joint one. "
        "Not asked of a grid whose members no list counts.",
    ),
    "meaning-branch-of-another": (
        "覆盖该网格的党支部，其上级隶属于别的单位，例如另一个村。",
        "The party branch that serves the grid has a chain that leads up to another unit, for instance another "
        "village.",
    ),
    "meaning-broken-chain": (
        "党支部或党小组的上级缺失，或上级的层级不对；会说明断在哪里：没有上级、跳级、层级不符或循环。",
        "The branch above a party branch or group is missing, or not of a tier that may stand above it. Why is "
        "told: nothing above, a tier skipped, the wrong tier, a circle.",
    ),
    "meaning-building-in-no-grid": (
        "有住户的房屋不在任何网格内，多半在整个范围之外。空白、免覆盖区和未划分网格内的房屋随那一条一起报。",
        "A building with households is in no grid, mostly because it lies outside the whole plan. Those in a "
        "gap, on exempt ground or in a grid that is not divided are told with that finding.",
    ),
    "meaning-building-in-two-grids": (
        "房屋同时在同级的两个网格内，而没有重叠或越界的问题已经说明这一点。",
        "A building lies inside two grids of one level, where no overlap and no overhang says so already.",
    ),
    "meaning-childless": (
        "按方案应划分下级网格而没有划分，这里的地方无人负责。",
        "The grid must be divided into grids of the level below and is not, so that nobody holds its ground.",
    ),
    "meaning-compound-branch-due": (
        "小区内正式党员已够单独成立党支部，却没有党支部。",
        "The full members of a compound are enough for a party branch of its own, and it has none.",
    ),
    "meaning-compound-cut": (
        "清单上的小区被网格边界切开：住房或用地分在几个网格里。人口或户数超过一个网格上限的小区，可由同一上级的几个网格分担。",
        "A compound on the list has homes or ground in several grids. One with more residents than the limit, or "
        "more households than a grid may have, may be shared by grids of one parent.",
    ),
    "meaning-compound-in-one-grid": (
        "人口超过限值的大型小区只在一个网格里，应由几个网格分担。",
        "A compound with more residents than the limit lies in one grid and needs several.",
    ),
    "meaning-compound-of-another": (
        "小区党支部的上级隶属于别的单位，例如另一个村。",
        "The party branch of a compound has a chain that leads up to another unit, for instance another village.",
    ),
    "meaning-compound-split": (
        "小区放得进一个网格，住房却分在几个网格里，或分属几个上级。已在小区清单上的由“小区被网格边界切开”检查。",
        "The homes of a compound lie in several grids though they would fit into one, or in those of several "
        "parents. Compounds on the list are asked by “Compound cut by a border”.",
    ),
    "meaning-department-crossing": (
        "某部门把一个基础网格的一部分与其余大部分算进了不同的部门网格。只有导入了部门网格的项目才查。窄于限值且无人居住的地方视为绘图误差，不报。",
        "A department counts part of a base grid with another of its grids than most of it. Asked only where "
        "departments' grids were brought in; what is narrower than the limit, where nobody lives, is a "
        "difference of drawing.",
    ),
    "meaning-duplicate-code": (
        "同一层级有两个以上网格使用同一编码。",
        "Two or more grids of one level have the same code.",
    ),
    "meaning-empty-building-in-no-grid": (
        "没有住户的房屋不在任何网格内。",
        "A building without households is in no grid.",
    ),
    "meaning-enclave": (
        "上层网格落在同级另一网格的孔洞里，是飞地而不是空白。",
        "A grid of the upper levels lies in a hole of another grid of its level: an enclave and not a gap.",
    ),
    "meaning-exempt-with-households": (
        "免覆盖区（水面、封闭区等）内有住户，这些住户无人负责。已有网格覆盖的房屋不算；免覆盖区内的房屋不再另报。",
        "An area that needs no grid has households inside, for whom nobody answers. Buildings that a grid holds "
        "all the same are not counted; the others are not told once more.",
    ),
    "meaning-facility-elsewhere": (
        "设施的位置不在清单登记的网格内；以位置为准。",
        "The place of a facility is not in the grid that a list declares; the place is what counts.",
    ),
    "meaning-gap": (
        "上级网格内有一块地方没有任何下级网格覆盖，也不是免覆盖区。住户多的排在前面；没有上级的网格之间只查被围住的空白。",
        "Ground of a grid that no grid below it covers and that is not exempt, most households first. Among "
        "grids without a parent only enclosed gaps can be found.",
    ),
    "meaning-households-in-dedicated": (
        "学校、市场等不应有住户的专属网格里有人居住。",
        "A grid of a kind without households, such as a school's, in which somebody lives all the same.",
    ),
    "meaning-households-over-standard": (
        "网格户数高于这类网格的标准，城镇、农村分别计算。",
        "The grid has more households than the standard of its kind, urban and rural apart.",
    ),
    "meaning-households-under-standard": (
        "网格户数低于这类网格的标准，城镇、农村分别计算。",
        "The grid has fewer households than the standard of its kind, urban and rural apart.",
    ),
    "meaning-indicator-lacking": (
        "网格、小区或上级单位没有达到方案中某项指标的要求，户数多的排在前面。",
        "A unit has less than an indicator of the scheme asks for, most households first.",
    ),
    "meaning-invalid-shape": (
        "图形不是有效的多边形（边线自相交等），或带有比坐标误差还窄的尖刺；会指出问题所在。",
        "The shape is not a valid polygon, for instance because its border crosses itself, or has spikes "
        "narrower than rounding; the place is told.",
    ),
    "meaning-item-overdue": (
        "网格内有事项在办天数超过限值；说明件数和最早的一件。",
        "Items of the grid are open for more days than the limit; how many, and since when, is told.",
    ),
    "meaning-joint-branch-due": (
        "相邻网格各自的正式党员不够成立党支部，合起来够，可组建联合党支部；落单的说明原因。",
        "Neighbouring grids with too few full members each have enough together for a joint branch. Of one that "
        "is left over the reason is told.",
    ),
    "meaning-joint-compound-branch-due": (
        "同村（社区）相距 100 米以内的小区，正式党员各自不够成立党支部，合起来够，可组建联合党支部；落单的说明原因。",
        "Compounds of one village, at most 100 m from one another, with too few full members each have enough "
        "together for a joint branch. Of one that is left over the reason is told.",
    ),
    "meaning-joint-branch-only": (
        "网格只由联合党支部覆盖，没有单独的党支部。这不算错误，仅供了解。",
        "The grid is served by a joint branch and has none of its own, which is not a fault.",
    ),
    "meaning-joint-over-units": (
        "联合党支部覆盖的网格数超过限值。",
        "A joint party branch serves more grids than the limit.",
    ),
    "meaning-link-unknown": (
        "党支部与网格的关联中有一方不在项目里，等于没有覆盖。",
        "A link between branch and grid has an end that is not in the project, so that it covers nothing.",
    ),
    "meaning-missing-shape": (
        "这类网格应有图形，而图形缺失或为空。方案允许时，专属网格可以只登记台账。",
        "A grid of a kind that must have a shape has none, or an empty one. A dedicated grid may stand in the "
        "ledger only, if the scheme says so.",
    ),
    "meaning-no-branch": (
        "应由党支部覆盖的网格既没有单独的党支部，也没有联合党支部。",
        "The grid must have a party branch and has neither one of its own nor a joint one.",
    ),
    "meaning-no-branch-below": (
        "党组织下面没有任何下级党支部或党小组，例如楼道党小组。项目中完全没有登记的层级不查。",
        "A party branch has no branch or group of the tiers below, such as a building party group. Not asked of "
        "a tier that the project does not record at all.",
    ),
    "meaning-no-responsible-person": (
        "这类网格不要求专职网格员，但应有责任人，现在两者都没有。",
        "A grid of this kind should have a responsible person, though no full-time worker, and has neither.",
    ),
    "meaning-no-secretary": (
        "覆盖网格的党支部没有书记；其下的党小组不要求。",
        "A party branch of a tier that serves grids has no secretary; party groups below need none.",
    ),
    "meaning-no-worker": (
        "应配网格员的网格在统计日一个人也没有，专职、兼职都没有。",
        "The grid must have a worker, and nobody at all answers for it on the day, full-time or not.",
    ),
    "meaning-number-order": (
        "下级网格的顺序号没有按自西向东、自北向南的次序编排。拆分或合并之后不能复用号码，次序自然会乱，可以认可。",
        "The running numbers of a grid's children do not go from west to east, then from north to south. After a "
        "split or a merger they cannot, since no number is used again.",
    ),
    "meaning-only-part-time-worker": (
        "应配专职网格员的网格在统计日只有兼职人员。",
        "The grid must have a full-time worker and has only part-time ones on the day.",
    ),
    "meaning-orphan": (
        "网格应有上级，而上级没有登记或不存在。",
        "The grid must have a parent, and none is recorded, or the recorded one does not exist.",
    ),
    "meaning-overhang": (
        "网格有一部分超出了上级网格的范围。若超出部分同时属于相邻上级的网格，只报这一条。",
        "Part of a grid lies outside its parent. Where a grid of the neighbouring parent holds that ground too, "
        "this is the one finding for both.",
    ),
    "meaning-overlap": (
        "同一上级的两个网格占了同一块地方，责任不清。",
        "Two grids of one parent hold the same ground, so that it is not clear who answers for it.",
    ),
    "meaning-prefix-not-parent": (
        "编码开头与上级网格的编码不一致。隶属关系以登记的上级为准，不以编码为准。",
        "The code does not begin with the code of the grid's parent. The recorded parent holds, and not the code.",
    ),
    "meaning-repeated-points": (
        "图形中同一节点连续出现两次。对本程序无影响，但有的软件会拒收。",
        "A vertex comes twice in a row. It does no harm here, but other programs refuse such shapes.",
    ),
    "meaning-retired-code": (
        "网格用了已停用网格的编码；停用的编码不得再用。",
        "The grid bears the code of a retired grid, which must never be given out again.",
    ),
    "meaning-role-missing": (
        "方案要求这类网格配备的某个角色无人担任，每个角色报一条。",
        "Nobody has a role that the scheme lists for this kind of grid; one finding for each role.",
    ),
    "meaning-same-name": (
        "同一上级下有两个以上网格同名，名称前后的空格不计。",
        "Two or more grids of one parent share a name; blanks around it do not count.",
    ),
    "meaning-several-parts": (
        "网格由互不相连的几块组成，而登记的块数不是这个数。登记为 0 表示块数不限。",
        "A grid falls into several parts, and another number of parts is recorded for it. A recorded 0 stands "
        "for any number.",
    ),
    "meaning-shared-phone": (
        "两名以上人员登记了同一个工作电话，不论号码怎么写。只列人员，不列号码。",
        "Two or more workers have the same work phone, however it is written. The workers are named and the "
        "number is not.",
    ),
    "meaning-sliver": (
        "网格或其中一块窄得不可能是有意划出的（按宽度而不是面积判断：面积的两倍除以周长）。",
        "A grid, or a separate part of one, is narrower than anything that can be meant (by width, twice its "
        "area over its perimeter, and not by area).",
    ),
    "meaning-super-compound": (
        "清单上人口超过限值的小区，户数多的排在前面。",
        "A compound on the list that has more residents than the limit, most households first.",
    ),
    "meaning-too-few-members": (
        "党支部的正式党员不够成立党支部的人数，又不是联合党支部。",
        "A party branch has fewer full members than a branch needs and is not a joint one.",
    ),
    "meaning-too-many-members": (
        "党支部的正式党员超过限值；更高层级的党组织不限。",
        "A party branch has more full members than the limit; what stands above branches may be of any size.",
    ),
    "meaning-unknown-kind": (
        "方案中没有这种网格类型，其他规则都无法检查它。",
        "The scheme does not know this kind of grid, so that no other rule can say anything of it.",
    ),
    "meaning-unmatched-vertices": (
        "相邻网格或上级的边线上缺少对应的节点。现在没有空隙，但一经平移或坐标转换就会裂开。",
        "A vertex lies on the border of a neighbour or parent that has no such vertex. It encloses no ground, "
        "but a shift or a change of CRS opens slivers there.",
    ),
    "meaning-worker-across-level-1": (
        "一名网格员负责的网格分属两个以上最上层网格，而各处应有自己的人员。",
        "A worker has grids in two or more grids of the top level, each of which has its own people.",
    ),
    "meaning-worker-far-apart": (
        "同一最上层网格内，一人负责的两个网格相距超过限值（按最近两点计）。责任人不用巡查，不在此列。",
        "Two grids of one worker, in one top-level grid, lie farther apart than the limit, measured between "
        "their nearest points. A responsible person, who does not go round, is not asked.",
    ),
    "meaning-worker-over-grids": (
        "一人专职负责的网格数超过限值；同时列出合计户数。",
        "A worker answers full-time for more grids than the limit; the households of all of them are told as well.",
    ),
    "meaning-worker-over-households": (
        "一人负责的网格数不超限，但合计户数超过限值。",
        "The grids of a worker are not too many, but hold more households than the limit.",
    ),
    "meaning-worker-without-grid": (
        "人员没有任何有效或即将开始的任职。",
        "A worker has no assignment that is in force or still to begin.",
    ),
    "meaning-wrong-parent": (
        "登记的上级层级或类型不对，例如直接挂在最上层之下。",
        "The grid is recorded under a grid of the wrong level or kind, for instance straight under a top-level grid.",
    ),
    "meaning-zone-without-branch": (
        "党建片区的牵头党组织没有登记或不存在。",
        "The leading branch of a party-building zone is not recorded or does not exist.",
    ),
}
