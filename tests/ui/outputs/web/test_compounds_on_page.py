"""Compounds on the web page: their outlines, what a click tells by the profile, and how the search leads there."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import shapely

from gridmap.figures.compounds import compound_rows, within
from gridmap.ground.compounds import compounds
from gridmap.model.plan import Plan
from sample_data.compounds import with_compounds
from sample_data.make import make_plan
from ui.outputs.web.web_page import write_web_page

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def town() -> Plan:
    """The sample town with a list; the first has a hostile name, an alias, and a phone where its firm stands."""
    plan = with_compounds(make_plan("town", 2020))
    table, branches = plan.tables["compounds"].copy(), plan.tables["branches"].copy()
    table.loc[1, ["name", "alias", "firm", "branch"]] = [HOSTILE, "旧名苑", "甲物业 13812345678", branches.index[0]]
    branches.loc[branches.index[0], "secretary"] = "司马大海"
    return Plan(plan.scheme, {**plan.tables, "compounds": table, "branches": branches})


def facts_of(plan: Plan, folder, **wanted) -> dict:
    write_web_page(plan, folder / "p.html", **wanted)
    text = (folder / "p.html").read_text(encoding="utf-8")
    assert HOSTILE not in text
    return json.loads(re.search(r'<script type="application/json" id="facts">(.*?)</script>', text, re.S)[1])


@pytest.mark.parametrize(
    ("privacy", "firm", "secretary"),
    [
        ("public", "甲物业 138****5678", "司马*"),
        ("briefing", "甲物业 138****5678", "司马大海"),
        ("internal", "甲物业 13812345678", "司马大海"),
    ],
)
def test_what_is_told_of_each_is_that_of_the_statistics_as_the_profile_lets_it(
    town, tmp_path, privacy, firm, secretary
):
    facts = facts_of(town, tmp_path, privacy=privacy)
    told, rows = facts["compounds"], compound_rows(town)
    assert told["title"] == rows["name"].tolist()
    residents = told["heads"].index("人口")
    assert [dict(map(tuple, row))[residents] for row in told["rows"]] == [f"{n:,}" for n in rows["residents"]]
    assert dict(map(tuple, told["rows"][0]))[told["heads"].index("物业企业")] == firm
    assert facts["branches"]["secretary"][told["branch"][0]] == secretary
    assert told["grid"] == town.positions(rows["seat"].to_numpy()).tolist()
    unlisted = int(np.flatnonzero(~rows["listed"])[0])
    assert [told["heads"].index("名册所列"), "未列入名册"] in told["rows"][unlisted]


def test_each_stands_where_it_is_with_its_outline_if_it_has_one(town, tmp_path):
    [sheet] = [sheet for sheet in facts_of(town, tmp_path)["layers"] if sheet["compounds"]]
    outlined = int((~shapely.is_missing(town.tables["compounds"].geometry.to_numpy())).sum())
    assert sheet["name"] == "小区" and sheet["clickable"] and not sheet["shown"]
    assert sorted(sheet["about"]) == list(range(len(compounds(town))))
    assert sum(text.startswith("(") for text in sheet["shapes"]) == outlined > 0
    styles = [sheet["styles"][at] for at in sheet["style"]]
    assert all(("radius" in style) == text.startswith(".") for style, text in zip(styles, sheet["shapes"], strict=True))
    [sheet] = [one for one in facts_of(town, tmp_path, theme="branches")["layers"] if one["compounds"]]
    assert sheet["shown"] is (len(compounds(town)) <= 200)


def test_a_part_has_its_own_alone(town, tmp_path):
    found = compounds(town)
    village = int(town.ids[town.ranks == 2][0])
    here = np.flatnonzero(within(town, found, [village]))
    facts = facts_of(town, tmp_path, scope=(village,))
    assert facts["compounds"]["title"] == found.name[here].tolist()
    assert 0 < len(here) < len(found)
    [sheet] = [sheet for sheet in facts["layers"] if sheet["compounds"]]
    assert sorted(sheet["about"]) == list(range(len(here)))
    [block] = [block for block in facts["legend"] if block["heading"] == "小区（个）"]
    assert sum(entry["count"] for entry in block["entries"]) == len(here)


def test_the_search_finds_them_by_pinyin_and_opens_them_at_any_width(browser, town, tmp_path):
    facts_of(town, tmp_path, theme="branches")
    name = str(compounds(town).name[1])
    for width, height in ((1366, 768), (390, 844)):
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.call("Emulation.setDeviceMetricsOverride", **size)
        browser.open(tmp_path / "p.html")
        browser.settle()
        sounds = "GridMapPage.facts.compounds.sounds[1].split(' ').map(part => part[0]).join('')"
        assert name in browser.value(
            f"GridMapPage.find({sounds}).filter(hit => hit.compound >= 0).map(hit => hit.title)"
        )
        assert browser.value("GridMapPage.find('旧名苑').map(hit => hit.title)") == [HOSTILE]
        browser.value("GridMapPage.showCompound(0)")
        browser.settle()
        popup = "GridMapPage.map._popup.getElement()"
        assert browser.value(f"{popup}.querySelector('h3').textContent") == HOSTILE
        said = browser.value(f"{popup}.innerText")
        assert "甲物业 138****5678" in said and "司马大海" in said and "旧名苑" in said
        box = browser.value(f"{popup}.getBoundingClientRect().toJSON()")
        assert box["left"] >= 0 and box["right"] <= width and box["top"] >= 0
        assert browser.value("document.documentElement.scrollWidth") == width
        assert browser.requests() == [(tmp_path / "p.html").as_uri()] and browser.complaints() == []
    browser.call("Emulation.setDeviceMetricsOverride", width=1366, height=768, deviceScaleFactor=1, mobile=False)
