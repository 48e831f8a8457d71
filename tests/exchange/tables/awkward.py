"""Files as officers have them, each with what is wrong with it and what must be read of it, cell by cell.

Each entry writes its file itself. What is expected of a table is its title, its columns, its rows with the number of
each in the sheet, and the keys of what is told on the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.exchange.tables.writers import Cell, Page, delimited, ods, spreadsheetml, webpage, xls, xlsb, xlsx

HEADER = ["序号", "村（社区）", "网格名称", "网格员", "联系电话"]
ONE = ["1", "城北村", "第一网格", "张三", "13812345601"]
TWO = ["2", "城北村", "第二网格", "李四", "13812345602"]
THREE = ["3", "城南社区", "第三网格", "王五", "13812345603"]
TITLE = "城西镇网格员花名册"


@dataclass(frozen=True)
class Expected:
    """What a table must come out as."""

    columns: list[str]
    rows: dict[int, list[str]]
    title: str = ""
    told: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True)
class Awkward:
    """A file, what is wrong with it, and its tables."""

    name: str
    wrong: str
    write: Callable[[Path], Path]
    expected: list[Expected]


def _files() -> list[Awkward]:
    # Long because it is a list: every file, what is wrong with it, and what is to be read.
    files: list[Awkward] = []

    def add(name: str, wrong: str, write: Callable[[Path], Path], *expected: Expected) -> None:
        files.append(Awkward(name, wrong, write, list(expected)))

    def sheet(
        name: str,
        wrong: str,
        rows: list[list[object]],
        *expected: Expected,
        merged: list[tuple[int, int, int, int]] = (),
    ) -> None:
        add(name, wrong, lambda path: xlsx(path, Page(rows, merged=list(merged))), *expected)

    blank: list[object] = []
    all_three = {2: ONE, 3: TWO, 4: THREE}

    # --- what stands above the header
    sheet(
        "title.xlsx",
        "a title over all columns",
        [[TITLE], HEADER, ONE, TWO],
        Expected(HEADER, {3: ONE, 4: TWO}, TITLE),
        merged=[(0, 0, 0, 4)],
    )
    sheet(
        "title-unit-date.xlsx",
        "title, unit and date above, and a blank row between",
        [[TITLE], ["填报单位：城西镇", None, None, "填报日期：2023年5月1日"], blank, HEADER, ONE],
        Expected(HEADER, {5: ONE}, TITLE),
        merged=[(0, 0, 0, 4)],
    )
    sheet(
        "attachment.xlsx",
        "the number of the attachment stands above the title",
        [["附件1"], [TITLE], HEADER, ONE],
        Expected(HEADER, {4: ONE}, TITLE),
    )
    sheet(
        "far-away.xlsx",
        "the table begins at C5",
        [blank, blank, blank, blank, [None, None, *HEADER], [None, None, *ONE]],
        Expected(HEADER, {6: ONE}),
    )
    sheet(
        "no-title.xlsx",
        "nothing is wrong",
        [HEADER, ONE, TWO, THREE],
        Expected(HEADER, all_three),
    )
    sheet(
        "long-title.xlsx",
        "the title has a line break and blanks",
        [["城西镇\n网格员  花名册"], HEADER, ONE],
        Expected(HEADER, {3: ONE}, "城西镇 网格员 花名册"),
        merged=[(0, 0, 0, 4)],
    )

    # --- headers
    two = ["序号", "村", "网格", "党支部 / 名称", "党支部 / 书记", "网格员 / 姓名", "网格员 / 电话", "备注"]
    two_row = ["1", "城北村", "第一网格", "城北一支部", "赵六", "张三", "13812345601", ""]
    add(
        "two-rows.xlsx",
        "a header in two rows, merged across and down",
        lambda path: xlsx(
            path,
            Page(
                [
                    [TITLE],
                    ["序号", "村", "网格", "党支部", None, "网格员", None, "备注"],
                    [None, None, None, "名称", "书记", "姓名", "电话"],
                    two_row,
                    [*two_row[:5], "李四", "13812345602", "新任"],
                ],
                merged=[(0, 0, 0, 7), *((1, c, 2, c) for c in (0, 1, 2, 7)), (1, 3, 1, 4), (1, 5, 1, 6)],
            ),
        ),
        Expected(two, {4: two_row, 5: [*two_row[:5], "李四", "13812345602", "新任"]}, TITLE),
    )
    add(
        "two-rows.csv",
        "a header in two rows in a text file, where nothing is merged",
        lambda path: delimited(
            path,
            Page(
                [
                    ["序号", "村", "网格", "党支部", None, "网格员", None, "备注"],
                    [None, None, None, "名称", "书记", "姓名", "电话", None],
                    two_row,
                ]
            ),
        ),
        Expected(two, {3: two_row}),
    )
    add(
        "two-rows.xls",
        "the same in .xls",
        lambda path: xls(
            path,
            Page(
                [
                    ["序号", "村", "网格", "党支部", None, "网格员", None, "备注"],
                    [None, None, None, "名称", "书记", "姓名", "电话"],
                    two_row,
                ],
                merged=[*((0, c, 1, c) for c in (0, 1, 2, 7)), (0, 3, 0, 4), (0, 5, 0, 6)],
            ),
        ),
        Expected(two, {3: two_row}),
    )
    add(
        "groups-above.xlsx",
        "a row of groups above a whole header",
        lambda path: xlsx(
            path, Page([["基本情况", None, None, "网格员情况", None], HEADER, ONE], merged=[(0, 0, 0, 2), (0, 3, 0, 4)])
        ),
        Expected(
            [
                "基本情况 / 序号",
                "基本情况 / 村（社区）",
                "基本情况 / 网格名称",
                "网格员情况 / 网格员",
                "网格员情况 / 联系电话",
            ],
            {3: ONE},
        ),
    )
    add(
        "three-rows.xlsx",
        "a header in three rows",
        lambda path: xlsx(
            path,
            Page(
                [
                    ["序号", "人员", None, None],
                    [None, "网格长", "网格员", None],
                    [None, "姓名", "姓名", "电话"],
                    ["1", "赵六", "张三", "13812345601"],
                ],
                merged=[(0, 0, 2, 0), (0, 1, 0, 3), (1, 2, 1, 3)],
            ),
        ),
        Expected(
            ["序号", "人员 / 网格长 / 姓名", "人员 / 网格员 / 姓名", "人员 / 网格员 / 电话"],
            {4: ["1", "赵六", "张三", "13812345601"]},
        ),
    )
    sheet(
        "filled-by-hand.xlsx",
        "a header in two rows whose merged cells were filled by hand",
        [
            ["村", "网格", "网格长", "网格长", "网格员", "网格员"],
            ["村", "网格", "姓名", "电话", "姓名", "电话"],
            ["城北村", "第一网格", "张三", "13812345601", "李四", "13812345602"],
        ],
        Expected(
            ["村", "网格", "网格长 / 姓名", "网格长 / 电话", "网格员 / 姓名", "网格员 / 电话"],
            {3: ["城北村", "第一网格", "张三", "13812345601", "李四", "13812345602"]},
        ),
    )
    sheet(
        "broken-headings.xlsx",
        "line breaks and blanks within headings, stars before them",
        [["序 号", "村\n（社区）", "网格\n名称", "*网格员", "联 系\n电 话"], ONE],
        Expected(["序号", "村（社区）", "网格名称", "*网格员", "联系电话"], {2: ONE}),
    )
    sheet(
        "same-headings.xlsx",
        "two columns of the same heading",
        [["序号", "姓名", "电话", "姓名", "电话"], ["1", "张三", "13812345601", "李四", "13812345602"]],
        Expected(
            ["序号", "姓名", "电话", "姓名 (2)", "电话 (2)"], {2: ["1", "张三", "13812345601", "李四", "13812345602"]}
        ),
    )
    sheet(
        "no-heading.xlsx",
        "a column with remarks that has no heading, and one that is blank",
        [[*HEADER[:3], None, *HEADER[3:]], [*ONE[:3], None, *ONE[3:], "党员"], [*TWO[:3], None, *TWO[3:]]],
        Expected([*HEADER, "G"], {2: [*ONE, "党员"], 3: [*TWO, ""]}),
    )
    sheet(
        "english.xlsx",
        "headings in English",
        [
            ["No.", "Village", "Grid code", "Name", "Work phone"],
            ["1", "North", "320582001001001", "Zhang San", "13812345601"],
        ],
        Expected(
            ["No.", "Village", "Grid code", "Name", "Work phone"],
            {2: ["1", "North", "320582001001001", "Zhang San", "13812345601"]},
        ),
    )
    sheet(
        "unknown-headings.xlsx",
        "headings that nobody knows",
        [["甲方", "乙方", "丙方"], ["天", "地", "12345678"], ["玄", "黄", "12345679"]],
        Expected(
            ["甲方", "乙方", "丙方"],
            {2: ["天", "地", "12345678"], 3: ["玄", "黄", "12345679"]},
            told=("header-guessed",),
        ),
    )
    sheet(
        "field-names.xlsx",
        "field names of a database for headings",
        [["wgbm", "wgmc", "name", "phone"], ["320582001001001", "第一网格", "张三", "13812345601"]],
        Expected(["wgbm", "wgmc", "name", "phone"], {2: ["320582001001001", "第一网格", "张三", "13812345601"]}),
    )

    # --- what stands under the header and among the rows
    sheet(
        "notes-row.xlsx",
        "a row under the header says how to fill it in",
        [HEADER, ["自动生成", "必填", "必填，与系统一致", "必填，请填写真实姓名", "11位手机号"], ONE, TWO],
        Expected(HEADER, {3: ONE, 4: TWO}, told=("rows-note-left-out",)),
    )
    sheet(
        "notes-in-one.xlsx",
        "one cell under the header says how to fill it in",
        [HEADER, ["必填，请填写真实姓名，不得填写昵称"], ONE],
        Expected(HEADER, {3: ONE}, told=("rows-note-left-out",)),
        merged=[(1, 0, 1, 4)],
    )
    sheet(
        "numbered-columns.xlsx",
        "a row under the header numbers the columns",
        [HEADER, ["甲", "乙", "1", "2", "3"], ONE],
        Expected(HEADER, {3: ONE}, told=("rows-note-left-out",)),
    )
    sheet(
        "example-first.xlsx",
        "the first row is an example",
        [HEADER, ["示例", "某某村", "第一网格", "张三", "13800000000"], ONE],
        Expected(HEADER, {3: ONE}, told=("rows-example-left-out",)),
    )
    sheet(
        "example-colon.xlsx",
        "an example that begins with 例：",
        [HEADER[1:], ["例：城北村", "第一网格", "张三", "13800000000"], ONE[1:]],
        Expected(HEADER[1:], {3: ONE[1:]}, told=("rows-example-left-out",)),
    )
    sheet(
        "example-in-name.xlsx",
        "the name says that it is an example",
        [HEADER[1:], ["城北村", "第一网格", "张三（示例）", "13800000000"], ONE[1:]],
        Expected(HEADER[1:], {3: ONE[1:]}, told=("rows-example-left-out",)),
    )
    sheet(
        "notes-and-example.xlsx",
        "notes, then an example, then the rows",
        [HEADER, ["/", "必填", "必填", "必填", "必填"], ["样例", "某村", "某网格", "某某", "13800000000"], ONE],
        Expected(HEADER, {4: ONE}, told=("rows-note-left-out", "rows-example-left-out")),
    )
    sheet(
        "blank-rows.xlsx",
        "blank rows between the rows",
        [HEADER, ONE, blank, blank, TWO, blank, THREE],
        Expected(HEADER, {2: ONE, 5: TWO, 7: THREE}),
    )
    sheet(
        "numbered-in-advance.xlsx",
        "serial numbers go on below the rows",
        [HEADER, ONE, TWO, ["3"], ["4"], ["5"]],
        Expected(HEADER, {2: ONE, 3: TWO}, told=("rows-number-only",)),
    )
    sheet(
        "sections.xlsx",
        "a row for each village, over all columns",
        [HEADER, ["城北村"], ONE, TWO, ["城南社区"], THREE],
        Expected(HEADER, {3: ONE, 4: TWO, 6: THREE}, told=("rows-section-left-out",)),
        merged=[(1, 0, 1, 4), (4, 0, 4, 4)],
    )
    sheet(
        "header-again.xlsx",
        "the header stands again on the next page",
        [[TITLE], HEADER, ONE, HEADER, TWO],
        Expected(HEADER, {3: ONE, 5: TWO}, TITLE, told=("rows-header-repeated",)),
    )
    sheet(
        "title-and-header-again.xlsx",
        "title and header stand again on the next page",
        [[TITLE], HEADER, ONE, [TITLE], HEADER, TWO],
        Expected(HEADER, {3: ONE, 6: TWO}, TITLE, told=("rows-header-repeated",)),
    )

    # --- totals, signatures, notes below
    sheet(
        "total.xlsx",
        "a total below",
        [HEADER, ONE, TWO, ["合计", None, "2个", "2人"]],
        Expected(HEADER, {2: ONE, 3: TWO}, told=("rows-total-left-out",)),
    )
    sheet(
        "subtotals.xlsx",
        "a subtotal after each village, within its merged cells",
        [
            HEADER,
            ONE,
            ["2", None, "第二网格", "李四", "13812345602"],
            [None, None, "小计", "2人"],
            THREE,
            [None, "总 计", None, "3人"],
        ],
        Expected(HEADER, {2: ONE, 3: TWO, 5: THREE}, told=("rows-total-left-out",)),
        merged=[(1, 1, 3, 1)],
    )
    sheet(
        "excel-subtotals.xlsx",
        "what Excel's subtotals leave: 城北村 汇总",
        [HEADER[1:], ONE[1:], ["城北村 汇总", None, None, "1"], THREE[1:], ["总计", None, None, "2"]],
        Expected(HEADER[1:], {2: ONE[1:], 4: THREE[1:]}, told=("rows-total-left-out",)),
    )
    sheet(
        "signatures.xlsx",
        "signatures below",
        [HEADER, ONE, blank, ["填表人：张三", None, "审核人：李四", None, "负责人签字："]],
        Expected(HEADER, {2: ONE}, told=("rows-signature-left-out",)),
    )
    sheet(
        "signature-and-date.xlsx",
        "a seal and a date below",
        [HEADER, ONE, [None, None, None, "单位（盖章）："], [None, None, None, "日期：2023年5月1日"]],
        Expected(HEADER, {2: ONE}, told=("rows-signature-left-out",)),
    )
    sheet(
        "legend.xlsx",
        "a legend below",
        [HEADER, ONE, ["注：1.网格员须为专职；2.电话为工作电话。"], ["说明：本表每月5日前报送。"]],
        Expected(HEADER, {2: ONE}, told=("rows-note-left-out",)),
        merged=[(2, 0, 2, 4), (3, 0, 3, 4)],
    )
    sheet(
        "sentences-below.xlsx",
        "sentences below that say nothing of being notes",
        [HEADER, ONE, ["本表由各村如实填报，经镇综治办审核后报市里备案。"]],
        Expected(HEADER, {2: ONE}, told=("rows-section-left-out",)),
    )
    sheet(
        "all-at-once.xlsx",
        "title, unit, notes, merged villages, subtotal, total, note and signature",
        [
            [TITLE],
            ["单位：城西镇", None, None, "2023年5月"],
            HEADER,
            [None, "必填", "必填", "必填", "选填"],
            ONE,
            ["2", None, "第二网格", "李四", "13812345602"],
            [None, "小计", None, "2"],
            THREE,
            ["合计", None, None, "3"],
            ["注：电话为工作电话"],
            ["填表人：赵六", None, None, "审核："],
        ],
        Expected(
            HEADER,
            {5: ONE, 6: TWO, 8: THREE},
            TITLE,
            told=("rows-note-left-out", "rows-total-left-out", "rows-signature-left-out"),
        ),
        merged=[(0, 0, 0, 4), (4, 1, 5, 1), (9, 0, 9, 4)],
    )

    # --- merged cells and words for "the same"
    sheet(
        "merged-down.xlsx",
        "the village is merged down",
        [HEADER, ONE, ["2", None, *TWO[2:]], THREE],
        Expected(HEADER, all_three),
        merged=[(1, 1, 2, 1)],
    )
    sheet(
        "merged-across.xlsx",
        "nobody, over two columns",
        [HEADER, ["1", "城北村", "第一网格", "空缺", None], TWO],
        Expected(HEADER, {2: ["1", "城北村", "第一网格", "空缺", "空缺"], 3: TWO}),
        merged=[(1, 3, 1, 4)],
    )
    sheet(
        "merged-block.xlsx",
        "a block of two rows and two columns is one cell",
        [HEADER, ["1", "城北村", "第一网格", "待定"], ["2", "城北村", "第二网格"], THREE],
        Expected(HEADER, {2: [*ONE[:3], "待定", "待定"], 3: [*TWO[:3], "待定", "待定"], 4: THREE}),
        merged=[(1, 3, 2, 4)],
    )
    sheet(
        "same-as-above.xlsx",
        "同上, 〃 and a quotation mark for what stands above",
        [HEADER, ONE, ["2", "同上", "第二网格", "李四", "〃"], ["3", '"', "第三网格", "同 上", "13812345603"]],
        Expected(
            HEADER,
            {
                2: ONE,
                3: ["2", "城北村", "第二网格", "李四", "13812345601"],
                4: ["3", "城北村", "第三网格", "李四", "13812345603"],
            },
        ),
    )
    sheet(
        "same-as-left.xlsx",
        "同左 for what stands to the left",
        [["村", "网格长", "书记"], ["城北村", "张三", "同左"]],
        Expected(["村", "网格长", "书记"], {2: ["城北村", "张三", "张三"]}),
    )
    sheet(
        "same-as-nothing.xlsx",
        "同上 in the first row",
        [HEADER, ["1", "同上", *ONE[2:]], TWO],
        Expected(HEADER, {2: ["1", "", *ONE[2:]], 3: TWO}, told=("same-as-nothing",)),
    )
    sheet(
        "same-over-a-total.xlsx",
        "同上 after a subtotal means the row before it",
        [HEADER, ONE, ["小计", None, None, "1"], ["2", "同上", *TWO[2:]]],
        Expected(HEADER, {2: ONE, 4: TWO}, told=("rows-total-left-out",)),
    )

    # --- rows that look like something else and are rows
    places = ["村", "网格", "角色", "网格党支部", "网格类型"]
    sheet(
        "values-like-headings.xlsx",
        "nothing but names of places and roles, which look like headings",
        [
            places,
            ["城北村", "第一网格", "网格员", "第一党支部", "综合网格"],
            blank,
            ["城南社区", "第二网格", "网格长", "第二党支部", "综合网格"],
        ],
        Expected(
            places,
            {
                2: ["城北村", "第一网格", "网格员", "第一党支部", "综合网格"],
                4: ["城南社区", "第二网格", "网格长", "第二党支部", "综合网格"],
            },
        ),
    )
    sheet(
        "one-cell-rows.xlsx",
        "a row with nothing but its code",
        [["wgbm", "name", "phone"], ["320582001001001", "张三", "13812345601"], ["320582001001002"]],
        Expected(
            ["wgbm", "name", "phone"], {2: ["320582001001001", "张三", "13812345601"], 3: ["320582001001002", "", ""]}
        ),
    )
    sheet(
        "unit-like-header.xlsx",
        "unit and phone above look like headings",
        [["填报单位", "城西镇", "联系电话", "联系人"], HEADER, ONE],
        Expected(HEADER, {3: ONE}),
    )
    sheet(
        "remarks.xlsx",
        "remarks that speak of totals, notes and examples",
        [[*HEADER, "备注"], [*ONE, "合计负责两个网格"], [*TWO, "注：月底离任"], [*THREE, "示例网格"]],
        Expected(
            [*HEADER, "备注"], {2: [*ONE, "合计负责两个网格"], 3: [*TWO, "注：月底离任"], 4: [*THREE, "示例网格"]}
        ),
    )

    sheet(
        "labels-in-cells.xlsx",
        "cells that name the role before the person",
        [["村", "负责人", "电话"], ["城北村", "书记：张三"], ["城南社区", "主任：李四", "13812345602"]],
        Expected(
            ["村", "负责人", "电话"], {2: ["城北村", "书记：张三", ""], 3: ["城南社区", "主任：李四", "13812345602"]}
        ),
    )

    # --- several tables, several sheets
    branches = ["序号", "支部名称", "书记", "党员人数"]
    branch = ["1", "城北一支部", "赵六", "12"]
    sheet(
        "two-tables.xlsx",
        "two tables, one below the other, each with its title",
        [[TITLE], HEADER, ONE, TWO, ["合计", None, None, "2"], blank, ["城西镇党支部名册"], branches, branch],
        Expected(HEADER, {3: ONE, 4: TWO}, TITLE, told=("rows-total-left-out",)),
        Expected(branches, {9: branch}, "城西镇党支部名册"),
    )
    sheet(
        "two-tables-close.xlsx",
        "two tables without a blank row between them",
        [HEADER, ONE, branches, branch],
        Expected(HEADER, {2: ONE}),
        Expected(branches, {4: branch}),
    )
    add(
        "sheet-a-town.xlsx",
        "a sheet for each town",
        lambda path: xlsx(path, Page([HEADER, ONE, TWO], "城西镇"), Page([["城东镇名册"], HEADER, THREE], "城东镇")),
        Expected(HEADER, {2: ONE, 3: TWO}, sheet="城西镇"),
        Expected(HEADER, {3: THREE}, "城东镇名册", sheet="城东镇"),
    )
    add(
        "hidden-sheet.xlsx",
        "last year's sheet is hidden",
        lambda path: xlsx(path, Page([HEADER, ONE], "今年"), Page([HEADER, TWO], "去年", hidden=True)),
        Expected(HEADER, {2: ONE}, told=("sheet-hidden",), sheet="今年"),
    )
    add(
        "cover-sheet.xlsx",
        "a first sheet that explains the others",
        lambda path: xlsx(
            path, Page([["填表说明"], ["1.请按要求填写各项内容，每月报送一次。"]], "说明"), Page([HEADER, ONE], "名册")
        ),
        Expected(HEADER, {2: ONE}, told=("sheet-without-table",), sheet="名册"),
    )
    add(
        "empty-sheets.xlsx",
        "the empty sheets that Excel once made",
        lambda path: xlsx(path, Page([HEADER, ONE], "Sheet1"), Page([[]], "Sheet2"), Page([[]], "Sheet3")),
        Expected(HEADER, {2: ONE}, sheet="Sheet1"),
    )
    add(
        "filtered.xlsx",
        "a filter hides rows; they count",
        lambda path: xlsx(path, Page([HEADER, ONE, TWO, THREE], hidden_rows=(2,), filtered=True)),
        Expected(HEADER, all_three, told=("rows-hidden-read",)),
    )
    add(
        "filtered.xls",
        "the same in .xls",
        lambda path: xls(path, Page([HEADER, ONE, TWO, THREE], hidden_rows=(2, 3))),
        Expected(HEADER, all_three, told=("rows-hidden-read",)),
    )
    sheet(
        "pivot-beside.xlsx",
        "a pivot table beside the table",
        [[*HEADER, None, "行标签", "计数项:网格员"], [*ONE, None, "城北村", "2"], [*TWO, None, "总计", "2"]],
        Expected(HEADER, {2: ONE, 3: TWO}, told=("pivot-left-out",)),
    )
    add(
        "pivot-sheet.xlsx",
        "a sheet with a pivot table only",
        lambda path: xlsx(
            path,
            Page([HEADER, ONE], "名册"),
            Page([["行标签", "求和项:户数"], ["城北村", "300"], ["总计", "300"]], "透视"),
        ),
        Expected(HEADER, {2: ONE}, told=("pivot-left-out",), sheet="名册"),
    )
    sheet(
        "pivot-pasted.xlsx",
        "(空白) of a pivot table, pasted as values",
        [
            ["村", "网格员", "联系电话"],
            ["城北村", "张三", "(空白)"],
            ["(空白)", "(空白)", "(空白)"],
            ["总计", None, None],
        ],
        Expected(
            ["村", "网格员", "联系电话"], {2: ["城北村", "张三", ""]}, told=("cells-pivot-blank", "rows-total-left-out")
        ),
    )

    # --- cells
    codes = ["网格编码", "姓名", "电话"]
    sheet(
        "numbers.xlsx",
        "phones and codes are numbers",
        [codes, [320582001001001, "张三", 13812345601], [320582001001002, "李四", 13812345602.0]],
        Expected(codes, {2: ["320582001001001", "张三", "13812345601"], 3: ["320582001001002", "李四", "13812345602"]}),
    )
    sheet(
        "rounded.xlsx",
        "codes of 18 digits were numbers, and Excel rounded them",
        [codes, [320582001001001123.0, "张三", "1"], ["320582001001001124", "李四", "2"]],
        Expected(
            codes,
            {2: ["320582001001001000", "张三", "1"], 3: ["320582001001001124", "李四", "2"]},
            told=("numbers-rounded",),
        ),
    )
    add(
        "leading-zeros.xlsx",
        "a format shows 001 where the number is 1",
        lambda path: xlsx(path, Page([["序号", "网格编号", "姓名"], [Cell(1, "00"), Cell(1, "000"), "张三"]])),
        Expected(["序号", "网格编号", "姓名"], {2: ["01", "001", "张三"]}),
    )
    add(
        "leading-zeros.xls",
        "the same in .xls",
        lambda path: xls(
            path, Page([["序号", "网格编号", "姓名"], [1, Cell(1, "000"), "张三"], [2, Cell(12, "000"), "李四"]])
        ),
        Expected(["序号", "网格编号", "姓名"], {2: ["1", "001", "张三"], 3: ["2", "012", "李四"]}),
    )
    add(
        "shown-prefix.xlsx",
        "a format shows the digits of the town before a short number",
        lambda path: xlsx(path, Page([["网格编码", "姓名"], [Cell(1001, '"320582001"000000'), "张三"]])),
        Expected(["网格编码", "姓名"], {2: ["320582001001001", "张三"]}),
    )
    dates = ["姓名", "任职时间", "离任时间"]
    add(
        "dates.xlsx",
        "dates in formats of Chinese Excel, as text and with a time",
        lambda path: xlsx(
            path,
            Page(
                [
                    dates,
                    ["张三", Cell(dt.date(2023, 5, 1), 'yyyy"年"m"月"d"日"'), "至今"],
                    ["李四", Cell(45047, number_of_format=57), "2023.5.1"],
                    ["王五", dt.datetime(2023, 5, 1), dt.datetime(2023, 5, 1, 8, 30)],
                ]
            ),
        ),
        Expected(
            dates,
            {
                2: ["张三", "2023-05-01", "至今"],
                3: ["李四", "2023-05-01", "2023.5.1"],
                4: ["王五", "2023-05-01", "2023-05-01 08:30:00"],
            },
        ),
    )
    add(
        "dates-1904.xlsx",
        "a workbook that counts days from 1904",
        lambda path: xlsx(path, Page([dates, ["张三", dt.datetime(2023, 5, 1), "至今"]]), date_1904=True),
        Expected(dates, {2: ["张三", "2023-05-01", "至今"]}),
    )
    sheet(
        "strange-letters.xlsx",
        "control characters, zero-width and no-break blanks around texts",
        [HEADER, ["1", "\u200b城北村\xa0", "\u3000第一网格", "张三\ufeff", "\t13812345601 "]],
        Expected(HEADER, {2: ONE}),
    )
    sheet(
        "lines-in-cells.xlsx",
        "several people in a cell, one on each line",
        [HEADER, ["1", "城北村", "第一网格", "张三\r\n李四", "13812345601\n13812345602"]],
        Expected(HEADER, {2: ["1", "城北村", "第一网格", "张三\n李四", "13812345601\n13812345602"]}),
    )
    sheet(
        "truths-and-shares.xlsx",
        "truths, shares and amounts",
        [["姓名", "是否专职", "面积", "占比"], ["张三", True, 0.1 + 0.2, 0.5]],
        Expected(["姓名", "是否专职", "面积", "占比"], {2: ["张三", "TRUE", "0.3", "0.5"]}),
    )

    # --- formats
    page = Page([[TITLE], HEADER, ONE, ["2", None, *TWO[2:]]], "名册", merged=[(0, 0, 0, 4), (2, 1, 3, 1)])
    whole = Expected(HEADER, {3: ONE, 4: TWO}, TITLE)
    add("table.ods", "OpenDocument, with merged cells", lambda path: ods(path, page), whole)
    add("table.xlsb", "a binary workbook, with merged cells", lambda path: xlsb(path, page), whole)
    add("table.xls", "old Excel, with merged cells", lambda path: xls(path, page), whole)
    add("wps.et", "old Excel under the suffix of WPS", lambda path: xls(path, page), whole)
    add("new.et", "new Excel under the suffix of WPS", lambda path: xlsx(path, page), whole)
    add("really-new.xls", "new Excel under the suffix of the old", lambda path: xlsx(path, page), whole)
    add("really-html.xls", "a web page under the suffix of Excel", lambda path: webpage(path, page), whole)
    add(
        "really-html-gbk.xls",
        "the same in GBK",
        lambda path: webpage(path, page, encoding="gbk"),
        Expected(HEADER, {3: ONE, 4: TWO}, TITLE),
    )
    add("really-xml.xls", "XML of Excel 2003 under the suffix of Excel", lambda path: spreadsheetml(path, page), whole)
    add(
        "really-text.xls",
        "text with tabs in GBK under the suffix of Excel",
        lambda path: delimited(path, Page([HEADER, ONE]), "gbk", "\t"),
        Expected(HEADER, {2: ONE}, told=("encoding-guessed", "delimiter-guessed")),
    )
    add(
        "zeros.ods",
        "leading zeros and long numbers in OpenDocument",
        lambda path: ods(path, Page([codes, [320582001001001, "张三", Cell(7, "000")]])),
        Expected(codes, {2: ["320582001001001", "张三", "007"]}),
    )
    add(
        "hidden.ods",
        "a hidden sheet and filtered rows in OpenDocument",
        lambda path: ods(
            path, Page([HEADER, ONE, TWO], "甲", hidden_rows=(1,)), Page([HEADER, THREE], "乙", hidden=True)
        ),
        Expected(HEADER, {2: ONE, 3: TWO}, told=("sheet-hidden", "rows-hidden-read")),
    )
    add(
        "hidden.xml",
        "a hidden sheet and hidden rows in XML",
        lambda path: spreadsheetml(
            path, Page([HEADER, ONE, TWO], "甲", hidden_rows=(1,)), Page([HEADER, THREE], "乙", hidden=True)
        ),
        Expected(HEADER, {2: ONE, 3: TWO}, told=("sheet-hidden", "rows-hidden-read")),
    )

    mixed = [["姓名", "任职日期", "网格编号", "户数", "专职"], ["张三", dt.date(2023, 5, 1), Cell(7, "000"), 300, True]]
    told_mixed = Expected(
        ["姓名", "任职日期", "网格编号", "户数", "专职"], {2: ["张三", "2023-05-01", "007", "300", "TRUE"]}
    )
    add(
        "mixed.xlsb",
        "days, zeros, numbers and truths in a binary workbook",
        lambda path: xlsb(path, Page(mixed)),
        told_mixed,
    )
    add("mixed.xls", "the same in old Excel", lambda path: xls(path, Page(mixed)), told_mixed)
    add("mixed.xlsx", "the same in new Excel", lambda path: xlsx(path, Page(mixed)), told_mixed)
    add(
        "hidden.xlsb",
        "a hidden sheet and hidden rows in a binary workbook",
        lambda path: xlsb(
            path, Page([HEADER, ONE, TWO], "甲", hidden_rows=(1,)), Page([HEADER, THREE], "乙", hidden=True)
        ),
        Expected(HEADER, {2: ONE, 3: TWO}, told=("sheet-hidden", "rows-hidden-read")),
    )
    many = [[str(number), "城北村", f"第{number}网格" * 40, "张三", "13812345601"] for number in range(1, 400)]
    add(
        "many-texts.xls",
        "more texts than one record of old Excel holds",
        lambda path: xls(path, Page([HEADER, *many])),
        Expected(HEADER, dict(enumerate(many, 2))),
    )

    # --- text files
    text = Page([HEADER, ONE, TWO])
    both = {2: ONE, 3: TWO}
    add("utf8.csv", "nothing is wrong", lambda path: delimited(path, text), Expected(HEADER, both))
    add("bom.csv", "a mark before UTF-8", lambda path: delimited(path, text, "utf-8-sig"), Expected(HEADER, both))
    add(
        "gbk.csv",
        "GBK",
        lambda path: delimited(path, text, "gbk"),
        Expected(HEADER, both, told=("encoding-guessed",)),
    )
    rare = ["3", "城北村", "第三网格", "张㐂𠮷", "13812345603"]
    add(
        "gb18030.csv",
        "letters that only GB18030 has",
        lambda path: delimited(path, Page([HEADER, rare]), "gb18030"),
        Expected(HEADER, {2: rare}, told=("encoding-guessed",)),
    )
    add(
        "utf16.txt",
        "Excel's Unicode text",
        lambda path: delimited(path, text, "utf-16", "\t"),
        Expected(HEADER, both, told=("delimiter-guessed",)),
    )
    add(
        "semicolons.csv",
        "semicolons",
        lambda path: delimited(path, text, delimiter=";"),
        Expected(HEADER, both, told=("delimiter-guessed",)),
    )
    add(
        "full-width.csv",
        "full-width commas",
        lambda path: delimited(path, text, delimiter="，"),
        Expected(HEADER, both, told=("delimiter-guessed",)),
    )
    add(
        "quoted.csv",
        "commas, quotation marks and line breaks within cells",
        lambda path: delimited(path, Page([HEADER, ["1", "城北村", "第一网格", "张三,李四", '电话"甲"\n13812345601']])),
        Expected(HEADER, {2: ["1", "城北村", "第一网格", "张三,李四", '电话"甲"\n13812345601']}),
    )
    add(
        "formulas.csv",
        "codes kept as text by ='…'",
        lambda path: delimited(path, Page([codes, ['="320582001001001"', "张三", "\t13812345601"]])),
        Expected(codes, {2: ["320582001001001", "张三", "13812345601"]}),
    )
    add(
        "sep.csv",
        "a first line that names the delimiter",
        lambda path: _written(path, "sep=;\r\n" + ";".join(HEADER) + "\r\n" + ";".join(ONE) + "\r\n"),
        Expected(HEADER, {3: ONE}, told=("delimiter-guessed",)),
    )
    add(
        "title.csv",
        "a title, trailing commas and a total in a text file",
        lambda path: _written(path, f"{TITLE},,,,\n" + ",".join(HEADER) + "\n" + ",".join(ONE) + "\n,,,,\n合计,,,1,\n"),
        Expected(HEADER, {3: ONE}, TITLE, told=("rows-total-left-out",)),
    )
    add(
        "scientific.csv",
        "what Excel leaves of a code in a text file",
        lambda path: delimited(path, Page([codes, ["3.20582E+14", "张三", "1.38E+10"]])),
        Expected(codes, {2: ["3.20582E+14", "张三", "1.38E+10"]}),
    )
    return files


def _written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path


AWKWARD = _files()
