"""Imports go ui -> layers -> gridmap and never back, and only ui knows Qt."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import gridmap
import layers

ROOT = Path(__file__).resolve().parents[1]
QT = ("PySide6", "shiboken6", "qtawesome", "qtpy")


def modules_of(package) -> list[str]:
    return [package.__name__] + [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]


def loaded_after(statements: str) -> set[str]:
    """Names of the modules that a fresh Python holds after these statements."""
    script = f"import sys\n{statements}\nprint('\\n'.join(['', *sys.modules]))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_the_contracts_in_setup_cfg_are_kept():
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "8 kept, 0 broken" in run.stdout


@pytest.mark.parametrize("package", [gridmap, layers], ids=lambda package: package.__name__)
def test_no_module_of_the_package_loads_qt_or_the_window(package):
    loaded = loaded_after("".join(f"import {name}\n" for name in modules_of(package)))
    assert package.__name__ in loaded
    tops = {name.split(".")[0] for name in loaded}
    assert not tops & {*QT, "ui"}
    assert package is not gridmap or "layers" not in tops


def test_the_probe_sees_qt_where_it_is():
    assert "PySide6.QtCore" in loaded_after("import PySide6.QtCore")
