"""What columns of outputs are called, in Chinese and English: terms, where ``ui/words/messages.py`` has the sentences.

Files for programs (GeoPackage, GeoJSON, Shapefile) carry the keys, which stay the same in every language and version;
a shapefile, whose names have ten characters at most, the short ones. Files for people (Excel) carry the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gridmap.model.plan import Plan
from gridmap.model.scheme import Name


@dataclass(frozen=True)
class Label:
    """A column's words, and its name in a shapefile (``""`` where it never goes into one)."""

    name: Name
    short: str = ""


def _label(zh: str, en: str, short: str = "") -> Label:
    return Label(Name(zh, en), short)


COLUMNS: Final[Mapping[str, Label]] = MappingProxyType(
    {
        "code": _label("网格编码", "Code", "code"),
        "name": _label("网格名称", "Name", "name"),
        "kind": _label("网格类型", "Kind", "kind"),
        "parent_code": _label("上级编码", "Parent's code", "par_code"),
        "parent_name": _label("上级名称", "Parent", "par_name"),
        "setting": _label("城乡分类", "Setting", "setting"),
        "use": _label("用途", "Use", "use"),
        "area_m2": _label("面积（平方米）", "Area (m²)", "area_m2"),
        "area_km2": _label("面积（平方千米）", "Area (km²)"),
        "households": _label("户数", "Households", "households"),
        "residents": _label("人数", "Residents", "residents"),
        "figures": _label("户数口径", "Figures"),
        "buildings": _label("楼栋数", "Buildings", "buildings"),
        "staffing": _label("配备情况", "Staffing", "staffing"),
        "full_time": _label("专职网格员", "Full-time workers", "full_time"),
        "full_time_phone": _label("专职网格员电话", "Phone of full-time workers", "ft_phone"),
        "others": _label("其他人员", "Others", "others"),
        "others_phone": _label("其他人员电话", "Phone of others", "oth_phone"),
        "branch_state": _label("党组织覆盖", "Branch coverage", "br_state"),
        "branches": _label("党组织", "Party branches", "branches"),
        "secretary": _label("书记", "Secretary", "secretary"),
        "note": _label("备注", "Note", "note"),
        "origin": _label("来源", "Origin", "origin"),
        "must_staff": _label("应配专职网格数", "Grids that need a full-time worker"),
        "staffed": _label("已配专职网格数", "Of these staffed"),
        "staffed_share": _label("专职配备率", "Staffed share"),
        "full_time_workers": _label("专职网格员人数", "Full-time workers"),
        "must_branch": _label("应有党组织网格数", "Grids that need a branch"),
        "own_branch": _label("单独组建", "Own branch"),
        "joint_branch": _label("联合组建", "Joint branch"),
        "branch_covered_share": _label("党组织覆盖率", "Branch-covered share"),
        "joint_share": _label("联合组建占比", "Joint share"),
        "findings_error": _label("错误", "Errors"),
        "findings_warning": _label("警告", "Warnings"),
        "findings_notice": _label("提示", "Notices"),
        "row_total": _label("合计", "Total"),
        "row_rest": _label("未归属", "Not assigned"),
        "row_rest_of_others": _label("其余及未归属", "Others and not assigned"),
        "row_again": _label("重复计入", "Counted more than once"),
    }
)
"""Words of every column that an output may have, by key."""

VALUES: Final[Mapping[str, Name]] = MappingProxyType(
    {
        "urban": Name("城镇", "urban"),
        "rural": Name("乡村", "rural"),
        "figures-declared": Name("填报数", "declared"),
        "staffing-full_time": Name("有专职", "full-time"),
        "staffing-part_time": Name("仅兼职", "part-time only"),
        "staffing-nobody": Name("无人", "nobody"),
        "branch-own": Name("单独组建", "own"),
        "branch-joint": Name("联合组建", "joint"),
        "branch-none": Name("无", "none"),
    }
)
"""Words of values that tables hold as keys."""

USES: Final[Mapping[str, Name]] = MappingProxyType(
    {
        "school": Name("学校", "school"),
        "hospital": Name("医院", "hospital"),
        "park": Name("公园", "park"),
        "market": Name("市场", "market"),
        "office_tower": Name("商务楼宇", "office tower"),
        "government": Name("机关单位", "government office"),
        "station": Name("车站", "station"),
        "nursing_home": Name("养老机构", "nursing home"),
        "industry": Name("工业园区", "industrial estate"),
        "logistics": Name("物流园区", "logistics park"),
        "waterworks": Name("水厂", "waterworks"),
        "steel_works": Name("钢铁厂", "steel works"),
        "port": Name("港口", "port"),
    }
)
"""Words for the uses of dedicated grids that the sample knows; officers write their own, which stand as they are."""

