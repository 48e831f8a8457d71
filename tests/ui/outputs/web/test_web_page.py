"""The web page: it opens with the network cut, asks for nothing, and a click shows the grid that lies there."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from tests.hostile_text import HOSTILE, UNPRINTABLE, plan_with_names
from ui.outputs.web.web_page import write_web_page

NAMES = (*HOSTILE, *UNPRINTABLE)
WEST, EAST = "320582100201001", "320582100201002"


@pytest.fixture(scope="module")
def plan(faulty_plan: Plan) -> Plan:
    """Return the village with faults, its people with phones and a name that a browser could take for markup."""
    workers = pd.DataFrame(
        {
            "staff_number": ["W001", "W002"],
            "name": ["张三", "<img src=x onerror=alert(1)>"],
            "phone": ["11112345678", "11187654321"],
        },
        index=[1, 2],
    )
    return Plan(faulty_plan.scheme, {**faulty_plan.tables, "workers": workers})


@pytest.fixture(scope="module")
def page(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("web") / "page.html"
    write_web_page(plan, file, theme="staffing", language="en")
    return file


class Links(HTMLParser):
    """Gathers what a page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "data", "action")]


def test_the_page_refers_to_nothing_outside_itself(page):
    text = page.read_text(encoding="utf-8")
    links = Links()
    links.feed(text)
    assert links.found == ["data:,"]
    styles = "".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
    assert {url[:5] for url in re.findall(r"url\(([^)]*)\)", styles)} <= {"data:", "#defa"}
    assert "@import" not in styles and "sourceMappingURL" not in text


def test_the_page_opens_with_the_network_cut_and_nothing_is_asked_for(browser, page):
    browser.open(page)
    browser.settle()
    assert browser.requests() == [page.as_uri()]
    assert browser.complaints() == []
    assert browser.value("document.querySelectorAll('canvas.leaflet-zoom-animated').length") == 1
    assert browser.value("document.querySelector('footer').innerText").startswith("synthetic boundaries")
    assert "测试村" in browser.value("document.querySelector('h1').innerText")


def click_at(browser, longitude: float, latitude: float) -> str:
    """Click at a place and return what opens."""
    x, y = browser.value(
        f"""(() => {{ const map = GridMapPage.map, box = map.getContainer().getBoundingClientRect();
        map.stop().closePopup().setView([{latitude}, {longitude}], map.getZoom(), {{ animate: false }});
        document.querySelectorAll('.leaflet-popup').forEach(fading => fading.remove());
        const at = map.latLngToContainerPoint([{latitude}, {longitude}]);
        return [box.left + at.x, box.top + at.y]; }})()"""
    )
    browser.click(x, y)
    return browser.value("(open => open && open.isOpen() ? open.getElement().innerText : '')(GridMapPage.map._popup)")


def place(plan: Plan, x: float, y: float) -> tuple[float, float]:
    import pyproj

    return pyproj.Transformer.from_crs(plan.crs, "EPSG:4326", always_xy=True).transform(500_000 + x, 3_500_000 + y)


def test_a_click_shows_the_grid_that_lies_there_and_who_answers_for_it(browser, page, plan):
    browser.open(page)
    browser.settle()
    west = click_at(browser, *place(plan, 150, 200))
    assert WEST in west and "第一网格" in west and "第一支部" in west
    assert "张三" in west and "111****5678" in west and "12345678" not in west
    assert re.search(r"Households\s+12\b", west)  # the 5 on the ground that it shares count in the smaller grid
    assert "第三网格" in click_at(browser, *place(plan, 900, 100))
    assert click_at(browser, *place(plan, 850, 330)) == ""  # the gap belongs to nobody
    assert browser.complaints() == [] and browser.requests() == [page.as_uri()]


