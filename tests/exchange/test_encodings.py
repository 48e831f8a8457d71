"""The encoding of a shapefile's texts is what fits them, whatever the file says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridmap.exchange.encodings import decoded, encoding_named, guess_encoding, shapefile_encoding
from gridmap.model.errors import BadInput


def dbf(texts: list[bytes], driver: int = 0, width: int = 20) -> bytes:
    """A table with one column of texts, as dBASE III writes it."""
    header = bytearray(32)
    header[0] = 3
    header[4:8] = len(texts).to_bytes(4, "little")
    header[8:10] = (32 + 32 + 1).to_bytes(2, "little")
    header[10:12] = (width + 1).to_bytes(2, "little")
    header[29] = driver
    field = bytearray(32)
    field[:4] = b"NAME"
    field[11] = ord("C")
    field[16] = width
    return bytes(header) + bytes(field) + b"\r" + b"".join(b" " + text[:width].ljust(width) for text in texts) + b"\x1a"


def encoding_of(tmp_path: Path, texts: list[bytes], driver: int = 0, cpg: str | None = None, width: int = 20):
    table, side = tmp_path / "a.dbf", tmp_path / "a.cpg"
    table.write_bytes(dbf(texts, driver, width))
    if cpg is not None:
        side.write_text(cpg)
    return shapefile_encoding(table, side if cpg is not None else None)


NAMES = ["东门社区", "西街村", "百家桥"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_with_nothing_said_the_texts_decide(tmp_path, encoding):
    found = encoding_of(tmp_path, [name.encode(encoding) for name in NAMES])
    assert found.name == {"gbk": "gb18030", "utf-8": "utf-8"}[encoding] and found.said == ""


@pytest.mark.parametrize(
    ("encoding", "cpg", "driver"),
    [("gbk", "UTF-8", 0), ("utf-8", "GBK", 0x4D), ("gbk", "ISO-8859-1", 0x57), ("gbk", "", 0x03)],
)
def test_what_is_said_wrongly_is_not_believed(tmp_path, encoding, cpg, driver):
    found = encoding_of(tmp_path, [name.encode(encoding) for name in NAMES], driver, cpg or None)
    assert found.name == {"gbk": "gb18030", "utf-8": "utf-8"}[encoding] and found.said


def test_what_is_said_rightly_is_believed(tmp_path):
    assert encoding_of(tmp_path, [n.encode("big5") for n in ("東門", "網格")], cpg="BIG5").name == "big5"
    assert encoding_of(tmp_path, ["网格".encode("gbk")], cpg="936").name == "gb18030"
    spanish = [name.encode("cp1252") for name in ("Añora", "Peñarroya", "León")]
    found = encoding_of(tmp_path, spanish, driver=0x03)
    assert (found.name, found.said) == ("cp1252", "")
    assert encoding_of(tmp_path, spanish, cpg="ISO-8859-1").name == "iso8859-1"


@pytest.mark.parametrize("name", ["联通", "瑞昌"])
def test_short_words_in_gbk_that_are_valid_utf8_are_told(name):
    assert min(name.encode("gbk")) >= 0x80, "no letter of ASCII helps to tell"
    assert guess_encoding([name.encode("gbk")]) == "gb18030"


def test_accented_latin_in_utf8_stays_what_it_is():
    assert guess_encoding(["Añora".encode(), "Peñarroya".encode()]) == "utf-8"


def test_a_character_cut_in_half_at_the_end_of_a_field_is_no_fault(tmp_path):
    #  a field of 9 bytes: four characters of GBK and half of the fifth
    found = encoding_of(tmp_path, ["百家桥社区".encode("gbk")], width=9)
    assert found.name == "gb18030"
    assert decoded("百家桥社区".encode("gbk")[:9], "gb18030") == ("百家桥社", True)
    assert decoded("百家桥社区".encode()[:13], "utf-8") == ("百家桥社", True)
    assert decoded("百家".encode("gbk"), "gb18030") == ("百家", False)


def test_texts_in_nothing_known_are_refused(tmp_path):
    with pytest.raises(BadInput, match="encoding-unknown"):
        encoding_of(tmp_path, [b"\xff\xff\xff\xfe\xff"])


def test_plain_ascii_is_fine(tmp_path):
    assert encoding_of(tmp_path, [b"A1", b"B2"]).name == "utf-8"


@pytest.mark.parametrize("size", [0, 1, 31, 40, 65, 70])
def test_a_broken_table_does_not_stop_the_search(tmp_path, size):
    table = tmp_path / "a.dbf"
    table.write_bytes(dbf([name.encode("gbk") for name in NAMES])[:size])
    assert shapefile_encoding(table).name == "utf-8"


@pytest.mark.parametrize(
    ("text", "name"),
    [("GBK", "gb18030"), ("936", "gb18030"), ("ANSI 936", "gb18030"), ("cp936", "gb18030"), ("UTF-8", "utf-8"),
     ("utf8", "utf-8"), ("65001", "utf-8"), ("GB2312", "gb18030"), ("Windows-1252", "cp1252"), ("big5", "big5")],
)  # fmt: skip
def test_an_encoding_is_understood_as_people_write_it(text, name):
    assert encoding_named(text) == name


@pytest.mark.parametrize("text", ["", "GBQ", "汉字", "cp99999"])
def test_an_encoding_that_nobody_knows_is_refused(text):
    with pytest.raises(BadInput, match="encoding-name-unknown"):
        encoding_named(text)
