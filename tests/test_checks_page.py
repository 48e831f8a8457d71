"""docs/checks.md says of every rule what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from gridmap.checks import RULES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("checks_page", ROOT / "tools" / "checks_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(tool):
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run: python tools/checks_page.py"
    assert tool.PAGE_ZH.read_text(encoding="utf-8") == tool.page_zh(), "run: python tools/checks_page.py"
    assert tool.main(["--check"]) == 0


def test_every_rule_has_its_section_with_its_limits(tool):
    page = tool.page()
    for key, rule in RULES.items():
        assert page.count(f'<a id="{key}">') == 1
        section = page.split(f'<a id="{key}">')[1].split("###")[0]
        assert f"`{key}`, {rule.severity}." in section and rule.source in section
        assert all(f"`{limit}`" in section for limit in rule.limits)


def test_the_chinese_page_says_what_every_rule_means_and_from_which_number_on(tool):
    page = tool.page_zh()
    for key, rule in RULES.items():
        section = page.split(f'<a id="{key}">')[1].split("###")[0]
        severity, meaning = tool.text(f"severity-{rule.severity}", "zh"), tool.text(f"meaning-{key}", "zh")
        assert f"`{key}`，{severity}。{meaning}" in section
        assert all(f"限值 `{limit}`：" in section for limit in rule.limits)
    assert "限值 `branch_members_max`：50 人" in page.split('<a id="too-many-members">')[1].split("###")[0]
    assert "第 4、5 条" in page.split('<a id="too-few-members">')[1].split("###")[0]
    assert not re.findall(r"\bart\.|Setting|Find |Tell ", page)


def test_a_page_out_of_date_is_noticed_and_written_anew(tool, tmp_path, monkeypatch):
    page, page_zh = tmp_path / "checks.md", tmp_path / "checks.zh-CN.md"
    page.write_text("old", encoding="utf-8")
    page_zh.write_text(tool.page_zh(), encoding="utf-8")
    monkeypatch.setattr(tool, "PAGE", page)
    monkeypatch.setattr(tool, "PAGE_ZH", page_zh)
    assert tool.main(["--check"]) == 1
    assert tool.main([]) == 0 and page.read_text(encoding="utf-8") == tool.page()
    page_zh.write_text("旧", encoding="utf-8")
    assert tool.main(["--check"]) == 1
