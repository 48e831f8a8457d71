"""The web page draws how indicators went: points where the values are, words that stay words."""

from __future__ import annotations

import datetime as dt

import pytest

from gridmap.figures.courses import YEAR, Course
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from sample_data.make import make_plan
from ui.outputs.web.web_page import write_web_page
from ui.words.courses import courses_for_page

ON = dt.date(2026, 6, 15)
HOSTILE = "</script><img src=x onerror=alert(1)>{{ 7*7 }}"

_DRAWN = """[...document.querySelectorAll('.indicator')].map(part => ({
  name: part.querySelector('h3').textContent,
  said: part.querySelector('p').textContent,
  dots: [...part.querySelectorAll('circle')].map(dot => [+dot.getAttribute('cx'), +dot.getAttribute('cy')]),
  target: part.querySelector('.target') ? +part.querySelector('.target').getAttribute('y1') : null,
  numbers: [...part.querySelectorAll('.number')].map(one => one.textContent),
  inside: [...part.querySelectorAll('text')].every(one => {
    const box = one.getBoundingClientRect(), all = part.getBoundingClientRect();
    return box.left >= all.left - 1 && box.right <= all.right + 1; }) }))"""


@pytest.fixture(scope="module")
def drawn(browser, tmp_path_factory):
    """What a browser draws of the town: half of the councils came in the last hundred days; an indicator is hostile."""
    plan = make_plan("town", 2020)
    asked = plan.scheme.indicator("council").name.zh
    scheme = parse_scheme(plan.scheme.text.replace(f'"{asked}"', f'"{HOSTILE}"'))
    table = plan.tables["facilities"].copy()
    rows = table.index[table["kind"] == "council"]
    table.loc[rows[::2], "from_date"] = (ON - dt.timedelta(days=100)).isoformat()
    page = tmp_path_factory.mktemp("web") / "p.html"
    write_web_page(Plan(scheme, {**plan.tables, "facilities": table}), page, on=ON)
    assert HOSTILE not in page.read_text(encoding="utf-8")
    browser.open(page)
    assert [url for url in browser.requests() if not url.startswith(("file:", "data:"))] == []
    browser.value("document.querySelectorAll('details').forEach(box => { box.open = true; })")
    return browser.value(_DRAWN), len(rows)


def test_the_line_goes_through_the_values_and_the_target_lies_where_it_is(drawn):
    found, councils = drawn
    [council] = [one for one in found if one["name"] == HOSTILE]
    before = (councils // 2) / councils
    assert council["numbers"] == [f"{100 * before:.1f}%", "100.0%"]
    (x0, y0), *_, (x1, y1) = council["dots"]
    assert x0 < x1 and y1 == council["target"] < y0
    assert len({y for _, y in council["dots"][:3]}) == 1  # nothing changed until a hundred days before
    assert "目标 100.0%" in council["said"] and all(one["inside"] for one in found)


def test_a_course_that_cannot_be_drawn_is_words():
    plan = make_plan("town", 2020)
    asked = plan.scheme.indicator("council")
    [told] = courses_for_page([Course(asked, (ON - YEAR, ON), (float("nan"), 1.0))], "en")
    assert told["points"] == [] and told["said"].startswith("Nothing is known of any earlier day")
