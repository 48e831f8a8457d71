"""Words in every kind of sentence: yes and no, what stands between the parts of a list, days."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "said-between": ("、", ", "),
    "said-day": ("{year}年{month}月{day}日", "{day} {month} {year}"),
    "said-months": (
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "January February March April May June July August September October November December",
    ),
    "said-no": ("否", "no"),
    "said-place": ("{place}（第 {line} 行）", "{place} (line {line})"),
    "said-yes": ("是", "yes"),
}
"""Key to (Chinese, English)."""
