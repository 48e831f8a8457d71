"""What is said of facilities, organisations and units: when they come in from a list, and in the window."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-form-facilities": ("设施与组织清单", "Facilities and organisations"),
    "facility-code-twice": (
        "同类中编号“{value}”前面已有，而内容不同；请改正其中一行",
        "the code {value} came before for the same kind and says otherwise there; mend one of the two rows",
    ),
    "facility-coordinates": ("坐标", "Coordinates"),
    "facility-coordinates-help": (
        "经度, 纬度 或 东, 北（米）；留空则归所选网格",
        "lon, lat or east, north (m); blank: of the selected grid",
    ),
    "facility-coordinates-wrong": (
        "看不懂这个坐标。可写成 120.55, 31.87，或东坐标, 北坐标（米）。",
        "This is no place. Write 120.55, 31.87, or east, north in metres.",
    ),
    "facility-correct-title": ("更正设施", "Correct a facility"),
    "facility-delete-do": ("删除", "Delete"),
    "facility-delete-heading": ("删除“{name}”？", "Delete {name}?"),
    "facility-delete-note": ("设施从清单和地图上去掉，可撤销。", "It leaves the list and the map; this can be undone."),
    "facility-delete-title": ("删除设施", "Delete a facility"),
    "facility-in-several-grids": (
        "写了几个网格，一个设施只能属于一个",
        "several grids are named; a facility is in one",
    ),
    "facility-kind-missing": (
        "没有写明类别；请补上，或读入时指定。可选：{expected}",
        "no kind is given; write one, or say it when reading the list. There are: {expected}",
    ),
    "facility-kind-unknown": (
        "方案中没有“{value}”这一类。可选：{expected}",
        "the scheme has no kind {value}. There are: {expected}",
    ),
    "facility-name-missing": (
        "没有名称、编号，也没有数量，不知道登记什么；个人姓名不读取",
        "there is no name, no code and no number, so there is nothing to enter; names of people are not read",
    ),
    "facility-named": ("{name}（{kind}）", "{name} ({kind})"),
    "facility-new-title": ("新增设施", "New facility"),
    "facility-phone": ("座机或热线", "Landline or hotline"),
    "facility-on-map": ("在地图上点…", "On the map…"),
    "facility-placing": (
        "在地图上点一下位置，或拖动圆圈；回车取图中央，Esc 取消。",
        "Click where it is, or drag the ring; Enter takes the middle of the map, Esc leaves it.",
    ),
    "facility-several": ("{kind}：{count:,} 个，单击放大", "{kind}: {count:,}; click to zoom in"),
    "help-roster-kind": (
        "名单未写明类别的设施属于哪一类（方案中的键或名称）；写成 词=类别 时指名单里的这个词；可重复",
        "kind of facilities of which the lists say none (a key or name of the scheme), or, as WORD=KIND, of those with "
        "that word; may be repeated",
    ),
    "inspector-facilities": ("{count:,}（{names}）", "{count:,} ({names})"),
    "people-any-kind": ("全部类型", "All kinds"),
    "people-do-facility-correct": ("更正…", "Correct…"),
    "people-do-facility-correct-help": (
        "更正名称、类型、数量、日期或坐标",
        "Correct name, kind, numbers, days or coordinates",
    ),
    "people-do-facility-delete": ("删除…", "Delete…"),
    "people-do-facility-delete-help": ("从清单和地图上去掉所选设施", "Take the selected facility off list and map"),
    "people-do-facility-new": ("新增设施…", "New facility…"),
    "people-do-facility-new-help": (
        "登记一个设施、组织或单位；未填坐标时归所选网格",
        "Enter a facility, organisation or unit; without coordinates it is of the selected grid",
    ),
    "people-do-facility-place": ("在地图上定位", "Place on the map"),
    "people-do-facility-place-help": (
        "在地图上点一下所选设施的位置；图上的符号也可以拖动",
        "Click on the map where the selected facility is; symbols can be dragged too",
    ),
    "people-facilities": ("设施", "Facilities"),
    "people-kind-rows": ("{name}（{count:,}）", "{name} ({count:,})"),
    "people-no-facilities": (
        "还没有设施或组织。请用“文件 > 导入名单”（Ctrl+Shift+I）导入清单，或点“变更 > 新增设施…”。",
        "There are no facilities yet. Bring in a list (File > Bring in lists, Ctrl+Shift+I), or add one (Change > New "
        "facility…).",
    ),
    "roster-addresses-left": (
        "{count:,} 个地址与楼栋门牌对不上，按所写网格归属；地址不保存",
        "{count:,} addresses are the door plate of no one building; the grid that is named counts, and no address is "
        "kept",
    ),
    "roster-facilities-at-plate": (
        "{count:,} 个设施没有坐标，按地址放在门牌相同的楼栋",
        "{count:,} facilities have no coordinates and were put at the building whose door plate is their address",
    ),
    "roster-facilities-without-place": (
        "{count:,} 个设施没有坐标，也没有写明网格，单独计数",
        "{count:,} facilities have neither coordinates nor a grid and are counted apart",
    ),
    "roster-field-facility_code": ("设施编号", "Facility code"),
    "roster-field-facility_count": ("设施数量", "How many"),
    "roster-field-facility_kind": ("设施类型", "Kind of facility"),
    "roster-field-facility_name": ("设施名称", "Facility or organisation"),
    "roster-field-facility_people": ("成员人数", "People in it"),
    "roster-form-example-facility": ("长江村志愿服务队", "Changjiang volunteer team"),
    "roster-form-no-mobile": ("座机或热线，不填手机", "landline or hotline, no mobile"),
    "roster-form-no-person": ("不填个人姓名", "never a person's name"),
    "roster-form-stands-for": ("一行代表几个，默认 1", "how many the row stands for; 1 if blank"),
    "roster-form-title-facilities": ("设施与组织清单", "Facilities and organisations"),
    "roster-kind-as-told": (
        "“{value}”按您所说归为“{kind}”（{count:,} 行）",
        "{value} was taken for {kind}, as you say ({count:,} rows)",
    ),
    "roster-kind-as-listed": ("按标题或表名", "As the title says"),
    "roster-kind-of-others": ("未写类别的设施属于", "Kind of facilities where none is given"),
    "roster-facility-kind": (
        "--kind：方案中没有“{value}”这一类。可选：{expected}。",
        "--kind: the scheme has no kind {value}. There are: {expected}.",
    ),
    "roster-left-mobile": (
        "列“{column}”里有 {count:,} 个手机号，属于个人，未保存",
        'column "{column}" has {count:,} mobile numbers, which are somebody\'s; they were not kept',
    ),
    "roster-rows-are-facilities": ("设施或组织", "a facility or organisation"),
    "roster-table-facilities": ("设施与组织", "Facilities"),
}
