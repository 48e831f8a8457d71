"""What docs/extending.md shows works as it stands there: every example is put together and tried."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gridmap.checks import RULES
from ui.words.messages import SENTENCES, has

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def blocks(example: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", EXAMPLES[example], re.MULTILINE | re.DOTALL)


@pytest.fixture
def _as_it_was():
    """Rules and sentences as they are without the examples."""
    rules, sentences = dict(RULES), dict(SENTENCES)
    yield
    for known, before in ((RULES, rules), (SENTENCES, sentences)):
        known.clear()
        known.update(before)


@pytest.mark.usefixtures("_as_it_was")
@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_does_what_the_page_says(example, monkeypatch):
    module = ModuleType("example")
    monkeypatch.setitem(sys.modules, "example", module)
    known = vars(module)
    found = blocks(example)
    assert found[-1].startswith("# try it\n") and len(found) > 1 and "assert " in found[-1]
    for block in found:
        if re.match(r"# .*\n\{", block):  # sentences
            words = ast.literal_eval(block.partition("\n")[2])
            assert not SENTENCES.keys() & words.keys()
            assert all(has(key) is False for key in words)
            SENTENCES.update(words)
        else:
            exec(compile(block, f"docs/extending.md, {example}", "exec"), known)


def test_the_files_that_the_page_names_have_their_folders():
    places = re.findall(r"^# ((?:gridmap|layers|ui)/[\w/]+\.py)$", PAGE, re.MULTILINE)
    assert len(places) >= 6
    assert all((ROOT / place).parent.is_dir() for place in places)
