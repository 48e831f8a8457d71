"""No file of tables grows without end or lays out cells that are not there, and damaged ones give a sentence."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from gridmap.exchange.tables import read_tables
from gridmap.model.errors import BadInput
from tests.exchange.tables.writers import PACKED, WRITERS, Page, ods, spreadsheetml, xls, xlsx
from ui.words.messages import LANGUAGES, message_of

PAGE = Page(
    [
        ["城西镇名册"],
        ["序号", "村", "姓名", "电话"],
        [1, "城北村", "张三", 13812345601],
        [2, None, "李四", "同上"],
        ["合计", None, 2],
    ],
    merged=[(0, 0, 0, 3), (2, 1, 3, 1)],
)
PIECES = (b"999999999", b"<", b">", b"\xff\xff\xff\xff", b'"', b"&x;", bytes(4), b"-1", b"1048576")


def refusal(path) -> str:
    with pytest.raises(BadInput) as caught:
        read_tables(path)
    return caught.value.key


def is_read_or_said(path) -> bool:
    """Whether a file is read as texts, or refused with a sentence; anything else raises."""
    try:
        tables = read_tables(path)
    except BadInput as error:
        return not any(message_of(error, language).startswith(f"{error.key} ") for language in LANGUAGES)
    return all(isinstance(text, str) for table in tables for text in table.cells.ravel().tolist())


def repacked(path, change) -> None:
    """Change the parts of a zip: ``change`` takes a name and the bytes, and gives the bytes."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, change(name, data))


def damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        kind = chance.random()
        if kind < 0.6:
            changed[at] = chance.randrange(256)
        elif kind < 0.75:
            del changed[at : at + chance.randint(1, 60)]
        else:
            piece = chance.choice(PIECES)
            changed[at : at + (len(piece) if kind < 0.9 else 0)] = piece
    return bytes(changed)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_damaged_file_is_read_or_gives_a_sentence(kind, tmp_path):
    path = WRITERS[kind](tmp_path / f"whole.{kind}", PAGE)
    whole = path.read_bytes()
    for seed in range(60):
        chance = random.Random(f"{kind}{seed}")
        path.write_bytes(whole)
        if kind in PACKED and seed % 4:
            with zipfile.ZipFile(path) as packed:
                victim = chance.choice([name for name in packed.namelist() if "heet" in name or "ontent" in name])
            repacked(path, lambda name, data: damaged(data, chance) if name == victim else data)  # noqa: B023
        elif kind == "xls" and seed % 4:  # within the stream of the workbook, so that the container still holds it
            begin = whole.index(b"\x09\x08\x10\x00")
            changed = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                changed[chance.randrange(begin, begin + 4000)] = chance.randrange(256)
            path.write_bytes(bytes(changed))
        else:
            path.write_bytes(damaged(whole, chance))
        assert is_read_or_said(path), seed


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_cut_off_anywhere_is_read_or_gives_a_sentence(kind, tmp_path):
    path = WRITERS[kind](tmp_path / f"whole.{kind}", PAGE)
    whole = path.read_bytes()
    for part in range(20):
        path.write_bytes(whole[: len(whole) * part // 20])
        assert is_read_or_said(path), part


def test_a_cell_at_the_far_end_of_the_sheet_lays_out_no_billion_cells(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", PAGE)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    repacked(path, lambda name, data: data.replace(b"</sheetData>", far))
    assert refusal(path) == "sheet-too-large"


def test_formats_at_the_far_end_of_the_sheet_are_no_cells(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", PAGE)
    far = b'<row r="1048576" s="1"><c r="XFD1048576" s="0"/></row></sheetData>'
    repacked(path, lambda name, data: data.replace(b"</sheetData>", far))
    assert len(read_tables(path)[0].rows) == 2


def test_a_cell_repeated_without_end_is_refused(tmp_path):
    path = ods(tmp_path / "a.ods", PAGE)
    cell = b'<table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
    row = b'<table:table-row table:number-rows-repeated="900000">' + cell + b"</table:table-row></table:table>"
    repacked(path, lambda name, data: data.replace(b"</table:table>", row))
    assert refusal(path) == "sheet-too-large"


@pytest.mark.parametrize(("attribute", "value"), [("ss:Index", "999999999"), ("ss:Index", "1000000")])
def test_a_row_of_xml_far_below_is_refused_or_sparse(tmp_path, attribute, value):
    path = spreadsheetml(tmp_path / "a.xml", Page([["村", "姓名", "电话"] * 6, ["甲", "张三", "1"] * 6]))
    text = path.read_text(encoding="utf-8").replace('<Row ss:Index="2">', f'<Row {attribute}="{value}">')
    path.write_text(text, encoding="utf-8")
    assert refusal(path) == "sheet-too-large"


def test_spans_of_a_web_page_lay_out_nothing(tmp_path):
    path = tmp_path / "a.xls"
    rows = "<tr><td>村<td>姓名<td>电话</tr><tr><td rowspan=999999999>甲<td colspan=999999999>张三<td>1</tr>"
    path.write_text(f"<html><meta charset=utf-8><table>{rows}</table></html>", encoding="utf-8")
    [table] = read_tables(path)
    assert table.cells.shape[1] < 2000


@pytest.mark.parametrize("kind", ["xml", "ods", "xlsx"])
def test_entities_are_not_expanded(kind, tmp_path):
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    )
    path = WRITERS[kind](tmp_path / f"a.{kind}", PAGE)
    if kind == "xml":
        data = path.read_bytes()
        path.write_bytes(data.replace(b"<Workbook", bomb + b"<Workbook", 1).replace("张三".encode(), b"&c;"))
    else:
        part = "content.xml" if kind == "ods" else "xl/workbook.xml"

        def with_bomb(name, data):
            at = data.index(b"?>") + 2 if name == part else 0
            return data[:at] + bomb + data[at:] if at else data

        repacked(path, with_bomb)
    assert refusal(path) == "file-unreadable"


def test_a_zip_that_would_grow_without_end_is_refused_before_it_does(tmp_path, monkeypatch):
    path = xlsx(tmp_path / "a.xlsx", PAGE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/x.bin", bytes(80_000_000))
    assert refusal(path) == "workbook-too-large"


def test_a_part_that_is_longer_than_it_says_is_refused(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", PAGE)
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes()
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little")))
    assert refusal(path) == "file-unreadable"


def test_a_part_twice_in_a_zip_is_bounded_like_any(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", PAGE)
    out = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    path.write_bytes(out.getvalue())
    assert refusal(path) == "workbook-too-large"


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/worksheets/sheet1.xml", b'<dimension ref="A1:D5"/>', b'<dimension ref="A1:XFD1048576"/>'),
        ("xl/sharedStrings.xml", b'count="', b'count="99999999999'),
        ("xl/worksheets/sheet1.xml", b'<mergeCell ref="A1:D1"/>', b'<mergeCell ref="A1:XFD1048576"/>'),
    ],
)
def test_what_a_workbook_says_of_its_size_is_not_believed(part, before, after, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", PAGE)

    def changed(name, data):
        assert name != part or before in data
        return data.replace(before, after) if name == part else data

    repacked(path, changed)
    [table] = read_tables(path)
    assert table.cells.shape[1] == 4


def test_an_old_workbook_that_says_it_has_a_billion_texts_takes_no_memory(tmp_path):
    path = xls(tmp_path / "a.xls", PAGE)
    data = path.read_bytes()
    at = data.index(b"\xfc\x00", data.index(b"\x09\x08\x10\x00"))
    path.write_bytes(data[: at + 4] + b"\xff\xff\xff\x7f" * 2 + data[at + 12 :])
    [table] = read_tables(path)
    assert table.cells[0].tolist() == ["1", "城北村", "张三", "13812345601"]
