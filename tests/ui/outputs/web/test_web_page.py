"""The web page: it opens with the network cut, asks for nothing, and a click shows the grid that lies there."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pyproj
import pytest
import shapely

from gridmap.figures.statistics import breakdown
from gridmap.ground.placement import households_by_grid
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from gridmap.search.index import FUZZY, SearchIndex
from sample_data.make import make_plan
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
    for names in ("grids", "workers", "branches"):
        assert {plain_text(name) for name in NAMES} & set(browser.value(f"GridMapPage.facts.{names}.title"))
    assert {plain_text(name) for name in NAMES} <= set(browser.value("GridMapPage.facts.grids.title"))
    searched(browser, NAMES[0])
    assert browser.value("document.querySelectorAll('#hits img, #hits b b, #hits i').length") == 0
    assert browser.complaints() == []


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
    block = "[...document.querySelectorAll('.legend section')].find(s => s.textContent.includes('Gap'))"
    assert browser.value(f"{block}.hidden") is True
    browser.value(
        "[...document.querySelectorAll('.leaflet-control-layers label')]"
        ".find(l => l.textContent.includes('Findings')).querySelector('input').click()"
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
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    facts, _ = json.JSONDecoder().raw_decode(page, page.index('{"words":'))
    written = json.dumps([facts["workers"], facts["grids"]["people"]], ensure_ascii=False)
    assert shown in written and hidden not in written
    sounds = facts["workers"]["sounds"]  # pinyin of the name as it is shown tells no more than that does
    assert sounds[0] == ("zhang" if privacy == "public" else "zhang san")


def test_a_scope_leaves_the_others_out(plan, tmp_path):
    write_web_page(plan, tmp_path / "page.html", scope="320582100202")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "320582100202002" in text and WEST not in text


# ---- both widths -----------------------------------------------------------------------------------------------------

SIZES = [(1366, 768), (390, 844)]


@pytest.fixture(params=SIZES, ids=["office", "telephone"])
def sized(request, browser):
    """The browser as wide as an office's screen, and as a telephone."""
    width, height = request.param
    override = {"deviceScaleFactor": 1, "mobile": width < 500}
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height, **override)
    yield browser
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=SIZES[0][0], height=SIZES[0][1], deviceScaleFactor=1, mobile=False
    )


def box_of(browser, what: str) -> dict[str, float]:
    return browser.value(f"document.querySelector('{what}').getBoundingClientRect().toJSON()")


def test_the_page_fits_and_asks_for_nothing_at_any_width(sized, page):
    sized.open(page)
    sized.settle()
    width, height = sized.value("[innerWidth, innerHeight]")
    assert sized.requests() == [page.as_uri()] and sized.complaints() == []
    assert sized.value("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]
    seen, beside = box_of(sized, ".folium-map"), box_of(sized, "aside")
    assert seen["right"] <= beside["left"] or seen["bottom"] <= beside["top"]  # no box lies over the map
    (south, west), (north, east) = sized.value("GridMapPage.facts.bounds")
    left, top, right, bottom = sized.value(
        f"""(() => {{ const map = GridMapPage.map, a = map.latLngToContainerPoint([{north}, {west}]),
        b = map.latLngToContainerPoint([{south}, {east}]); return [a.x, a.y, b.x, b.y]; }})()"""
    )
    assert left >= 0 and top >= 0 and right <= seen["width"] and bottom <= seen["height"]
    assert max((right - left) / seen["width"], (bottom - top) / seen["height"]) > 0.75  # and fills its narrow side
    folded = sized.value("[...document.querySelectorAll('aside details')].map(box => !box.open)")
    assert folded == ([True, True, True] if width < 700 else [True, False, False])


def test_a_box_that_is_opened_on_a_telephone_leaves_the_map_its_middle(sized, page):
    sized.open(page)
    sized.settle()
    before = sized.value("GridMapPage.map.getCenter()")
    sized.value("document.querySelectorAll('aside details').forEach(box => box.open = true)")
    sized.settle()
    after, seen = sized.value("GridMapPage.map.getCenter()"), box_of(sized, ".folium-map")
    assert seen["height"] > 150 and sized.value("GridMapPage.map.getSize().y") == round(seen["height"])
    assert (after["lat"], after["lng"]) == pytest.approx((before["lat"], before["lng"]), abs=1e-4)


def test_a_click_opens_the_right_grid_clear_of_the_buttons_and_inside_the_map(sized, page, plan):
    sized.open(page)
    sized.settle()
    for x, name in ((150, "第一网格"), (450, "第二网格"), (900, "第三网格")):
        assert name in click_at(sized, *place(plan, x, 100))
        sized.value("new Promise(done => setTimeout(done, 400))")  # a box slides into view
        popup, seen = box_of(sized, ".leaflet-popup"), box_of(sized, ".folium-map")
        assert popup["left"] >= seen["left"] + 44 and popup["right"] <= seen["right"]
        assert popup["top"] >= seen["top"]


# ---- search ----------------------------------------------------------------------------------------------------------


def searched(browser, text: str) -> list[str]:
    """Type into the search and return the titles that are listed."""
    browser.value("document.querySelector('.search input').focus()")
    browser.value("document.querySelector('.search input').value = ''")
    browser.call("Input.insertText", text=text)
    return browser.value("[...document.querySelectorAll('#hits li b')].map(line => line.textContent)")


def press(browser, key: str) -> None:
    code = {"Enter": 13, "ArrowDown": 40, "Escape": 27}[key]
    for kind in ("keyDown", "keyUp"):
        extra = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
        browser.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **extra)
    browser.settle()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("第一网格", "第一网格"),
        ("diyiwangge", "第一网格"),
        ("dywg", "第一网格"),
        ("cjc", "长江村"),
        ("changj", "长江村"),
        ("320582100202003", "怪类型"),
        ("zhangs", "张三"),
        ("5678", "张三"),
        ("zs changjiang", "张三"),
        ("lhzb", "联合支部"),
    ],
)
def test_search_finds_by_name_pinyin_initials_and_code(browser, page, typed, first):
    browser.open(page)
    assert searched(browser, typed)[0] == first
    assert browser.complaints() == []


