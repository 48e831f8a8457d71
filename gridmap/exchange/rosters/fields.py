"""What columns of rosters may say, and in which words their headers say it.

A field is named by a key (``phone``); one that belongs to a role or to a tier of party branches has it behind a colon
(``person:full_time``, ``phone:full_time``, ``branch:grid``). What is in no list of words here is found by likeness in
:mod:`gridmap.exchange.rosters.columns`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from gridmap.exchange.headers import plain
from gridmap.model.scheme import Scheme

RosterTable = Literal["workers", "assignments", "branches", "grids", "buildings", "items", "facilities", "compounds"]
ROSTER_TABLES: Final[tuple[RosterTable, ...]] = (
    "workers", "assignments", "branches", "grids", "buildings", "items", "facilities", "compounds",
)  # fmt: skip
"""What a row of a roster may be: a person, one in a grid, a branch, a grid, a building, item, facility, compound."""

IGNORED: Final = ""
"""The field of a column that is not taken in."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "serial": ("序号", "行号", "编次", "序", "no", "serial", "index", "serialno"),
        "town": (
            "镇", "街道", "镇街道", "镇街", "乡镇", "区镇", "镇园区", "乡镇街道", "镇街道园区", "所属镇", "所属街道",
            "所属镇街",
            "所属乡镇", "所在镇", "所在街道", "所在镇街", "所属镇街道", "镇名称", "街道名称", "镇街道名称", "乡镇名称",
            "镇名", "town",
            "street", "subdistrict", "township",
        ),
        "village": (
            "村", "社区", "村社区", "村居", "行政村", "村居社区", "所属村", "所属社区", "所属村社区", "所属村居",
            "所在村", "所在社区",
            "所在村社区", "村社区名称", "社区名称", "村名称", "村居名称", "村名", "社区名", "village", "community",
        ),
        "parent_code": (
            "上级编码", "上级代码", "上级网格编码", "村社区编码", "所属村社区编码", "社区编码", "村编码", "parentcode",
            "parentscode",
        ),
        "parent_grid": (
            "上级网格", "上级名称", "上级网格名称", "上级", "父级", "所属基础网格", "所属综合网格", "parent",
            "parentgrid",
        ),
        "grid_code": (
            "网格编码", "网格代码", "网格编号", "所属网格编码", "所在网格编码", "责任网格编码", "综合网格编码",
            "专属网格编码",
            "微网格编码", "微网格编号", "服务网格编码", "覆盖网格编码", "联系网格编码", "所辖网格编码", "负责网格编码",
            "网格号", "网格id", "gridcode", "gridid", "gridno", "codeofgrid",
        ),
        "grid_name": (
            "网格名称", "网格名", "所属网格", "责任网格", "所在网格", "负责网格", "服务网格", "管理网格", "包干网格",
            "所辖网格",
            "任职网格", "所属网格名称", "责任网格名称", "综合网格名称", "专属网格名称", "综合网格", "专属网格",
            "微网格名称", "微网格",
            "基础网格", "网格", "覆盖网格", "联系网格", "grid", "gridname", "grids",
        ),
        "grid_kind": ("网格类型", "网格类别", "网格种类", "网格性质", "gridkind", "gridtype"),
        "setting": ("城乡分类", "城乡类型", "城乡属性", "城乡", "setting", "urbanrural"),
        "use": ("用途", "专属网格用途", "单位类型", "use", "usage"),
        "extent": ("范围", "四至", "四至范围", "网格范围", "管辖范围", "范围四至", "网格四至", "边界", "起止范围",
            "extent", "boundaries"),
        "area": ("面积", "面积平方米", "面积平方千米", "面积平方公里", "辖区面积", "网格面积", "aream2", "areakm2",
            "area"),
        "households": (
            "户数", "总户数", "住户数", "家庭户数", "常住户数", "居民户数", "网格户数", "户数户", "户籍户数", "户",
            "households",
        ),
        "residents": (
            "人口", "人口数", "人口数人", "总人口", "常住人口", "常住人口数", "居民人数", "居民数", "网格人口",
            "总人数", "人员数", "实有人口",
            "residents", "population",
        ),
        "note": ("备注", "说明", "备注说明", "note", "notes", "remark", "remarks", "comment"),
        "person": (
            "姓名", "人员姓名", "网格员姓名", "员工姓名", "工作人员", "工作人员姓名", "网格人员", "名字", "worker",
            "nameofworker", "fullname",
            "workername",
        ),
        "phone": (
            "联系电话", "手机", "电话", "手机号", "手机号码", "联系方式", "电话号码", "工作电话", "联系手机",
            "办公电话", "移动电话",
            "联系号码", "固定电话", "座机", "工作手机", "联系电话手机", "phone", "mobile", "tel", "telephone",
            "workphone", "phonenumber",
            "cell", "contact",
        ),
        "staff_number": (
            "工号", "员工编号", "网格员编号", "网格员工号", "人员编号", "职工号", "员工号", "工作证号", "工牌号",
            "staffnumber", "staffno",
            "employeeid", "employeenumber",
        ),
        "role": (
            "角色", "岗位", "职务", "人员类别", "人员类型", "网格员类型", "网格员类别", "任职", "岗位类别", "岗位名称",
            "人员性质", "网格职务",
            "担任职务", "专兼职", "是否专职", "专职兼职", "role", "position", "post", "duty",
        ),
        "from_date": (
            "任职时间", "任职日期", "任职起始", "任职起始时间", "任职起始日期", "任职开始时间", "起始时间", "起始日期",
            "开始时间", "开始日期",
            "上岗时间", "上岗日期", "到岗时间", "到岗日期", "聘用时间", "入职时间", "入职日期", "起始", "起", "自",
            "生效日期", "from", "start",
            "startdate", "since", "fromdate",
        ),
        "until_date": (
            "任职截止", "任职截止时间", "任职截止日期", "任职结束时间", "截止时间", "截止日期", "截至日期", "结束时间",
            "结束日期", "终止日期",
            "离岗时间", "离岗日期", "离职时间", "到期时间", "截止", "止", "至", "until", "end", "enddate", "to",
            "untildate",
        ),
        "period": ("任职期限", "任期", "起止时间", "起止日期", "任职起止", "任职起止时间", "聘期", "聘用期限",
            "period", "term"),
        "branch": (
            "党组织", "党组织名称", "支部名称", "党支部名称", "党支部", "支部", "所属党支部", "所属支部", "联合党支部",
            "联合支部",
            "partybranch", "partybranches", "branch", "branchname", "branches",
        ),
        "tier": ("党组织层级", "支部层级", "层级", "党组织类型", "党组织类别", "党组织级别", "支部类型", "tier",
            "branchtier"),
        "parent_branch": (
            "上级党组织", "上级党组织名称", "上级党支部", "上级支部", "上级党总支", "所属党总支", "所属党委",
            "所属党组织", "隶属党组织",
            "parentbranch", "branchabove",
        ),
        "secretary": (
            "书记", "支部书记", "党支部书记", "书记姓名", "支部书记姓名", "党组织书记", "党支部书记姓名",
            "网格党支部书记", "支书",
            "secretary", "branchsecretary",
        ),
        "members": (
            "党员数", "党员人数", "党员总数", "正式党员数", "正式党员", "正式党员人数", "党员", "党员人数人",
            "members", "partymembers",
            "numberofmembers", "fullmembers",
        ),
        "joint": ("是否联合", "是否联合支部", "是否联合党支部", "联合组建", "是否联合组建", "组建方式", "组建形式",
            "joint", "jointbranch"),
        "door_plate": (
            "门牌", "门牌号", "门牌号码", "门牌地址", "详细门牌", "现有详细门牌", "现门牌", "楼栋名称", "楼栋",
            "楼栋号", "楼号", "幢号", "栋号",
            "楼宇名称", "楼宇", "建筑物名称", "房屋地址", "楼栋地址", "标准地址", "doorplate", "building",
            "buildingname", "buildingno",
        ),
        "compound": ("小区", "小区名称", "住宅小区", "所属小区", "楼盘", "院落", "小区院落", "院落名称", "小区名",
            "compound", "estate"),
        "x": ("经度", "东经", "x坐标", "坐标x", "东坐标", "横坐标", "东向坐标", "x", "lon", "lng", "longitude",
            "easting", "east"),
        "y": ("纬度", "北纬", "y坐标", "坐标y", "北坐标", "纵坐标", "北向坐标", "y", "lat", "latitude", "northing",
            "north"),
        "coordinates": ("坐标", "经纬度", "位置坐标", "坐标位置", "中心坐标", "楼栋坐标", "定位", "coordinates",
            "location", "lonlat", "latlon"),
        "item_number": (
            "事项编号", "事件编号", "工单编号", "案件编号", "工单号", "案卷号", "事件号", "诉求编号", "任务编号",
            "itemnumber", "itemno", "caseno", "casenumber", "ticketno",
        ),
        "item_kind": (
            "事项类别", "事项类型", "事件类型", "事件类别", "事项分类", "事件分类", "工单类型", "案件类型", "案件类别",
            "诉求类别", "诉求类型", "问题类别", "问题类型", "kindofitem", "itemkind", "itemtype", "casetype",
        ),
        "raised_on": (
            "上报时间", "上报日期", "受理时间", "受理日期", "发现时间", "发现日期", "发生时间", "发生日期", "提出时间",
            "提出日期", "报事时间", "来电时间", "raisedon", "raised", "reportedon", "reported", "dateraised",
        ),
        "assigned_on": (
            "交办时间", "交办日期", "派单时间", "派单日期", "派发时间", "派遣时间", "分派时间", "转办时间", "流转时间",
            "assignedon", "assigned", "dateassigned",
        ),
        "solved_on": (
            "办结时间", "办结日期", "解决时间", "解决日期", "结案时间", "结案日期", "处置完成时间", "处理完成时间",
            "solvedon", "solved", "closedon", "dateclosed",
        ),
        "evaluated_on": (
            "评价时间", "评价日期", "回访时间", "回访日期", "评议时间", "评议日期", "evaluatedon", "evaluated",
        ),
        "rating": (
            "评价", "满意度", "评价等级", "群众评价", "满意度评价", "回访评价", "rating", "satisfaction",
        ),
        "facility_name": (
            "设施名称", "机构名称", "单位名称", "组织名称", "队伍名称", "场所名称", "阵地名称", "企业名称", "团队名称",
            "服务站名称", "项目名称", "设施或组织", "设施与组织", "facility", "facilityname", "nameoffacility",
            "organisation", "organization", "organisationname", "organizationname", "facilityororganisation",
        ),
        "facility_kind": (
            "设施类型", "设施类别", "设施种类", "机构类型", "机构类别", "组织类型", "组织类别", "场所类型", "场所类别",
            "阵地类型", "facilitykind", "kindoffacility", "facilitytype", "organisationtype", "organizationtype",
        ),
        "facility_code": (
            "设施编号", "设施编码", "机构编号", "机构编码", "机构代码", "组织机构代码", "统一社会信用代码",
            "社会信用代码", "登记证号", "登记编号", "facilitycode", "facilitynumber", "facilityno", "codeoffacility",
            "creditcode",
        ),
        "facility_count": (
            "设施数量", "设施数", "机构数量", "机构数", "组织数量", "队伍数量", "数量个", "howmany", "facilitycount",
            "numberoffacilities",
        ),
        "facility_people": (
            "志愿者人数", "志愿者数", "服务人数", "从业人数", "从业人员数", "职工人数", "职工数", "员工人数", "员工数",
            "成员人数", "队员人数", "队员数", "会员数", "peopleinit", "numberofpeople", "volunteers",
            "staff", "employees",
        ),
        "compound_alias": (
            "小区别名", "别名", "曾用名", "推广名", "案名", "alias", "alsocalled", "othername", "othernames",
        ),
        "compound_branch": (
            "小区党组织", "小区党支部", "小区党组织名称", "小区党支部名称", "compoundbranch", "branchofthecompound",
        ),
        "compound_committee": (
            "业委会", "业主委员会", "业委会名称", "业主委员会名称", "有无业委会", "是否成立业委会", "是否有业委会",
            "是否成立业主委员会", "ownerscommittee", "committee",
        ),
        "compound_firm": (
            "物业企业", "物业公司", "物业服务企业", "物业单位", "物业管理公司", "物业企业名称", "物业公司名称",
            "物业服务企业名称", "物业管理单位", "propertyfirm", "propertycompany", "propertymanager",
        ),
        "compound_members": (
            "下沉党员", "下沉党员数", "下沉党员人数", "编入党员", "编入党员数", "报到党员", "报到党员数",
            "membersplaced", "placedmembers",
        ),
        "compound_registered": (
            "户籍人口", "户籍人口数", "户籍人数", "户籍居民", "registeredresidents", "registeredpopulation",
        ),
        "compound_source": ("数据来源", "资料来源", "来源", "source", "datasource"),
        "figures": ("户数口径", "figures", "配备情况", "staffing", "党组织覆盖", "branchcoverage"),
        "told": ("原工作表", "原行号", "问题列", "问题", "修改建议", "sourcesheet", "sourcerow", "columnoftheproblem",
            "problem", "suggestion"),
    }
)  # fmt: skip
"""The words that may head a column, by field, the surest first; as :func:`gridmap.exchange.headers.plain` has them."""

