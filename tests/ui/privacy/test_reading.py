"""What looks for people in outputs finds them, however they are packed and written."""

from __future__ import annotations

import base64
import io
import json
import sqlite3
import zipfile
import zlib
from urllib.parse import quote

import pytest

from tests.ui.privacy.reading import said_in

NAME, PHONE = "欧阳铁柱", "13911112222"


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.xml", content)
    return out.getvalue()


def in_a_database(text: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (c)")
    connection.execute("INSERT INTO t VALUES (?)", ("x" * 4000 + text + "x" * 9000,))
    connection.commit()
    return connection.serialize()


def in_a_freed_page(text: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA secure_delete = off")
    connection.execute("CREATE TABLE t (c)")
    connection.execute("INSERT INTO t VALUES (?)", (text,))
    connection.execute("DROP TABLE t")
    connection.commit()
    return connection.serialize()


WRITTEN = {
    "utf-8": lambda text: text.encode(),
    "gbk": lambda text: text.encode("gbk"),
    "utf-16": lambda text: b"x" + text.encode("utf-16-le"),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "xml": lambda text: "".join(f"&#x{ord(letter):x};" for letter in text).encode(),
    "address": lambda text: quote(text).encode(),
    "zip": lambda text: zipped(text.encode()),
    "zip in zip": lambda text: zipped(zipped(text.encode())),
    "database": in_a_database,
    "freed page": in_a_freed_page,
    "png": lambda text: b"\x89PNG....zTXtAuthor\0\0" + zlib.compress(text.encode()),
    "embedded": lambda text: b"data:x;base64," + base64.b64encode(zipped(text.encode())),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_person_is_found(written):
    assert said_in(written(f"一{NAME}二{PHONE}三"), [NAME, PHONE, "诸葛明亮"]) == {NAME, PHONE}


@pytest.mark.parametrize("phone", ["139 1111 2222", "139-1111-2222", "(139) 1111 2222"])
def test_a_phone_is_found_with_what_people_write_between(phone):
    assert said_in(phone.encode(), [PHONE]) == {PHONE}


def test_a_masked_person_is_not_found():
    assert said_in("欧阳* 139****2222 ******13".encode(), [NAME, PHONE, "SN-48213"]) == set()
