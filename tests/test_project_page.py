"""docs/project-file.md names every table and the version of the file; Chinese pages have what English ones have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gridmap.model.tables import TABLES
from gridmap.storage.layout import JOURNAL, META, SCHEMA_VERSION

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", ["project-file.md", "project-file.zh-CN.md"])
def test_the_page_names_every_table_and_the_version_of_the_file(name):
    page = (DOCS / name).read_text(encoding="utf-8")
    assert not [table for table in (*TABLES, META, JOURNAL) if f"`{table}`" not in page]
    assert re.findall(r"`schema_version` (?:is|为) (\d+)", page) == [str(SCHEMA_VERSION)]
    for table in ("grids", "compounds"):
        plain = {"code", "name", "note"}
        assert not [
            each.name for each in TABLES[table].columns if each.name not in plain and f"`{each.name}`" not in page
        ]


@pytest.mark.parametrize("name", ["mending", "privacy", "project-file", "scheme"])
def test_a_chinese_page_has_the_parts_and_the_rows_of_tables_that_the_english_one_has(name):
    pages = [(DOCS / f"{name}{ending}.md").read_text(encoding="utf-8") for ending in ("", ".zh-CN")]
    headings, rows = ([len(re.findall(start, page, re.M)) for page in pages] for start in (r"^##+ ", r"^\|"))
    assert headings[0] == headings[1] and rows[0] == rows[1]
