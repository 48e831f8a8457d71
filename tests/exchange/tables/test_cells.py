"""What the cells of a roster mean."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.exchange.tables import (
    read_codes,
    read_coordinates,
    read_counts,
    read_dates,
    read_period,
    read_persons,
    read_phones,
    reversed_dates,
    without_id_numbers,
)

ID = "320582198001011234"


def column(*texts: str):
    return np.array(texts, dtype=object)


# --- persons


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("", []),
        ("张三", [("张三", "")]),
        ("张 三", [("张三", "")]),
        ("张　三", [("张三", "")]),
        ("张 三丰", [("张三丰", "")]),
        ("张 三 丰", [("张三丰", "")]),
        ("欧阳 修", [("欧阳修", "")]),
        ("张三 李四", [("张三", ""), ("李四", "")]),
        ("李 四 王 五", [("李四", ""), ("王五", "")]),
        ("张三、李四", [("张三", ""), ("李四", "")]),
        ("张三，李四,王五；赵六;钱七/孙八", [(name, "") for name in ("张三", "李四", "王五", "赵六", "钱七", "孙八")]),
        ("张三\n李四", [("张三", ""), ("李四", "")]),
        ("张三（代）", [("张三", "代")]),
        ("张三(兼)、李 四【挂职】", [("张三", "兼"), ("李四", "挂职")]),
        ("张三（代、兼）", [("张三", "代、兼")]),
        ("张三 代", [("张三", "代")]),
        ("书记：张三", [("张三", "书记")]),
        ("1.张三 2.李四", [("张三", ""), ("李四", "")]),
        ("1、张三2、李四", [("张三", ""), ("李四", "")]),
        ("①张三②李四", [("张三", ""), ("李四", "")]),
        ("张三和李四", [("张三", ""), ("李四", "")]),
        ("李和平", [("李和平", "")]),
        ("买买提·艾力", [("买买提·艾力", "")]),
        ("John Smith", [("John Smith", "")]),
        ("空缺、张三", [("张三", "")]),
        ("张三、张三", [("张三", "")]),
    ],
)
def test_people_of_a_cell(cell, people):
    read = read_persons(cell)
    assert [(person.name, person.note) for person in read.people] == people
    assert not read.vacant and not read.doubts


@pytest.mark.parametrize(
    "cell", ["空缺", "待定", "暂无", "无", "/", "—", "——", "-", "－", "暂 缺", "空缺（拟招聘）", "N/A", "、"]
)
def test_words_for_nobody(cell):
    read = read_persons(cell)
    assert not read.people and not read.doubts
    assert read.vacant == (cell != "、")


@pytest.mark.parametrize(
    ("cell", "names", "key"),
    [
        ("12", [], "person-name-odd"),
        ("张", ["张"], "person-name-odd"),
        ("城北村第一党支部委员会", ["城北村第一党支部委员会"], "person-name-odd"),
        ("张三等3人", ["张三"], "person-others-unnamed"),
        ("张三13812345678", ["张三"], "person-with-phone"),
        ("张三 0512-58123456", ["张三"], "person-with-phone"),
    ],
)
def test_what_is_doubtful_about_people_is_told(cell, names, key):
    read = read_persons(cell)
    assert [person.name for person in read.people] == names
    assert [doubt.key for doubt in read.doubts] == [key]
    assert "13812345678" not in read.doubts[0].value


def test_an_id_number_beside_a_name_is_counted_and_not_kept():
    read = read_persons(f"张三 {ID}")
    assert read.id_numbers == 1 and [person.name for person in read.people] == ["张三"]
    assert ID not in repr(read)


# --- phones


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("", []),
        ("无", []),
        ("13812345678", ["13812345678"]),
        ("13812345678.0", ["13812345678"]),
        ("1.3812345678E10", ["13812345678"]),
        ("１３８１２３４５６７８", ["13812345678"]),
        ("+86 138 1234 5678", ["13812345678"]),
        ("0086-13812345678", ["13812345678"]),
        ("(86)13812345678", ["13812345678"]),
        ("138-1234-5678", ["13812345678"]),
        ("138－1234—5678", ["13812345678"]),
        ("0512-58123456", ["0512-58123456"]),
        ("051258123456", ["0512-58123456"]),
        ("（0512）5812 3456", ["0512-58123456"]),
        ("+86 0512 58123456", ["0512-58123456"]),
        ("0512-58123456-801", ["0512-58123456-801"]),
        ("0512-58123456转801", ["0512-58123456-801"]),
        ("010-65123456", ["010-65123456"]),
        ("58123456", ["58123456"]),
        ("5812345", ["5812345"]),
        ("400-820-1234", ["4008201234"]),
        ("13812345678、13912345678", ["13812345678", "13912345678"]),
        ("13812345678 13912345678", ["13812345678", "13912345678"]),
        ("13812345678/0512-58123456", ["13812345678", "0512-58123456"]),
        ("1.13812345678 2.13912345678", ["13812345678", "13912345678"]),
        ("13812345678\n13812345678", ["13812345678"]),
    ],
)
def test_phones_of_a_cell(cell, phones):
    read = read_phones(cell)
    assert [phone.number for phone in read.phones] == phones
    assert not read.doubts and not read.id_numbers


@pytest.mark.parametrize(
    ("cell", "notes"),
    [
        ("13812345678（微信同号）", ["微信同号"]),
        ("13812345678(短号661234)", ["短号661234"]),
        ("张三:13812345678，李四:13912345678", ["张三", "李四"]),
        ("手机13812345678；办公0512－58123456", ["手机", "办公"]),
    ],
)
def test_words_beside_a_phone_are_its_note(cell, notes):
    assert [phone.note for phone in read_phones(cell).phones] == notes
    assert not read_phones(cell).doubts


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("1381234567", "phone-too-short"),
        ("8001", "phone-too-short"),
        ("138123456789", "phone-too-long"),
        ("12345678901", "phone-impossible"),
        ("98123456", "phone-impossible"),
        ("1.38E+10", "phone-rounded"),
    ],
)
def test_what_is_no_phone_is_told(cell, key):
    read = read_phones(cell)
    assert not read.phones and [doubt.key for doubt in read.doubts] == [key]


@pytest.mark.parametrize("cell", [ID, f"13812345678 {ID}", f"{ID[:-1]}X", "320582 19800101 1234", f"身份证{ID}"])
def test_an_id_number_among_phones_is_counted_and_not_kept(cell):
    read = read_phones(cell)
    assert read.id_numbers == 1 and not read.doubts
    assert "19800101" not in repr(read)


def test_id_numbers_go_from_remarks_and_codes_of_grids_stay():
    read = without_id_numbers(column(f"低保户，{ID}", "320582001001001", "320582650101123", "无", f"{ID}、{ID}"))
    assert read.texts.tolist() == ["低保户", "320582001001001", "", "无", ""]
    assert read.counts.tolist() == [1, 0, 1, 0, 2]


# --- dates


@pytest.mark.parametrize(
    "cell",
    [
        "2023.5.1", "2023/5/1", "2023-05-01", "2023-5-1", "20230501", "2023年5月1日", "2023年5月", "2023.05", "2023-05",
        "202305", "45047", "45047.0", "2023 年 5 月 1 日", "２０２３．５．１", "2023. 5. 1", "2023-05-01 08:30:00",
        "2023-05-01T00:00:00", "二〇二三年五月一日", "23.5.1", "2023年5月1日起", "2023/5/1 星期一", "2023年5月份",
    ],
)  # fmt: skip
def test_the_first_of_may_in_all_ways(cell):
    dates = read_dates(column(cell))
    assert dates.days.tolist() == ["2023-05-01"]
    assert not dates.open.any() and dates.doubts.tolist() == [""]


def test_a_year_is_its_first_day_and_a_number_counts_from_the_epoch():
    assert read_dates(column("2023年", "2023")).days.tolist() == ["2023-01-01"] * 2
    assert read_dates(column("43585"), epoch=1904).days.tolist() == ["2023-05-01"]


@pytest.mark.parametrize("cell", ["至今", "目前", "长期", "现任", "在任"])
def test_words_for_no_end(cell):
    dates = read_dates(column(cell))
    assert dates.open.all() and dates.days.tolist() == [""] and dates.doubts.tolist() == [""]


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("2023.2.30", "date-impossible"),
        ("2023.13.1", "date-impossible"),
        ("20230230", "date-impossible"),
        ("3023年5月", "date-impossible"),
        ("5月1日", "date-without-year"),
        ("五月", "date-without-year"),
        ("5/6/2023", "date-not-understood"),
        ("去年", "date-not-understood"),
        ("123", "date-not-understood"),
    ],
)
def test_what_is_no_day_is_told(cell, key):
    dates = read_dates(column(cell))
    assert dates.doubts.tolist() == [key] and dates.days.tolist() == [""]


@pytest.mark.parametrize(
    ("cell", "begin", "end"),
    [
        ("2021.3-2023.5", "2021-03-01", "2023-05-01"),
        ("2021年3月至2023年5月", "2021-03-01", "2023-05-01"),
        ("2021-03-01-2023-05-01", "2021-03-01", "2023-05-01"),
        ("2021-03-01 ~ 2023-05-01", "2021-03-01", "2023-05-01"),
        ("2021.3至今", "2021-03-01", ""),
        ("2021.3", "2021-03-01", ""),
        ("至今", "", ""),
        ("", "", ""),
    ],
)
def test_a_cell_with_begin_and_end(cell, begin, end):
    period = read_period(cell)
    assert (period.begin, period.end, period.doubts) == (begin, end, ())


def test_an_end_before_the_begin_is_told():
    assert [doubt.key for doubt in read_period("2023.5-2021.3").doubts] == ["date-reversed"]
    begins, ends = column("2023-05-01", "2023-05-01", "2023-05-01"), column("2023-04-30", "2023-05-01", "")
    assert reversed_dates(begins, ends).tolist() == [True, False, False]


# --- codes


@pytest.mark.parametrize(
    ("cell", "code", "doubt"),
    [
        ("320582001001001", "320582001001001", ""),
        ("320582001001001001", "320582001001001001", ""),
        ("3205 8200 1001 001", "320582001001001", "code-cleaned"),
        ("320582-001-001-001", "320582001001001", "code-cleaned"),
        ("３２０５８２００１００１００１", "320582001001001", "code-cleaned"),
        ("'320582001001001", "320582001001001", ""),
        ("320582001001001.0", "320582001001001", ""),
        ("001", "001", ""),
        ("1-2", "1-2", "code-strange"),
        ("A-01", "A-01", "code-strange"),
        ("3.20582E+14", "", "code-scientific"),
        ("3.2e14", "", "code-scientific"),
        ("", "", ""),
        ("无", "", ""),
    ],
)
def test_a_code_is_text_and_never_guessed(cell, code, doubt):
    codes = read_codes(column(cell))
    assert (codes.texts[0], codes.doubts[0]) == (code, doubt)


def test_a_code_that_was_rounded_is_never_guessed():
    codes = read_codes(column("320582001001001000", "320582001001001000"), np.array([True, False]))
    assert codes.texts.tolist() == ["", "320582001001001000"]
    assert codes.doubts.tolist() == ["code-rounded", ""]


# --- whole numbers


@pytest.mark.parametrize(
    ("cell", "value", "doubt"),
    [
        ("300", 300, ""),
        ("0", 0, ""),
        ("1,234户", 1234, ""),
        ("１２３４", 1234, ""),
        ("300.0", 300, ""),
        ("约300", 300, "count-not-exact"),
        ("300余户", 300, "count-not-exact"),
        ("300+", 300, "count-not-exact"),
        ("1.2万人", 12000, "count-not-exact"),
        ("300（含空置）", 300, "count-not-exact"),
        ("300.5", None, "count-not-whole"),
        ("-3", None, "count-negative"),
        ("300-400", None, "count-not-understood"),
        ("三百", None, "count-not-understood"),
        ("99999999999", None, "count-not-understood"),
        ("无", None, ""),
        ("", None, ""),
    ],
)
def test_whole_numbers(cell, value, doubt):
    counts = read_counts(column(cell))
    assert counts.known[0] == (value is not None)
    assert (counts.values[0], counts.doubts[0]) == (value or 0, doubt)


# --- coordinates


@pytest.mark.parametrize(
    ("first", "second", "swapped"),
    [
        ("120.55", "31.87", False),
        ("31.87", "120.55", True),
        ("120°33'00\"E", "31°52'12\"N", False),
        ("31°52′12″", "120°33′00″", True),
        ("东经120度33分", "北纬31度52分12秒", False),
        ("北纬31.87", "东经120.55", True),
        ("E120.55", "N31.87", False),
    ],
)
def test_places_in_either_order(first, second, swapped):
    read = read_coordinates(column(first), column(second))
    assert read.xy[0] == pytest.approx([120.55, 31.87]) and read.degrees.all() and read.swapped[0] == swapped


@pytest.mark.parametrize(
    "cell",
    ["120.55,31.87", "31.87，120.55", "120.55 31.87", "(120.55, 31.87)", "N31.87 E120.55", "东经120.55北纬31.87"],
)
def test_both_in_one_cell(cell):
    assert read_coordinates(column(cell)).xy[0] == pytest.approx([120.55, 31.87])


def test_metres_in_either_order_with_a_zone_or_without():
    first, second = column("516000", "3527000", "40516000"), column("3527000", "516000", "3527000")
    read = read_coordinates(first, second)
    assert read.xy.tolist() == [[516000, 3527000], [516000, 3527000], [40516000, 3527000]]
    assert not read.degrees.any() and read.swapped.tolist() == [False, True, False]


def test_what_is_no_place_is_told():
    read = read_coordinates(column("x", "0", "120.5", "", "120°99'", "170"), column("y", "0", "", "", "31", "95"))
    assert np.isnan(read.xy).all()
    assert read.doubts.tolist() == [
        "coordinates-not-understood",
        "coordinates-out-of-range",
        "coordinates-not-understood",
        "",
        "coordinates-not-understood",
        "coordinates-out-of-range",
    ]