def test_what_is_hidden_is_not_found(browser, plan, tmp_path):
    write_web_page(plan, tmp_path / "page.html", privacy="public", language="en")
    browser.open(tmp_path / "page.html")
    assert searched(browser, "张三") == searched(browser, "zhangsan") == searched(browser, "5678") == []
    assert browser.value("document.querySelector('#hits').textContent") == "Nothing found"
    assert searched(browser, "zhang") == ["张*"]


def test_what_is_chosen_opens_and_the_map_goes_there(sized, page):
    sized.open(page)
    sized.settle()
    listed = searched(sized, "wangge")
    press(sized, "ArrowDown")
    chosen = sized.value("document.querySelector('#hits [aria-selected=true] b').textContent")
    press(sized, "Enter")
    opened = "GridMapPage.map._popup.getElement().querySelector('h3').textContent"
    assert sized.value(opened) == chosen == listed[1] == "第一网格"
    assert sized.value("GridMapPage.map.getBounds().contains(GridMapPage.lit[0].getBounds())") is True
    assert box_of(sized, "#hits")["height"] == 0
    searched(sized, "x-1")  # it has no shape, so the map goes to the village above
    press(sized, "Enter")
    assert sized.value(opened) == "x-1"
    assert "no shape" in sized.value("GridMapPage.map._popup.getElement().innerText")
    assert sized.complaints() == []


@pytest.mark.parametrize("typed", ["ssd", "shuangshan", "xc", "小区", "32058210", "wang", "zhang", "zh shuangshan"])
def test_search_agrees_with_the_window(browser, town, typed):
    plan, file = town
    browser.open(file)
    index = SearchIndex.of(plan)
    for kind, order in (("grid", "order < 10"), ("worker", "order === 10")):
        hits = [hit for hit in index.find(typed, 10_000, kinds=[kind]) if hit.grids and hit.score > FUZZY]
        found = browser.value(f"GridMapPage.find({typed!r}).filter(hit => hit.{order}).map(hit => hit.title)")
        assert sorted(found) == sorted(hit.title for hit in hits), kind
        assert found[:1] == [hit.title for hit in hits[:1]] or kind == "worker"


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> tuple[Plan, Path]:
    """The sample town and its page."""
    plan, file = make_plan("town", 2020), tmp_path_factory.mktemp("town") / "town.html"
    write_web_page(plan, file, language="zh")
    return plan, file


# ---- figures, chain, paper -------------------------------------------------------------------------------------------