def test_a_name_is_text_and_never_markup(browser, page, plan):
    browser.open(page)
    browser.settle()
    assert "<img src=x" in click_at(browser, *place(plan, 500, 200))
    assert browser.value("document.querySelectorAll('.leaflet-popup-content img').length") == 0
    assert browser.complaints() == []


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page on which everything that can have a name has a hostile one."""
    file = tmp_path_factory.mktemp("hostile") / "page.html"
    hostile = plan_with_names(NAMES)
    levels = hostile.scheme.text.replace('zh = "镇级网格"', 'zh = "<img src=x onerror=alert(1)>{{7*191}}"')
    write_web_page(Plan(parse_scheme(levels), hostile.tables), file, theme="gaps", privacy="internal", title=NAMES[4])
    return file


def test_hostile_names_are_seen_as_text_and_nothing_of_them_runs(browser, hostile_page):
    browser.open(hostile_page)
    browser.settle()
    assert browser.complaints() == [] and browser.requests() == [hostile_page.as_uri()]
    assert browser.value("document.title") == NAMES[4] == browser.value("document.querySelector('h1').textContent")
    assert browser.value("document.querySelectorAll('img, iframe, object, b b, i').length") == 0
    switch = browser.value("document.querySelector('.leaflet-control-layers').textContent")
    assert "<img src=x onerror=alert(1)>{{7*191}}" in switch
    longitude, latitude = pyproj.Transformer.from_crs("EPSG:4549", "EPSG:4326", always_xy=True).transform(
        500_050, 3_500_050
    )
    assert NAMES[0] in click_at(browser, longitude, latitude)
    titles = browser.value(
        "JSON.parse(document.getElementById('facts').textContent).layers"
        ".flatMap(layer => layer.shapes.features.map(feature => feature.properties.title))"
    )
    assert {plain_text(name) for name in NAMES} <= set(titles)


def test_the_page_forbids_what_is_not_its_own(browser, hostile_page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', hostile_page.read_text(encoding="utf-8"))
    assert (
        policy is not None and "unsafe" not in policy[1] and policy[1].startswith("default-src 'none'; script-src 'sha")
    )
    browser.open(hostile_page)
    ran = browser.value(
        """(() => { const inline = document.createElement('script'); inline.textContent = 'window.ran = 1';
        document.body.append(inline);
        document.body.insertAdjacentHTML('beforeend', '<p id=p onclick="window.ran = 1">');
        document.getElementById('p').click(); return window.ran === undefined; })()"""
    )
    assert ran is True


@pytest.mark.parametrize("file", ["calc.geojson", "rce2.geojson"])
def test_a_name_that_is_a_template_comes_out_of_import_and_export_as_it_went_in(tmp_path, monkeypatch, file):
    from click.testing import CliRunner

    from ui.program import command_line

    monkeypatch.chdir(tmp_path)
    source = Path(__file__).parents[3] / "data" / "faults" / "names" / file
    name = json.loads(source.read_text(encoding="utf-8"))["features"][0]["properties"]["name"]
    for words in (["import", "p.gpkg", str(source), "--level", "comprehensive"], ["export", "p.gpkg", "-o", "p.html"]):
        result = CliRunner().invoke(command_line, words, env={"GRIDMAP_LANG": "en"})
        assert result.exit_code == 0, result.output
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert json.dumps(name) in page and "1337" not in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.gpkg", "p.html"]


def test_findings_are_switched_on_and_say_what_is_wrong(browser, page, plan):
    browser.open(page)
    browser.settle()
    block = "[...document.querySelectorAll('.legend section')].find(s => s.innerText.includes('Gap'))"
    assert browser.value(f"{block}.hidden") is True
    browser.value(
        "[...document.querySelectorAll('.leaflet-control-layers label')]"
        ".find(l => l.innerText.includes('Findings')).querySelector('input').click()"
    )
    browser.settle()
    assert browser.value(f"{block}.hidden") is False
    assert "100,000" in click_at(browser, *place(plan, 850, 330))
    assert browser.complaints() == []


@pytest.mark.parametrize(
    ("privacy", "shown", "hidden"),
    [("public", "张*", "张三"), ("briefing", "111****5678", "11112345678"), ("internal", "11112345678", "111****5678")],
)
def test_people_are_shown_as_far_as_the_profile_lets_them(plan, tmp_path, privacy, shown, hidden):
    write_web_page(plan, tmp_path / "page.html", privacy=privacy)
    written = "".join(re.findall(r'"rows":.*', (tmp_path / "page.html").read_text(encoding="utf-8")))
    written = written.encode("ascii", "backslashreplace").decode("unicode_escape") if "\\u" in written else written
    assert shown in written and hidden not in written


def test_a_scope_leaves_the_others_out(plan, tmp_path):
    write_web_page(plan, tmp_path / "page.html", scope="320582100202")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "320582100202002" in text and WEST not in text


def test_the_same_plan_gives_the_same_page(plan, page, tmp_path):
    write_web_page(plan, tmp_path / "again.html", theme="staffing", language="en")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_the_command_line_writes_the_page(plan, tmp_path):
    from click.testing import CliRunner

    from gridmap.project.project import Project
    from ui.program import command_line

    Project.create(tmp_path / "p.gpkg", plan).close()
    out = tmp_path / "map.html"
    result = CliRunner().invoke(command_line, ["export", str(tmp_path / "p.gpkg"), "-o", str(out), "--theme", "gaps"])
    assert result.exit_code == 0, result.output
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_page_of_the_sample_town_says_of_each_grid_what_the_plan_says(browser, tmp_path):
    from gridmap.ground.placement import households_by_grid
    from sample_data.make import make_plan

    plan = make_plan("town", 2020)
    write_web_page(plan, tmp_path / "town.html", language="zh")
    browser.open(tmp_path / "town.html")
    browser.settle()
    lowest = np.flatnonzero((plan.ranks == plan.ranks.max()) & plan.has_shape)
    lowest = lowest[:: len(lowest) // 8]
    households = households_by_grid(plan)
    to_degrees = pyproj.Transformer.from_crs(plan.crs, "EPSG:4326", always_xy=True)
    for at, point in zip(lowest, shapely.point_on_surface(plan.all_shapes[lowest]), strict=True):
        shown = click_at(browser, *to_degrees.transform(point.x, point.y))
        assert plan.grids["code"].iloc[at] in shown
        assert re.search(rf"户数\s+{int(households[at]):,}\b", shown)
    assert browser.requests() == [(tmp_path / "town.html").as_uri()] and browser.complaints() == []
