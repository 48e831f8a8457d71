"""The page of help is broken where people break lines, and knows how wide Chinese is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.cli.help_page import page_of, terminal_width, width_of, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 100, ["one two three"]),
        ("one\ntwo", 100, ["one", "two"]),
        ("网格治理有人管", 6, ["网格治", "理有人", "管"]),
        ("网格治理，有人管", 8, ["网格治", "理，有人", "管"]),  # no comma begins a line
        ("网格治（理）", 8, ["网格治", "（理）"]),  # and no bracket ends one
        ("写到 F.json 里", 9, ["写到", "F.json 里"]),
        ("/a/long/path.gpkg", 6, ["/a/lon", "g/path", ".gpkg"]),
        ("", 10, [""]),
    ],
)
def test_a_text_is_broken_where_people_break_it(text, width, lines):
    assert wrapped(text, width) == lines


@given(st.text(st.sampled_from("ab 网格，。（）-/"), max_size=80), st.integers(4, 30))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text, width):
    lines = wrapped(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_columns_stand_below_each_other(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    page = page_of("Usage: x", "", [("选项：", [("--网格 N", "一"), ("--b", "two")]), ("none", [])], "end")
    assert page.split("\n") == [
        "Usage: x",
        "",
        "选项：",
        "  --网格 N    一",
        "  --b         two",
        "",
        "end",
    ]


@pytest.mark.parametrize(("said", "width"), [("132", 132), ("", 80), ("0", 80), ("wide", 80)])
def test_the_width_is_what_the_environment_says_or_that_of_the_terminal(said, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", said)
    monkeypatch.setattr("os.get_terminal_size", lambda stream: (_ for _ in ()).throw(OSError(stream)))
    assert terminal_width() == width