VAGUE: Final[Mapping[str, Mapping[RosterTable, str]]] = MappingProxyType(
    {
        "名称": {"grids": "grid_name", "branches": "branch", "buildings": "door_plate", "workers": "person",
        "assignments": "person",
        "facilities": "facility_name", "compounds": "compound"},
        "name": {"grids": "grid_name", "branches": "branch", "buildings": "door_plate", "workers": "person",
        "assignments": "person",
        "facilities": "facility_name", "compounds": "compound"},
        "编码": {"grids": "grid_code", "workers": "staff_number", "assignments": "grid_code", "branches": "grid_code",
        "buildings": "grid_code", "items": "grid_code",
        "facilities": "facility_code"},
        "代码": {"grids": "grid_code", "assignments": "grid_code",
        "facilities": "facility_code"},
        "code": {"grids": "grid_code", "assignments": "grid_code", "branches": "grid_code",
        "facilities": "facility_code"},
        "编号": {"grids": "grid_code", "workers": "staff_number", "assignments": "staff_number",
        "items": "item_number",
        "facilities": "facility_code"},
        "类型": {"grids": "grid_kind", "workers": "role", "assignments": "role", "branches": "tier",
        "items": "item_kind",
        "facilities": "facility_kind"},
        "类别": {"grids": "grid_kind", "workers": "role", "assignments": "role", "branches": "tier",
        "items": "item_kind",
        "facilities": "facility_kind"},
        "kind": {"grids": "grid_kind", "workers": "role", "assignments": "role", "branches": "tier",
        "items": "item_kind",
        "facilities": "facility_kind"},
        "type": {"grids": "grid_kind", "workers": "role", "assignments": "role", "branches": "tier",
        "items": "item_kind",
        "facilities": "facility_kind"},
        "人数": {"grids": "residents", "buildings": "residents", "branches": "members",
        "facilities": "facility_people"},
        "级别": {"branches": "tier"},
        "负责人": {"branches": "secretary"},
        "地址": {"buildings": "door_plate",
        "facilities": "door_plate"},
        "详细地址": {"buildings": "door_plate",
        "facilities": "door_plate"},
        "坐落": {"buildings": "door_plate",
        "facilities": "door_plate"},
        "address": {"buildings": "door_plate",
        "facilities": "door_plate"},
        "登记时间": {"items": "raised_on",
        "facilities": "from_date"},
        "登记日期": {"items": "raised_on",
        "facilities": "from_date"},
        "完成时间": {"items": "solved_on"},
        "种类": {"facilities": "facility_kind"},
        "单位类型": {"facilities": "facility_kind"},
        "单位类别": {"facilities": "facility_kind"},
        "people": {"facilities": "facility_people"},
        "人员数": {"facilities": "facility_people"},
        "总人数": {"facilities": "facility_people"},
        "志愿者": {"facilities": "facility_people"},
        "数量": {"facilities": "facility_count"},
        "个数": {"facilities": "facility_count"},
        "count": {"facilities": "facility_count"},
        "number": {"facilities": "facility_count"},
        "办公地址": {"facilities": "door_plate"},
        "注册地址": {"facilities": "door_plate"},
        "单位地址": {"facilities": "door_plate"},
        "机构地址": {"facilities": "door_plate"},
        "所在地址": {"facilities": "door_plate"},
        "成立时间": {"facilities": "from_date"},
        "成立日期": {"facilities": "from_date"},
        "建成时间": {"facilities": "from_date"},
        "建成日期": {"facilities": "from_date"},
        "启用时间": {"facilities": "from_date"},
        "启用日期": {"facilities": "from_date"},
        "开办时间": {"facilities": "from_date"},
        "注册时间": {"facilities": "from_date"},
        "注册日期": {"facilities": "from_date"},
        "投用时间": {"facilities": "from_date"},
        "opened": {"facilities": "from_date"},
        "founded": {"facilities": "from_date"},
        "撤销时间": {"facilities": "until_date"},
        "撤销日期": {"facilities": "until_date"},
        "注销时间": {"facilities": "until_date"},
        "注销日期": {"facilities": "until_date"},
        "关闭时间": {"facilities": "until_date"},
        "停用时间": {"facilities": "until_date"},
        "closed": {"facilities": "until_date"},
        "网格员": {"grids": "person:网格员", "workers": "person:网格员", "assignments": "person:网格员"},
    }
)  # fmt: skip
"""Headers that mean one thing or another: which field, by what a row is."""

