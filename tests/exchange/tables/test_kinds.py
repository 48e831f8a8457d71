"""What a file is, is told by what it holds; what is no table is refused with what to do."""

from __future__ import annotations

import io
import zipfile

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from gridmap.exchange.tables import read_tables
from gridmap.model.errors import BadInput
from tests.exchange.tables.writers import Page, delimited, ods, xls, xlsx
from ui.words.messages import LANGUAGES, message_of

ROSTER = Page([["村", "姓名", "电话"], ["城北村", "张三", "13812345601"]])


def refusal(path, **options) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_tables(path, **options)
    for language in LANGUAGES:
        assert path.name in message_of(caught.value, language)
        assert not message_of(caught.value, language).startswith(f"{caught.value.key} ")
    return caught.value


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "<x/>")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(50), "file-is-archive"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "file-is-archive"),
        ("a.zip", zipped("名册.txt"), "file-is-archive"),
        ("a.mdb", b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(50), "file-is-database"),
        ("a.accdb", b"\x00\x01\x00\x00Standard ACE DB\x00" + bytes(50), "file-is-database"),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(50), "file-is-database"),
        ("a.pdf", b"%PDF-1.7 " + bytes(50), "file-is-document"),
        ("a.xlsx", b"%PDF-1.7 " + bytes(50), "file-is-document"),
        ("a.docx", zipped("word/document.xml"), "file-is-document"),
        ("a.doc", OLE + "WordDocument\0".encode("utf-16-le"), "file-is-document"),
        ("a.wps", OLE + "WordDocument\0".encode("utf-16-le"), "file-is-document"),
        ("a.rtf", b"{\\rtf1 x}", "file-is-document"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "file-is-document"),
        ("a.dat", bytes(range(256)) * 4, "file-is-no-table"),
        ("a.msg", OLE, "file-is-no-table"),
        ("a.xml", b"<?xml version='1.0'?><kml/>", "file-is-no-table"),
        ("a.csv", b"", "tables-file-empty"),
        ("b.csv", b"\xef\xbb\xbf\r\n", "tables-file-empty"),
        ("c.csv", "你好".encode(), "no-table-found"),
        ("d.csv", b"\xff\xf0\xff\x80\xff\xff,\xff\x81\xf5\n" * 20, "tables-encoding-unknown"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path, name, data, key):
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name).key == key


def test_a_file_that_is_not_there(tmp_path):
    assert refusal(tmp_path / "名册.xlsx").key == "file-not-found"


def locked(path, password="城西2023"):
    plain = xlsx(path.with_name("plain.xlsx"), ROSTER)
    with plain.open("rb") as source, path.open("wb") as out:
        OOXMLFile(source).encrypt(password, out)
    assert msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes())).is_encrypted()
    return path


def test_a_locked_workbook_asks_for_its_password_and_opens_with_it(tmp_path):
    path = locked(tmp_path / "名册.xlsx")
    assert refusal(path).key == "file-needs-password"
    assert refusal(path, password="wrong").key == "password-wrong"
    [table] = read_tables(path, password="城西2023")
    assert table.cells.tolist() == [["城北村", "张三", "13812345601"]]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["plain.xlsx", "名册.xlsx"]


def test_a_locked_old_workbook_asks_for_its_password(tmp_path):
    path = xls(tmp_path / "名册.xls", ROSTER)
    data = path.read_bytes()
    # FILEPASS behind the BOF of the workbook, in place of the record there (WINDOW and the like do not matter).
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    length = int.from_bytes(data[at + 2 : at + 4], "little")
    path.write_bytes(data[:at] + b"\x2f\x00" + length.to_bytes(2, "little") + data[at + 4 :])
    assert refusal(path).key == "file-needs-password"


def test_a_locked_document_of_another_office_is_refused(tmp_path):
    assert refusal(ods(tmp_path / "名册.ods", ROSTER, locked=True)).key == "file-locked"


def test_only_the_sheets_asked_for_are_read_hidden_ones_too(tmp_path):
    other = Page([["村", "姓名"], ["城南社区", "李四"]], "去年", hidden=True)
    path = xlsx(tmp_path / "a.xlsx", ROSTER, other)
    assert [table.sheet for table in read_tables(path, sheets=["去年"])] == ["去年"]
    error = refusal(path, sheets=["明年"])
    assert error.key == "sheet-missing" and error.values["expected"] == ["Sheet1", "去年"]


def test_progress_is_told_within_a_sheet_and_stops_the_reading(tmp_path):
    class Stop(Exception):
        pass

    head, *rows = ROSTER.rows
    long = Page([head, *rows * (45_000 // len(rows))], "甲")
    path = xlsx(tmp_path / "a.xlsx", Page(ROSTER.rows, "甲"), Page(ROSTER.rows, "乙"))
    for source, least in ((path, 4), (delimited(tmp_path / "long.csv", long), 6), (xlsx(tmp_path / "l.xlsx", long), 6)):
        told = []
        read_tables(source, progress=lambda done, of, told=told: told.append((done, of)))
        shares = [done / of for done, of in told]
        assert shares[0] == 0 and shares[-1] == 1 and shares == sorted(shares)
        assert len(set(shares)) >= least

    def stop(done, of):
        raise Stop

    for source in (path, delimited(tmp_path / "a.csv", ROSTER), ods(tmp_path / "a.ods", ROSTER)):
        with pytest.raises(Stop):
            read_tables(source, progress=stop)
