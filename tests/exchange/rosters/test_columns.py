"""What columns are taken for: known words, words that are cut off, cells, and what the user says."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters import FIELDS, fingerprint, mapping_of, understood
from gridmap.exchange.rosters.fields import SETTINGS, USES
from gridmap.model.errors import BadInput
from gridmap.model.scheme import load_scheme
from ui.outputs.rosters.forms import FORMS
from ui.words import labels
from ui.words.messages import SENTENCES

CITY = load_scheme("city")


def taken(headers: str | list[str], *rows: str, table=None, **chosen: str):
    columns = headers.split() if isinstance(headers, str) else headers
    cells = np.array([row.split() for row in rows], dtype=object).reshape(len(rows), len(columns))
    return mapping_of(columns, cells, CITY, table=table, chosen=chosen)


def fields(headers: str | list[str], *rows: str, **options) -> list[str]:
    return [column.field for column in taken(headers, *rows, **options).columns]


def test_a_mixed_ledger_in_chinese():
    mapping = taken(
        "序号 镇/街道 村(社区) 网格名称 网格编码 类型 范围 户数 人口 网格长 专职网格员 联系电话 网格党支部 书记 备注"
    )
    assert mapping.table == "grids"
    assert [column.field for column in mapping.columns] == [
        "serial", "town", "village", "grid_name", "grid_code", "grid_kind", "extent", "households", "residents",
        "person:网格长", "person:full_time", "phone:full_time", "branch:grid", "secretary", "note",
    ]  # fmt: skip


def test_headers_in_two_rows():
    headers = [
        "村社区",
        "网格 / 名称",
        "网格 / 编号",
        "网格长 / 姓名",
        "网格长 / 电话",
        "专职网格员 / 姓名",
        "专职网格员 / 联系电话",
        "党支部 / 名称",
        "党支部 / 书记",
    ]
    assert fields(headers) == [
        "village", "grid_name", "grid_code", "person:网格长", "phone:网格长", "person:full_time", "phone:full_time",
        "branch", "secretary",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        ("姓名 工号 手机 所属网格 岗位", "workers"),
        ("村 网格 网格员 联系电话", "workers"),
        ("支部名称 上级党组织 书记 党员人数 服务网格", "branches"),
        ("村社区党组织 网格党支部 楼道党小组", "branches"),
        ("小区 门牌号 户数 人数 纬度 经度", "buildings"),
        ("网格编码 户数 人口", "grids"),
        ("Grid Worker Phone Role", "workers"),
        ("甲 乙 丙", None),
    ],
)
def test_what_a_row_is_shows_in_the_columns(headers, table):
    mapping = taken(headers)
    assert (mapping.table if mapping else None) == table


def test_headers_that_a_dbf_has_cut_after_ten_bytes():
    assert fields("网格编 网格名 专职网 联系电") == ["grid_code", "grid_name", "person:full_time", "phone:full_time"]


def test_a_header_that_is_nearly_a_word_is_taken_and_told_so():
    [_, column] = taken("网格名称 工作联系电话号", "第一网格 1").columns[:2]
    assert column.field == "phone" and column.why == "like" and column.confidence < 1


@pytest.mark.parametrize("header", ["专职网格长", "拟任专职网格员", "网格员情况", "非专职网格员"])
def test_nobody_becomes_full_time_by_likeness(header):
    assert "full_time" not in fields(f"网格名称 户数 {header}")[2]


@pytest.mark.parametrize(
    "header",
    [
        "身份证号",
        "身份证号码",
        "家庭住址",
        "现住址",
        "户主",
        "房东姓名",
        "业主",
        "残疾情况",
        "慢性病",
        "健康状况",
        "出生年月",
    ],
)
def test_what_is_private_is_never_read(header):
    column = taken(f"姓名 网格 {header}").columns[2]
    assert (column.field, column.why) == ("", "private")


@pytest.mark.parametrize("header", ["业主委员会", "业委会"])
def test_a_committee_of_owners_is_no_owner(header):
    assert taken(f"姓名 网格 {header}").columns[2].why == "unknown"


def test_codes_and_phones_under_a_header_that_says_nothing():
    rows = ["320582100201001 张三 13800000001", "320582100201002 李四 13800000002"]
    assert fields("F1 姓名 F3", *rows) == ["grid_code", "person", "phone"]


def test_of_two_columns_that_say_the_same_the_surer_counts():
    columns = taken("网格编码 网格编号 姓名").columns
    assert [(c.field, c.why) for c in columns[:2]] == [("grid_code", "word"), ("", "twice")]


def test_a_phone_belongs_to_the_person_before_it():
    assert fields("网格名称 户数 网格长 电话 专职网格员 电话_1 书记 电话_2")[3::2] == [
        "phone:网格长",
        "phone:full_time",
        "phone:secretary",
    ]


def test_the_user_has_the_last_word():
    mapping = taken("网格名称 户数 牵头人", 牵头人="person:full_time")
    assert mapping.columns[2].field == "person:full_time" and mapping.columns[2].why == "chosen"
    changed = mapping.with_column("户数", "")
    assert [c.field for c in changed.columns] == ["grid_name", "", "person:full_time"]
    swapped = taken("网格名称 所属网格_1 姓名").with_column("姓名", "grid_name")
    assert [c.field for c in swapped.columns].count("grid_name") == 1
    with pytest.raises(BadInput) as refused:
        mapping.with_column("户数", "householders")
    assert refused.value.key == "roster-field-unknown"


def test_files_of_one_shape_have_one_fingerprint():
    assert fingerprint(["网格 编码", "姓名"]) == fingerprint(["网格编码", "姓名 "]) != fingerprint(["姓名", "网格编码"])


def test_what_is_remembered_holds_no_cell():
    assert taken("网格名称 姓名", "第一网格 张三").to_json() == {
        "table": "workers",
        "columns": {"网格名称": "grid_name", "姓名": "person"},
    }


@pytest.mark.parametrize("table", FORMS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_of_a_form_is_taken_for_what_it_is(table, language):
    columns = FORMS[table]
    headers = [column.header(language) for column in columns]
    cells = np.full((0, len(headers)), "", dtype=object)
    mapping = mapping_of(headers, cells, CITY)
    assert [c.field for c in mapping.columns] == [column.field for column in columns]
    assert mapping.table == ("workers" if table == "assignments" else table)


def test_every_word_is_written_as_headers_are_compared_and_stands_for_one_field():
    words = [word for known in FIELDS.values() for word in known]
    assert [word for word in words if plain(word) != word] == []
    assert sorted(words) == sorted(set(words))


def test_words_that_gridmap_writes_are_read():
    uses = {key.removeprefix("use-"): pair for key, pair in SENTENCES.items() if key.startswith("use-")}
    assert len(uses) > 10
    for key, (chinese, english) in uses.items():
        assert {USES[plain(chinese)], USES[plain(english)]} == {key}
    for key in ("urban", "rural"):
        assert {SETTINGS[plain(words)] for words in SENTENCES[f"value-{key}"]} == {key}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sheets_of_figures_that_gridmap_writes_are_known(language):
    from gridmap.exchange.rosters.prepare import _FOR_READERS

    terms = [labels.term(key, language) for key in ("about", "findings")] + [labels.term("by", language, level="X")]
    assert all(_FOR_READERS.fullmatch(term) for term in terms)
    assert not _FOR_READERS.fullmatch(labels.term("grids", language))


def test_understanding_headers_needs_no_cells():
    assert [c.field for c in understood(["姓名"], np.full((0, 1), "", dtype=object), CITY)] == ["person"]