REPEATED: Final = frozenset(
    ("person", "phone", "staff_number", "branch", "secretary", "figures", "told", "extent", "area")
)
"""Fields that several columns of a table may have: one for each role or tier."""

OF_ITEMS: Final = frozenset(
    ("item_number", "item_kind", "raised_on", "assigned_on", "solved_on", "evaluated_on", "rating")
)
"""Fields that lists of items alone have."""

WITH_ITEMS: Final = frozenset(
    (*OF_ITEMS, "serial", "told", "town", "village", "parent_code", "parent_grid", "grid_code", "grid_name", "x", "y",
     "coordinates")
)  # fmt: skip
"""All fields of a list of items; what else it has is never taken in, for it may name somebody."""

OF_FACILITIES: Final = frozenset(
    ("facility_name", "facility_kind", "facility_code", "facility_count", "facility_people")
)
"""Fields that lists of facilities alone have."""

WITH_FACILITIES: Final = frozenset(
    (*OF_FACILITIES, "serial", "told", "town", "village", "parent_code", "parent_grid", "grid_code", "grid_name", "x",
     "y", "coordinates", "door_plate", "compound", "phone", "members", "from_date", "until_date")
)  # fmt: skip
"""All fields of a list of facilities; who leads one is never taken in, nor what is remarked of it."""

