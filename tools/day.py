"""Play an officer's day: fifty jobs in one session, with mouse and keys, and a picture of the window at each.

    python -m tools.day FOLDER [--language zh] [--look light] [--last 12]

Without a language and a look two days are played, one in Chinese and light, one in English and dark, at 1366 by 768.
Each job says what must be so when it is done; the day ends at the first that has not done what it says, with a picture.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Final

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":  # left to itself it has a screen of 800 by 800
    SCREEN = Path(__file__).with_name("office_screen.json")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREEN}"

from PySide6.QtWidgets import QApplication, QDialog

import tools.day_counts
import tools.day_files  # noqa: F401  - both put their jobs on the list
from gridmap.project.project import Project
from sample_data.make import make_plan
from tools.day_jobs import JOBS
from tools.day_stage import Day
from tools.guide_pictures import in_few_colours, with_a_gap
from ui.look.fonts import qt_application
from ui.words.messages import Language

DAYS: Final[tuple[tuple[Language, str], ...]] = (("zh", "light"), ("en", "dark"))


def play(folder: Path, language: Language, look: str, last: int) -> int:
    """Play a day, as far as a job, and return how many jobs did what they say."""
    folder.mkdir(parents=True, exist_ok=True)
    done = 0
    with tempfile.TemporaryDirectory() as place:
        town = Path(place) / "sample.gpkg"
        Project.create(town, with_a_gap(make_plan("town", 2020))).close()
        day = Day(town, Path(place), language, look)
        for name, do in list(JOBS.items())[:last]:
            begun, failed = time.monotonic(), ""
            try:
                do(day)
            except Exception:  # noqa: BLE001 - whatever it is, the day is told of it
                failed = traceback.format_exc(limit=-2)
            if not failed:
                day.settle()  # what is laid out after the last event is laid out in the picture too
            path = folder / f"{name}-{language}-{look}{'-failed' if failed else ''}.png"
            in_few_colours(day.picture(*day.over)).save(str(path))
            for what, image in day.kept.items():
                image.save(str(folder / f"{name}-{what}-{language}-{look}.png"))
            for widget in [*day.over, *(day.window.findChildren(QDialog) if failed else ())]:
                widget.close()
            day.over, day.kept = [], {}
            day.settle()
            print(f"{name}: {time.monotonic() - begun:.1f} s{' FAILED ' + failed if failed else ''}", flush=True)
            done += not failed
        day.close()
    return done


def main() -> int:
    """Play the days that are asked for; 1 if a job did not do what it says."""
    parser = argparse.ArgumentParser(prog="python -m tools.day", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=("zh", "en"))
    parser.add_argument("--look", choices=("light", "dark"))
    parser.add_argument("--last", type=int, default=len(JOBS), help="the job to end with")
    chosen = parser.parse_args()
    app = QApplication.instance() or qt_application()
    days = [
        (language, look)
        for language, look in DAYS
        if chosen.language in (None, language) or chosen.look in (None, look)
    ]
    if chosen.language and chosen.look:
        days = [(chosen.language, chosen.look)]
    missed = 0
    for language, look in days:
        done = play(chosen.folder, language, look, chosen.last)
        print(f"{language}, {look}: {done} of {chosen.last} jobs")
        missed += chosen.last - done
    assert app is not None
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
