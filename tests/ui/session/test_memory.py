"""Memory that is free goes back to the system."""

from __future__ import annotations

import platform
import threading

import pytest

from benchmarks.endurance import resident_mb
from ui.session import memory
from ui.session.memory import GivingBack, give_back


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


def test_the_window_does_not_wait_for_it(qapp, qtbot, monkeypatch) -> None:
    done_in: list[int] = []
    monkeypatch.setattr(memory, "give_back", lambda: done_in.append(threading.get_ident()))
    giving = GivingBack()
    giving.begin()
    qtbot.waitUntil(lambda: bool(done_in))
    giving.begin()
    giving.let_go()
    assert threading.get_ident() not in done_in
