"""A browser without a network for all tests of web pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .chromium import PROGRAM, Browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start Debian's Chromium once; without it the test is left out."""
    if not PROGRAM:
        pytest.skip("chromium is not installed (tools/setup.sh test)")
    opened = Browser(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.close()
