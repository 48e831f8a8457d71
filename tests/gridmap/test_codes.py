"""Codes: their pattern, and the parent that their beginning names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gridmap.ground.codes import parents_by_prefix, well_formed
from gridmap.model.scheme import CodeRule, load_scheme

codes = st.lists(st.text("012", max_size=5), max_size=12)


def test_a_code_must_match_as_a_whole():
    rule = load_scheme().kind("village").code
    told = well_formed(rule, ["320582100201", "32058210020", "3205821002011", "32058210A201", "320582100201\n", ""])
    assert told.tolist() == [True, False, False, True, False, False]
    assert well_formed(CodeRule(), ["", "anything"]).tolist() == [True, True]


def test_the_longest_prefix_wins():
    parents = ["32", "320582", "320582100"]
    assert parents_by_prefix(["320582100201", "320582999", "329", "32", "110"], parents).tolist() == [2, 1, 0, -1, -1]


def test_a_code_that_two_parents_bear_says_nothing():
    assert parents_by_prefix(["0101", "0201"], ["01", "01", "02", ""]).tolist() == [-1, 2]


@given(codes, codes)
def test_it_is_what_a_plain_search_finds(texts, parents):
    def plainly(text: str) -> int:
        fit = [p for p in parents if p and parents.count(p) == 1 and len(p) < len(text) and text.startswith(p)]
        return parents.index(max(fit, key=len)) if fit else -1

    assert parents_by_prefix(texts, parents).tolist() == [plainly(text) for text in texts]