OF_COMPOUNDS: Final = frozenset(
    (
        "compound_alias", "compound_branch", "compound_committee", "compound_firm", "compound_members",
        "compound_registered", "compound_source",
    )
)  # fmt: skip
"""Fields that lists of compounds alone have."""

WITH_COMPOUNDS: Final = frozenset(
    (*OF_COMPOUNDS, "serial", "told", "town", "village", "parent_code", "parent_grid", "grid_code", "grid_name", "x",
     "y", "coordinates", "compound", "households", "residents", "branch", "members")
)  # fmt: skip
"""All fields of a list of compounds; who heads a committee or a firm is never taken in, nor a remark."""

PLACES: Final = ("town", "village", "parent_code", "parent_grid", "grid_code", "grid_name")
"""Fields that say which grid is meant."""

# What stands behind the word for a role in a header, and so says what the column has of the person.
_PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "person": ("", "姓名", "名单", "人员", "名字", "name", "names", "s"),
        "phone": (
            "电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "联系手机", "phone", "mobile",
            "tel",
        ),
        "staff_number": ("工号", "编号", "staffnumber"),
    }
)  # fmt: skip

# Roles that people write besides those of the scheme; they are kept as they are written here.
_OTHER_ROLES: Final = (
    "网格长", "网格党小组长", "网格指导员", "网格督导员", "网格辅导员", "网格联络员", "网格信息员", "网格警员",
    "网格民警", "社区民警", "包片民警",
    "包片领导", "包网格领导", "联系领导", "挂钩领导", "包村领导", "驻村领导", "指导员", "督导员", "联络员", "信息员",
    "民警", "律师",
    "法律顾问", "楼道长", "楼栋长", "微网格长", "微网格员", "单元长", "网格秘书", "网格助理", "副网格长", "志愿者",
    "专管员",
)  # fmt: skip
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "full_time": (
            "专职网格员",
            "专职",
            "全职网格员",
            "全职",
            "网格员专职",
            "专职人员",
            "是专职",
            "fulltime",
            "fulltimeworker",
        ),
        "part_time": ("兼职网格员", "兼职", "网格员兼职", "兼职人员", "parttime", "parttimeworker"),
        "responsible": ("责任人", "网格责任人", "responsible"),
    }
)
_OTHERS: Final = ("其他人员", "其他", "others")
"""Heads the people whose roles stand behind their names."""