def test_the_table_says_what_the_statistics_say_and_leads_to_the_grids(browser, page, plan):
    browser.open(page)
    browser.settle()
    said = browser.value(
        "[...document.querySelectorAll('.figures tbody tr')].map(line => [...line.cells].map(cell => cell.textContent))"
    )
    parts = breakdown(plan, "town")
    row = parts.rows.iloc[0]
    assert said[0] == ["杨舍镇", str(row["must_staff"]), str(row["staffed"]), f"{100 * row['staffed_share']:.1f}%"]
    total = browser.value("[...document.querySelectorAll('.figures tfoot tr *')].map(cell => cell.textContent)")
    whole = parts.whole.iloc[0]
    assert total[1:3] == [str(whole["must_staff"]), str(whole["staffed"])]
    browser.value("document.querySelector('.figures tbody button').click()")
    browser.settle()
    assert browser.value("document.querySelector('.leaflet-popup h3').textContent") == "杨舍镇"


def test_the_theme_of_branches_draws_their_chain_and_a_click_tells_it(browser, plan, tmp_path):
    table = plan.tables["branches"].assign(parent=[0, 1, 1], secretary=["赵大", "钱二", ""])
    write_web_page(
        Plan(plan.scheme, {**plan.tables, "branches": table}), tmp_path / "p.html", theme="branches", privacy="public"
    )
    browser.open(tmp_path / "p.html")
    browser.settle()
    chain = "GridMapPage.facts.layers.findIndex(layer => layer.name === '党组织隶属关系')"
    assert browser.value(f"GridMapPage.facts.layers[{chain}].shapes.map(text => text[0]).join('')") == "//."
    said = click_at(browser, *place(plan, 150, 200)).replace("\n", " ")
    assert re.search(r"长江村党委 书记 +赵\* 第一支部 书记 +钱\*", said) and "赵大" not in said


def test_on_paper_the_map_stands_on_one_sheet_and_legend_and_figures_on_the_next(sized, page, tmp_path):
    sized.open(page)
    sized.settle()
    answer = sized.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    (tmp_path / "p.pdf").write_bytes(base64.b64decode(answer["data"]))
    first, second = pypdf.PdfReader(tmp_path / "p.pdf").pages
    assert [round(float(side)) for side in first.mediabox[2:]] == [842, 595]
    assert "synthetic boundaries" in first.extract_text()
    told = second.extract_text()
    assert "Full-time worker" in told and "杨舍镇" in told and "Findings" not in told
    assert ink_of(first) >= 5  # the map is painted, not blank


def ink_of(page: pypdf.PageObject) -> int:
    """Return how many areas with a hole rule (as Leaflet fills its shapes) a page paints."""
    drawn = page.get_contents()
    return 0 if drawn is None else len(re.findall(rb"\bf\*", drawn.get_data()))


def test_the_same_plan_gives_the_same_page(plan, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.outputs.web.web_page.made_today", lambda _: "Made on 2026-06-15")  # midnight may pass
    for name in ("once.html", "again.html"):
        write_web_page(plan, tmp_path / name, theme="staffing", language="en", on=dt.date(2026, 6, 15))
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "once.html").read_bytes()


def test_the_command_line_writes_the_page(plan, tmp_path):
    from click.testing import CliRunner

    from gridmap.project.project import Project
    from ui.program import command_line

    Project.create(tmp_path / "p.gpkg", plan).close()
    out = tmp_path / "map.html"
    result = CliRunner().invoke(command_line, ["export", str(tmp_path / "p.gpkg"), "-o", str(out), "--theme", "gaps"])
    assert result.exit_code == 0, result.output
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_page_of_the_sample_town_says_of_each_grid_what_the_plan_says(browser, town):
    plan, file = town
    browser.open(file)
    browser.settle()
    lowest = np.flatnonzero((plan.ranks == plan.ranks.max()) & plan.has_shape)
    lowest = lowest[:: len(lowest) // 8]
    households = households_by_grid(plan)
    to_degrees = pyproj.Transformer.from_crs(plan.crs, "EPSG:4326", always_xy=True)
    for at, point in zip(lowest, shapely.point_on_surface(plan.all_shapes[lowest]), strict=True):
        shown = click_at(browser, *to_degrees.transform(point.x, point.y))
        assert plan.grids["code"].iloc[at] in shown
        assert re.search(rf"户数\s+{int(households[at]):,}\b", shown)
    assert browser.requests() == [file.as_uri()] and browser.complaints() == []
