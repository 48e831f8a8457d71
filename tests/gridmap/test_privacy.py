"""What outputs show of people, and what is never taken in."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.model.errors import BadInput
from gridmap.people.privacy import (
    PROFILES,
    Dropped,
    drop_personal_columns,
    holds_id_number,
    mask_name,
    mask_number,
    mask_phone,
    profile_named,
    shown_names,
    shown_numbers,
    shown_phones,
    shown_text,
    shown_user,
    shown_values,
)
from gridmap.people.staff_numbers import StaffNumbers


def id_number(first: str) -> str:
    """Seventeen digits with their check digit: the sum of a_i W_i is 1 mod 11 (GB 11643-1999)."""
    weighted = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(first))
    return first + "0123456789X"[(1 - weighted) % 11]


MADE_UP = id_number("32058219000101001")  # nobody alive: born on 1 January 1900


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("+86 138-1234-5678", "+86 138-****-5678"),
        ("0512-58123456", "0512-****3456"),
        ("(0512) 58123456", "(0512) ****3456"),
        ("58123456", "****3456"),
        ("661234", "****34"),
        ("110", "***"),
        ("", ""),
        ("无", "无"),
        ("办公室 58123456", "办公室 ****3456"),
        ("13812345678/13912345678", "138****5678/139****5678"),
        ("13812345678 13912345678", "*********** *******5678"),
    ],
)
def test_phones_are_masked_where_they_stand(phone, masked):
    assert mask_phone(phone) == masked


@given(st.from_regex(r"[0-9 ()/+-]{0,30}", fullmatch=True))
def test_of_a_longer_number_four_digits_in_a_row_are_always_hidden(text):
    masked = mask_phone(text)
    assert len(masked) == len(text)
    for run in re.findall(r"[0-9*]{8,}", masked):
        if any(letter.isdigit() for letter in run):
            assert "****" in run


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王*"),
        ("王明", "王*"),
        ("欧阳修远", "欧阳*"),
        ("欧阳", "欧*"),
        ("Anna Weber", "W*"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_of_a_name_the_surname_stays(name, masked):
    assert mask_name(name) == masked


def test_profiles_show_less_the_more_people_read_it():
    phones, names = ["13812345678", ""], ["王小明", "李强"]
    assert shown_phones(phones, "internal").tolist() == phones
    assert shown_phones(phones, "briefing").tolist() == ["138****5678", ""]
    assert shown_phones(phones, "public").tolist() == ["", ""]
    assert shown_names(names, "internal").tolist() == shown_names(names, "briefing").tolist() == names
    assert shown_names(names, "public").tolist() == ["王*", "李*"]
    assert shown_names([], "public").tolist() == []
    assert [profile_named(name) for name in PROFILES] == list(PROFILES)
    with pytest.raises(BadInput, match="unknown-privacy"):
        profile_named("secret")


def test_an_id_number_needs_a_date_and_a_right_check_digit():
    wrong = MADE_UP[:-1] + ("0" if MADE_UP[-1] != "0" else "1")
    no_date = id_number("32058219001301001")
    texts = [MADE_UP, MADE_UP.lower(), f"证件 {MADE_UP}，已核", wrong, no_date, "320582100004012003", f"1{MADE_UP}", ""]
    assert holds_id_number(pd.Series(texts)).tolist() == [True, True, True, False, False, False, False, False]


def test_personal_columns_are_left_out_and_told():
    frame = pd.DataFrame(
        {
            "网格编码": ["320582100004012", "320582100004013"],
            "姓名": ["王小明", "李强"],
            "身份证号": ["", MADE_UP],
            "家庭住址": ["某路 1 号", None],
            "证号": [MADE_UP, np.nan],  # the header says nothing, the cells do
            "备注": ["好", f"身份证 {MADE_UP}"],
            "残疾人数": [3, 4],  # a number of people is not personal
            "联系电话": ["13812345678", ""],
        }
    )
    notes = pd.concat([frame, pd.DataFrame({"备注": ["好"] * 30, "网格编码": ["1"] * 30})], ignore_index=True)
    kept, dropped = drop_personal_columns(notes)
    assert list(kept.columns) == ["网格编码", "姓名", "备注", "残疾人数", "联系电话"]
    assert dropped == (
        Dropped("身份证号", "header", 1),
        Dropped("家庭住址", "header", 1),
        Dropped("证号", "content", 1),
        Dropped("备注", "cells", 1),
    )
    assert kept["备注"].tolist()[:3] == ["好", "", "好"]
    assert not holds_id_number(kept.astype(object).fillna("").astype(str).agg(" ".join, axis=1)).any()
    assert notes["备注"][1].endswith(MADE_UP)  # what was given is as it was


def test_a_frame_without_anything_personal_comes_back_as_it_was():
    frame = pd.DataFrame({"编码": ["1", "2"], "户数": [300, 400]})
    kept, dropped = drop_personal_columns(frame)
    pd.testing.assert_frame_equal(kept, frame)
    assert dropped == ()
    empty, none = drop_personal_columns(pd.DataFrame())
    assert empty.empty and none == ()


@pytest.mark.parametrize(
    ("number", "masked"),
    [("W00123", "****23"), ("SN-48213", "******13"), ("12345", "***45"), ("W001", "****"), ("7", "*"), ("", "")],
)
def test_of_a_staff_number_two_characters_are_left_if_that_hides_enough(number, masked):
    assert mask_number(number) == masked


def test_staff_numbers_are_shown_as_the_profile_says():
    shown = {profile: shown_numbers(["W00123", ""], profile).tolist() for profile in PROFILES}
    assert shown == {"public": ["", ""], "briefing": ["****23", ""], "internal": ["W00123", ""]}


def test_a_phone_beside_a_name_is_masked_like_any_other():
    cell = ["王建国 13812345678", "李四（58123456）"]
    assert shown_names(cell, "briefing").tolist() == ["王建国 138****5678", "李四（****3456）"]
    assert shown_names(cell, "public").tolist() == ["王*", "李*"]
    assert shown_names(cell, "internal").tolist() == cell


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("张三同意，电话 138 1234 5678", "张三同意，电话 138 **** 5678"),
        ("工号 W00123 的张三", "工号 ****23 的张三"),
        ("2024-03-05 起封闭，约 1200 平方米", "2024-03-05 起封闭，约 1200 平方米"),
        ("2024.3.5", "2024.3.5"),
        ("", ""),
    ],
)
def test_what_somebody_wrote_is_told_without_numbers_to_reach_them_by(said, told):
    assert shown_text(said, "briefing", ["W00123", "W001"]) == told
    assert shown_text(said, "briefing", StaffNumbers.of(["W00123", "", "W001"])) == told
    assert shown_text(said, "internal", ["W00123"]) == said
    assert shown_text(said, "public", ["W00123"]) == ""


@pytest.mark.parametrize("text", ["", "0", "工号00123、W00123与A1", "A1A1", "00"])
def test_the_numbers_in_a_text_are_found_whole_and_inside_of_words(text):
    numbers = ["W00123", "00123", "A1", "", "A1", "B2", "张"]
    assert StaffNumbers.of(numbers).within(text) == {number for number in numbers if number and number in text}
    assert sorted(StaffNumbers.of(numbers)) == sorted({*numbers} - {""})


def test_a_user_may_go_by_a_phone_or_a_staff_number():
    users = ["zhang.san", "13812345678", "W00123"]
    assert [shown_user(who, "briefing", ["W00123"]) for who in users] == ["zhang.san", "138****5678", "****23"]
    assert [shown_user(who, "public", ["W00123"]) for who in users] == ["z*", "1*", "W*"]


def test_in_the_history_a_name_of_a_person_is_not_one_of_a_branch():
    values = {"name": "王小明", "code": "320582100201001"}
    assert shown_values("assign-worker", values, "public") == {**values, "name": "王*"}
    assert shown_values("link-branch", values, "public") == values
    assert shown_values("exempt-ground", {"reason": "张三", "area_m2": 2.0}, "public") == {
        "reason": "…",
        "area_m2": 2.0,
    }
    assert shown_values("exempt-ground", {"reason": ""}, "public") == {"reason": ""}