_TIER_SYNONYMS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("党小组", ("党小组", "楼道党小组", "楼栋党小组", "楼组党小组", "楼宇党小组", "党小组名称", "building group")),
    ("党支部", ("网格党支部", "网格支部", "网格党组织", "网格支部名称", "网格党支部名称", "grid branch",
                "grid branches")),
    (
        "党组织",
        (
            "村党组织", "社区党组织", "村社区党组织", "党总支", "党委", "村党总支", "社区党总支", "社区党委", "村党委",
            "党总支名称",
            "村社区党组织名称", "党委名称", "党总支党委", "所在村社区党组织",
        ),
    ),
)  # fmt: skip


SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("urban", "城", "城市", "城镇", "城区", "u"), "urban"),
        **dict.fromkeys(("rural", "乡", "乡村", "农村", "村", "r"), "rural"),
    }
)
USES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("school", "学校"), "school"),
        **dict.fromkeys(("hospital", "医院"), "hospital"),
        **dict.fromkeys(("park", "公园"), "park"),
        **dict.fromkeys(("market", "市场"), "market"),
        **dict.fromkeys(("officetower", "商务楼宇"), "office_tower"),
        **dict.fromkeys(("governmentoffice", "机关单位"), "government"),
        **dict.fromkeys(("station", "车站"), "station"),
        **dict.fromkeys(("nursinghome", "养老机构"), "nursing_home"),
        **dict.fromkeys(("industrialestate", "工业园区"), "industry"),
        **dict.fromkeys(("logisticspark", "物流园区"), "logistics"),
        **dict.fromkeys(("waterworks", "水厂"), "waterworks"),
        **dict.fromkeys(("steelworks", "钢铁厂"), "steel_works"),
        **dict.fromkeys(("port", "港口"), "port"),
    }
)
"""What words in a cell mean that the plan holds as keys; other uses of dedicated grids stand as they are written."""


