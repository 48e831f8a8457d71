"""What may be a work phone."""

from __future__ import annotations

import pytest

from gridmap.people.phones import is_phone


@pytest.mark.parametrize(
    "text",
    ["13812345678", "138 1234 5678", "+86 138-1234-5678", "0512-58123456", "(0512) 58123456", "58123456",
     "010-65123456", "0512-58123456转801", "400-820-8820", "02161234567"],
)  # fmt: skip
def test_phones_of_every_sort_are_phones(text):
    assert is_phone(text)


@pytest.mark.parametrize(
    "text", ["", "123", "11012345678", "12345678901", "1381234567", "138123456789", "0512-18123456", "abc", "1.38E+10"]
)
def test_what_nobody_can_ring_is_none(text):
    assert not is_phone(text)