TERMS: Final[Mapping[str, Name]] = MappingProxyType(
    {
        "about": Name("说明", "About"),
        "grids": Name("网格台账", "Grids"),
        "findings": Name("问题清单", "Findings"),
        "title": Name("名称", "Title"),
        "origin": Name("数据来源", "Origin"),
        "as_of": Name("数据日期", "As of"),
        "dates": Name(
            "底图与楼栋数据截至 {as_of}；人员与支部按 {on} 计",
            "Boundaries and buildings as of {as_of}; workers and branches counted on {on}",
        ),
        "dates_unstated": Name("人员与支部按 {on} 计", "Workers and branches counted on {on}"),
        "counted_on": Name("人员与支部计于", "Workers and branches on"),
        "made": Name("导出日期", "Exported on"),
        "scheme": Name("方案", "Scheme"),
        "crs": Name("坐标系", "CRS"),
        "scope": Name("范围", "Scope"),
        "whole": Name("全部", "Everything"),
        "privacy": Name("隐私级别", "Privacy"),
        "public": Name("公开（只显示姓，不含电话和工号）", "public (surnames only, no phones or staff numbers)"),
        "briefing": Name("汇报（电话和工号打码）", "briefing (phones and staff numbers masked)"),
        "internal": Name("内部（完整信息，请勿外传）", "internal (everything; do not pass on)"),
        "unstated": Name("未说明", "not stated"),
        "unknown_kind": Name("类型不明的网格", "Grids of an unknown kind"),
        "in_no_grid": Name("不在任何网格内", "In no grid"),
        "in_no_grid_are": Name(
            "{buildings:,} 栋楼（{households:,} 户）、{workers:,} 名人员、{branches:,} 个党组织，均未计入各表",
            "{buildings:,} buildings ({households:,} households), {workers:,} workers and {branches:,} branches,"
            " in none of the tables",
        ),
        "parts": Name("合计口径", "How totals add up"),
        "parts_are": Name(
            "合计随筛选变化。“未归属”为本级任何网格都不包含的部分（无上级、上级链中断或直属更上级）；"
            "“重复计入”为同时属于多行的人员、支部或问题，合计时只计一次。",
            "Totals follow the filter. “Not assigned” is what none of the rows holds (no parent, a broken chain of"
            " parents, or held by a level above); “Counted more than once” takes off people, branches and findings that"
            " belong to several rows and are one in the total.",
        ),
        "by": Name("按{level}汇总", "By {level}"),
        "count": Name("数量", "Number"),
        "page": Name("第 {page} 页 / 共 {pages} 页", "Page {page} of {pages}"),
    }
)
"""Words on the sheets of a workbook that are no column."""


def heading(plan: Plan, column: str, language: str) -> str:
    """Return what a column is called; counts of a kind (``n_KIND``) and of a tier (``branches_TIER``) by the scheme."""
    if column in COLUMNS:
        return COLUMNS[column].name.in_language(language)
    known = {f"n_{kind.key}": kind.name for kind in plan.scheme.kinds}
    known |= {f"branches_{tier.key}": tier.name for tier in plan.scheme.tiers}
    known |= {f"level_{level.key}": level.name for level in plan.scheme.levels}
    return known[column].in_language(language)


def term(key: str, language: str, **values: object) -> str:
    """Return a word of :data:`TERMS` in a language."""
    return TERMS[key].in_language(language).format(**values)


def dates_of(facts: Mapping[str, str], on: dt.date, language: str) -> str:
    """Return of which day the figures of an output are: the boundaries and buildings, and the people who answer.

    Parameters
    ----------
    facts : mapping of str to str
        What the project says of itself; ``as_of`` is the day of its data.
    on : date
        The day for which assignments count.
    """
    as_of = facts.get("as_of", "")
    return term("dates" if as_of else "dates_unstated", language, as_of=as_of, on=on.isoformat())


def row_of_rest(plan: Plan, by: str, language: str) -> str:
    """Return what the line is called that has what no grid of a level, or of a kind, holds.

    Below the grids of the lowest level, and beside those of one kind, it also has the others that there are.
    """
    alone = by in (level.key for level in plan.scheme.levels[:-1])
    return COLUMNS["row_rest" if alone else "row_rest_of_others"].name.in_language(language)


def origin_of(plan: Plan, language: str) -> str:
    """Return where the project says that its boundaries come from; ``""`` if it does not."""
    facts = plan.facts()
    plain = facts.get("origin", "")
    return facts.get("origin_zh", plain) if language == "zh" else plain
