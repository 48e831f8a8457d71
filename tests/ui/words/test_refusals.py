"""Refusals name grids as people do, with the end of the code, and say what to do instead."""

from __future__ import annotations

import re

import pytest

from gridmap.model.errors import Refused
from tests.ui.canvas.conftest import division
from ui.look.words import Words
from ui.words.history_lines import edit_in_words
from ui.words.messages import BOTH
from ui.words.sentences import edits, history

LONG = re.compile(r"\d{12,}")
CODES = "320582100201001, 320582100201002"
OTHERS = {
    "area_m2": 12.5, "distance": 400, "expected": "2 to 20", "value": 1, "level": "town", "kind": "x", "table": "grids",
    "file": "a.gpkg", "name": "张三", "other": "李四", "on": "2026-01-01", "count": 2,
}  # fmt: skip
TELLS_ALONE = {
    # there is nothing to do, or the sentence says by what it names
    "changes-nothing", "code-in-use", "kind-not-carved", "no-such-row", "not-a-draft", "nothing-outside",
    "too-many-parts", "no-code-left",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    """A village whose grids have names."""
    return division()


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("key", sorted(edits.SENTENCES))
def test_a_refusal_names_grids_and_no_long_codes(plan, key, language):
    values = {**OTHERS, "codes": CODES, "code": CODES.split(", ")[0], "parent": "320582100201"}
    if key in ("code-in-use", "no-code-left"):  # which are about a code
        return
    said = Words(language).of(Refused(key, **values), plan)
    assert "=" not in said  # the sentence was found and filled
    assert not LONG.search(said), said
    if "{codes}" in edits.SENTENCES[key][0]:
        assert "第一网格 …01001" in said


@pytest.mark.parametrize("key", sorted(edits.SENTENCES.keys() - TELLS_ALONE))
def test_a_refusal_says_what_to_do(key):
    chinese, english = edits.SENTENCES[key]
    assert "请" in chinese
    assert re.search(r"[:;] |^(Choose|Give|Click|Split|No|One)\b", english), english


@pytest.mark.parametrize("language", BOTH)
def test_lines_of_the_history_with_a_grid_name_it(plan, language):
    for key, (chinese, _) in history.SENTENCES.items():
        if key.startswith("change-") and "{code}" in chinese:
            values = {
                **OTHERS,
                "code": "320582100201001",
                "codes": CODES,
                "parent": "320582100201",
                "to": "320582100201",
            }
            said = edit_in_words(key.removeprefix("change-"), values, language, "internal", (), [plan])
            assert not LONG.search(said), said


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["认可问题（仅有联合党支部）：2026", "修改网格的名称、城乡（1 行）"]),
        ("en", ["Accepted a finding (Joint branch only): 2026", "Changed name, setting of grids (1 row)"]),
    ],
)
def test_rules_and_columns_are_called_by_their_names(language, told):
    accepted = {"rule": "joint-branch-only", "reason": "2026"}
    changed = {"table": "grids", "count": 1, "columns": "name, setting"}
    lines = (("accept-finding", accepted), ("set-attributes", changed))
    assert [edit_in_words(label, values, language, "internal", (), ()) for label, values in lines] == told
