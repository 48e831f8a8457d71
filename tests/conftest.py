"""What all tests share: no screen, a home of their own, and laws that are tried on the same examples every time."""

from __future__ import annotations

import gc
import itertools
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from sample_data.make import make_plan

# Before the first import of Qt: it must not look for a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# `make test` tries the same examples every time; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def home_in(folder: Path) -> dict[str, str]:
    """Return the environment in which a folder is the home of the user, on every system."""
    places = {
        "HOME": folder,
        "USERPROFILE": folder,
        "APPDATA": folder / "AppData" / "Roaming",
        "LOCALAPPDATA": folder / "AppData" / "Local",
        "XDG_CONFIG_HOME": folder / ".config",
        "XDG_CACHE_HOME": folder / ".cache",
        "XDG_DATA_HOME": folder / ".local" / "share",
        "XDG_STATE_HOME": folder / ".local" / "state",
    }
    return {name: str(place) for name, place in places.items()}


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder for each test in turn: ``mktemp`` would look through all that there are for the next number."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty home folder, so that settings, caches and logs of the user stay out of it."""
    folder = next(homes)
    folder.mkdir()
    for name, value in home_in(folder).items():
        monkeypatch.setenv(name, value)
    for name in ("GRIDMAP_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return folder


@pytest.fixture(scope="session")
def city_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample city as a project that nobody writes to: it is made once for all processes of a run."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    path = shared / "sample-city.gpkg"
    if not path.exists():
        Project.create(own / "in-the-making.gpkg", make_plan("city", 2020)).close()
        (own / "in-the-making.gpkg").rename(path)
    return path


@pytest.fixture(scope="session")
def sample_city(city_file: Path) -> Plan:
    """Return 10 towns, 250 villages, 1,036 comprehensive and 380 dedicated grids, with their people."""
    with Project.open(city_file, read_only=True) as project:
        return project.plan


SCREENS = Path(__file__).parent / "ui" / "screens.json"
"""Two screens that nobody sees: a plain and a sharp one."""

# Whoever makes the application first, a test that draws a page among them, makes it with these screens.
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREENS}"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Name the application as the real one names itself."""
    return ["gridmap"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the files, hand out first those with slow tests and then those with many.

    Left to itself xdist keeps the files with the fewest tests for the end, and those are the longest: at last one
    process works on them while the others have nothing to do. The Makefile tells it to keep this order.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (-slow[item.path], -tests[item.path]))


def pytest_collection_finish() -> None:
    """From here on look for cycles between the tests only.

    Python would look for them in any thread that runs, and end widgets there (see ``ui/session/cycles.py``).
    """
    gc.collect()
    gc.freeze()
    gc.disable()


TESTS_BETWEEN = 400
"""So many tests may put objects away from the search for cycles between two looks at all of them."""

_tests = itertools.count(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Let go of what a test has left behind in cycles, the old ones now and then."""
    yield
    young, _, old = gc.get_count()
    if young > 20_000:
        gc.collect(2 if old > 10 else 1)
    if next(_tests) % TESTS_BETWEEN == 0:  # to count what is put away would take milliseconds every time
        gc.unfreeze()
        gc.collect()
        gc.freeze()
