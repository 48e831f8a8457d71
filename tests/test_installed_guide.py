"""What is installed has the guide: every page that help shows, and every picture on those pages."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ui.dialogs.chapters import CHAPTERS

ROOT = Path(__file__).resolve().parents[1]


def wanted() -> set[str]:
    """Return the pages of help and the pictures on them, below ``docs``."""
    pages = [page for name in CHAPTERS for page in (ROOT / "docs").glob(f"{name}*.md")]
    pictures = [link for page in pages for link in re.findall(r"!\[[^]]*\]\(([^)]+)\)", page.read_text("utf-8"))]
    return {page.name for page in pages} | set(pictures)


def test_the_settings_name_every_page_and_picture():
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    named: set[str] = set()
    for folder, patterns in settings["options.data_files"].items():
        for pattern in patterns.split():
            for file in ROOT.glob(pattern):
                named.add(
                    f"{folder.removeprefix('share/gridmap').removeprefix('/docs').strip('/')}/{file.name}".strip("/")
                )
    assert wanted() <= named


def test_what_is_installed_has_them(tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "docs", clone / "docs")
    for file in ("setup.cfg", "pyproject.toml", "README.md", "README.zh-CN.md", "LICENSE", "gridmap/__init__.py"):
        (clone / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, clone / file)
    command = [sys.executable, "-c", "from setuptools import setup; setup()", "install_data", "--install-dir"]
    done = subprocess.run([*command, str(tmp_path / "to")], cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "to" / "share" / "gridmap" / "docs"
    inside = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert wanted() <= inside
