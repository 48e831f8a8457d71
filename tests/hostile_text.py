"""Names as somebody writes them who means it ill, or a program that broke: markup, formulas, commands, odd letters."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import pandas as pd
from hypothesis import strategies as st
from shapely import box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

HOSTILE: Final = (
    "{{7*191}}",
    "{{cycler.__init__.__globals__.os.mkdir(dict(PWNED_BY_NAME=1)|first)}}",
    "{% endraw %}{% raw %}{# #}",
    "{0.__class__}{value!r}%s%n{",
    "</script><script>document.title='PWNED'</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "<b>bold</b> & &amp; &lt;i&gt;",
    "]]><?xml?><x/>",
    "' onmouseover='alert(1)\" \\ \\u003c",
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    '{ INCLUDETEXT "C:\\\\x" } \\* MERGEFORMAT',
    "'; DROP TABLE grids; --",
    "http://example.invalid/?a=b",
    "internal:Sheet1!A1",
    "[red]red[/red] [link=http://example.invalid]x[/link] :smile:",
    "[*] &File &&",
    "line\nline\u2028line\u2029line",
    "\u202egnp.exe",
    "zero\u200bwidth\ufeff",
    "\U0001f600\U0001f468\u200d\U0001f469 \U00020bb7",
    "e\u0301\u0327",
    "网" * 3000,
)
"""Texts that every format must give back as they are."""

UNPRINTABLE: Final = (
    "a\x00b",
    "a\x0bb",
    "a\x1b[31mb\x1b]0;PWNED\x07",
    "a\ud800b",
    "a\udfffb",
    "a\ufffe\uffffb",
    "a\x7f\x85\x9b31mb",
)
"""Texts that no file can hold as they are."""

VILLAGE: Final = 2
FIRST: Final = 11
"""Id of the first grid with a hostile name."""


def hostile_names(most: int = 8) -> st.SearchStrategy[list[str]]:
    """Any texts at all, pieces of markup among them."""
    pieces = st.sampled_from(
        ["{{", "}}", "{%", "<", ">", "&", "]]>", "=", "\x00", "\x1b[", "\ud800", "\u2028", '"', "'"]
    )
    letters = st.one_of(pieces, st.characters(exclude_categories=()), st.sampled_from("网格 -+@1"))
    return st.lists(st.lists(letters, max_size=12).map("".join), min_size=1, max_size=most)


def plan_with_names(names: tuple[str, ...] | list[str]) -> Plan:
    """Return a village with a grid for each name; a worker, a branch, a facility and the project bear them too.

    +---+---+---+
    | 0 | 1 | 2 | ...   squares of 100 m, and a last grid without a shape
    +---+---+---+
    """
    west, north = 500_000, 3_500_000
    count = len(names)
    whole = box(west, north, west + 100 * count, north + 100)
    squares = [box(west + 100 * i, north, west + 100 * (i + 1), north + 100) for i in range(count)]
    ids = [1, VILLAGE, *range(FIRST, FIRST + count), FIRST + count]
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100", "320582100201", *(f"320582100201{i:03}" for i in range(1, count + 2))],
            "name": ["杨舍镇", "长江村", *names, "无图"],
            "kind": ["town", "village", *["comprehensive"] * (count + 1)],
            "parent": [0, 1, *[VILLAGE] * (count + 1)],
            "note": ["", "", *names, ""],
        },
        geometry=[whole, whole, *squares, None],
        index=ids,
        crs="EPSG:4549",
    )
    some = list(range(1, count + 1))
    workers = pd.DataFrame({"staff_number": [f"W{i}" for i in some], "name": list(names)}, index=some)
    assignments = pd.DataFrame({"worker": some, "grid": ids[2:-1], "role": ["full_time"] * count}, index=some)
    branches = pd.DataFrame({"name": list(names), "tier": ["grid"] * count, "secretary": list(names)}, index=some)
    links = pd.DataFrame({"branch": some, "grid": ids[2:-1]}, index=some)
    facilities = gpd.GeoDataFrame(
        {"name": list(names), "kind": ["service_centre"] * count, "compound": list(names), "note": list(names)},
        geometry=[square.centroid for square in squares],
        index=some,
        crs="EPSG:4549",
    )
    said = names[0]
    facts = {"title": said, "origin": said, "source": said, "names": said, "as_of": said}
    return Plan(
        load_scheme(),
        {
            "grids": grids,
            "workers": workers,
            "assignments": assignments,
            "branches": branches,
            "branch_grids": links,
            "facilities": facilities,
            "facts": pd.DataFrame({"key": list(facts), "value": list(facts.values())}, index=range(1, len(facts) + 1)),
        },
    )
