"""A place in order has no findings, and what a rule is called, says and costs is settled for all of them alike."""

from __future__ import annotations


def test_nothing_is_found_where_everything_is_in_order(town):
    assert town.found() == {}
