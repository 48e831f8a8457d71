"""Text that every file can hold: nothing else changes, and what comes out is XML, UTF-8 and harmless to a terminal."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.model.plain_text import (
    REPLACEMENT,
    as_file_name,
    is_plain,
    letters_named,
    one_line,
    plain_text,
    without_strange_letters,
)
from tests.hostile_text import HOSTILE, UNPRINTABLE

ANY = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_text_stays_as_it_is(text):
    assert plain_text(text) == text and is_plain(text)


def test_every_letter_that_is_not_left_as_it_is_is_not_plain():
    letters = [chr(number) for number in range(0x110000)]
    assert [letter for letter in letters if is_plain(letter) != (plain_text(letter) == letter)] == []


@pytest.mark.parametrize("text", UNPRINTABLE)
def test_what_no_file_can_hold_is_seen_to_have_been_there(text):
    assert not is_plain(text)
    assert plain_text(text)[:2] == f"a{REPLACEMENT}" and len(plain_text(text)) == len(text)


@given(ANY)
def test_plain_text_is_xml_and_utf_8_and_is_left_alone_the_second_time(text):
    plain = plain_text(text)
    plain.encode()
    read = ElementTree.fromstring(f"<a>{escape(plain, {chr(13): '&#13;'})}</a>").text or ""
    assert read == plain and plain_text(plain) == plain and is_plain(plain)


@given(ANY)
def test_a_line_for_the_terminal_moves_no_cursor_and_turns_nothing_round(text):
    line = one_line(text)
    assert not any((letter < " " and letter not in "\t\n") or "\x7f" <= letter <= "\x9f" for letter in line)
    assert not any(letter in line for letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_the_letters_are_named_once_each():
    assert letters_named("a\x00b\x1b\x00\ud800") == "U+0000, U+001B, U+D800"
    assert letters_named("网格\t\n") == ""


@given(ANY)
def test_a_name_of_a_file_stays_in_its_folder_and_is_taken_by_every_system(text):
    name = as_file_name(text)
    assert name and len(name.encode()) <= 120 and name == name.strip(" .")
    assert not set('<>:"/\\|?*\u202e\ufffd') & set(name) and not any(letter < " " for letter in name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc", "_.._etc"),
        ("a\u202egnp.exe", "a_gnp.exe"),
        ("a\ud800\x00b", "a_b"),
        ("...", "_"),
        ("东门/调整", "东门_调整"),
    ],
)
def test_what_a_name_of_a_file_becomes(text, name):
    assert as_file_name(text) == name


@given(ANY)
def test_what_is_typed_is_kept_but_for_what_no_file_can_hold(text):
    kept = without_strange_letters(text)
    assert is_plain(kept) and list(kept) == [letter for letter in text if is_plain(letter)]
