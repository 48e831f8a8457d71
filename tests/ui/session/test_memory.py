"""Memory that is free goes back to the system."""

from __future__ import annotations

import platform

import pytest

from benchmarks.endurance import resident_mb
from ui.session.memory import give_back


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep no such stores")
def test_what_is_free_goes_back() -> None:
    kept = []
    pieces = []
    for _ in range(10_000):  # a little stays between them, so that the store cannot shrink by itself
        pieces.append(b"x" * 20_000)
        kept.append(bytearray(600))
    before = resident_mb()
    del pieces
    give_back()
    assert resident_mb() < before - 100
    assert len(kept) == 10_000