@lru_cache(maxsize=8)
def role_words(scheme: Scheme) -> Mapping[str, str]:
    """Return by word (as :func:`plain` has it) the role that it stands for: a key of the scheme, or as it is written.

    A word for another role than the scheme's never stands for one of the scheme's.
    """
    words: dict[str, str] = {plain(word): word for word in _OTHER_ROLES}
    words |= {plain(word): "" for word in _OTHERS}
    for role in scheme.roles:
        own = (role.name.zh, role.name.en, f"{role.name.en}s", role.key)
        for word in (*own, *_SYNONYMS.get(role.key, ())):
            words[plain(word)] = role.key
    full_time = [role for role in scheme.roles if role.full_time]
    if len(full_time) == 1:
        for word in (*_SYNONYMS["full_time"], "full-time worker", "full-time workers"):
            words.setdefault(plain(word), full_time[0].key)
    return MappingProxyType({word: role for word, role in words.items() if word})


def role_named(scheme: Scheme, text: str) -> str:
    """Return the role that a cell names: a key of the scheme if it is one of the scheme's, else as it is written."""
    return role_words(scheme).get(plain(text), text.strip()) if text.strip() else ""


def role_field(scheme: Scheme, header: str) -> str:
    """Return the field of a header that names a role (``person:full_time``), ``""`` if it names none."""
    words = role_words(scheme)
    form = plain(header)
    for before, after in (("phoneof", "phone"), ("姓名", "person")):
        if form.startswith(before) and form[len(before) :] in words:
            return f"{after}:{words[form[len(before) :]]}"
    for length in range(len(form), 1, -1):
        if form[:length] in words:
            for part, tails in _PARTS.items():
                if form[length:] in tails:
                    return f"{part}:{words[form[:length]]}"
    return ""


