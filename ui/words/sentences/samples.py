"""The schemes that ship and their samples."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-samples": ("其他方案的示例…", "Samples of other schemes…"),
    "samples-open": ("生成并打开", "Make and open"),
    "samples-size": ("规模", "Size"),
    "samples-size-city": ("完整（与公布的数字一致）", "Whole, with the published figures"),
    "samples-size-town": ("局部（先看看样子）", "A part, to have a look"),
    "samples-title": ("方案示例", "Samples of schemes"),
    "scheme-is-chengdu": (
        "成都2018—2019年的做法：近2万个小区的党组织、业主委员会、物业企业和万人小区。",
        "After Chengdu, 2018-2019: party organisations, owners' committees, property firms of nearly 20,000 compounds.",
    ),
    "scheme-is-chongchuan": (
        "南通崇川2016年的做法：一个街道的事项、微项目和居民服务。",
        "After Chongchuan in Nantong, 2016: the items, micro-projects and services of one street.",
    ),
    "scheme-is-city": (
        "张家港2020年的做法：镇、村（社区）、综合网格和专属网格，三级党组织。",
        "After Zhangjiagang, 2020: town, village, comprehensive and dedicated grids, and a chain of three tiers.",
    ),
    "scheme-is-micro": (
        "综合网格之下再分微网格，每个50-80户，各有一名楼道长。",
        "Micro-grids of 50-80 households below the comprehensive grids, a stair head in each.",
    ),
    "scheme-is-planners": (
        "成都成华的做法：区级导师、街道规划师、社区规划小组，三级都有人规划。",
        "After Chenghua in Chengdu: mentors of the district, planners of its streets, planning groups of communities.",
    ),
    "scheme-is-shapingba": (
        "重庆沙坪坝2022年的做法：镇街、社区、小区、楼栋四级党组织链条。",
        "After Shapingba in Chongqing, 2022: a party chain of four tiers from the street to the building.",
    ),
    "schemes-how": (
        "生成示例：gridmap sample OUT.gpkg --scheme 代号 --size 规模\n"
        "新建项目：gridmap import PROJECT SOURCE --level L --scheme 代号",
        "Make a sample: gridmap sample OUT.gpkg --scheme KEY --size SIZE\n"
        "Begin a project: gridmap import PROJECT SOURCE --level L --scheme KEY",
    ),
    "schemes-is": ("用途", "What it is for"),
    "schemes-key": ("代号", "Key"),
    "schemes-sizes": ("示例规模", "Sizes of its sample"),
}