@lru_cache(maxsize=8)
def facility_words(scheme: Scheme) -> Mapping[str, str]:
    """Return by word (as :func:`plain` has it) the kind of facilities that it stands for: a key of the scheme.

    Of 村（居）民议事会 that is 村民议事会 and 居民议事会 as well.
    """
    words: dict[str, str] = {}
    for kind in scheme.facilities:
        name = kind.name.zh
        forms = (re.sub(_IN_BRACKETS, "", name), re.sub(rf".{_IN_BRACKETS}", r"\1", name))
        for word in (kind.key, name, kind.name.en, f"{kind.name.en}s", *forms):
            words.setdefault(plain(word), kind.key)
    return MappingProxyType({word: kind for word, kind in words.items() if word})


_IN_BRACKETS: Final = r"[(（]([^()（）]*)[)）]"


@lru_cache(maxsize=8)
def tier_words(scheme: Scheme) -> Mapping[str, str]:
    """Return by word (as :func:`plain` has it) the tier of party branches that it stands for."""
    words: dict[str, str] = {}
    for tier in scheme.tiers:
        for word in (tier.name.zh, tier.name.en, f"{tier.name.zh}名称"):
            words[plain(word)] = tier.key
    for ending, synonyms in _TIER_SYNONYMS:
        fits = [tier.key for tier in scheme.tiers if tier.name.zh.endswith(ending)]
        if len(fits) == 1:
            for word in synonyms:
                words.setdefault(plain(word), fits[0])
    return MappingProxyType(words)


def tier_of_name(scheme: Scheme, name: str) -> str:
    """Return the tier that the name of a branch shows by how it ends (党小组, 党支部, 党总支, 党委), ``""`` if none."""
    form = re.sub(r"[(（].*?[)）]", "", name).strip()
    for ending, also in (
        ("党小组", ()),
        ("党支部", ("支部",)),
        ("党组织", ("党总支", "党委", "总支", "党工委", "总支部委员会", "党委会")),
    ):
        if form.endswith((ending, *also)):
            fits = [tier.key for tier in scheme.tiers if tier.name.zh.endswith(ending)]
            return fits[0] if len(fits) == 1 else ""
    return ""
