"""Make the pictures of docs/briefing.md: the sample city in each format, as a reader of the file sees it.

    python -m tools.briefing_pictures [FOLDER] [NAME...]

The pictures go into ``docs/images/briefing``. PDF is shown by pdftoppm, slides and texts by LibreOffice,
which lacks the fonts of Windows. The picture of the web page is taken in a browser by hand.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from tools.guide_pictures import in_few_colours  # isort: skip  # chooses Qt's platform before Qt is loaded

import shapely
from PySide6.QtGui import QImage, QPainter

from gridmap.edits import GiveGround, RecordStages, Stage
from gridmap.model.plan import Plan
from gridmap.project.comparison import compare
from sample_data.make import make_plan
from ui.outputs.asked import grids_named
from ui.outputs.export import Export
from ui.outputs.record import write_record

FOLDER: Final = Path("docs/images/briefing")
TOWN, VILLAGE, GRID = "凤凰镇", "凤凰社区居委会", "悦来东村网格"
_GAP: Final = 8
_LONGEST_S: Final = 300


class Pictures:
    """Makes the pictures one by one, in a folder that goes afterwards."""

    def __init__(self, plan: Plan, scratch: Path, folder: Path) -> None:
        self.plan, self.scratch, self.folder = plan, scratch, folder

    def export(self, name: str, *where: str, **wanted: Any) -> Path:
        """Write the city, or some grids by name, and return the file as PDF."""
        wish = Export(
            self.plan, None, grids=grids_named(self.plan, where), made_by="张家港市网格化服务管理中心", **wanted
        )
        [file] = wish.write(self.scratch / f"{name}.{wish.format}")
        return self.as_pdf(file)

    def as_pdf(self, file: Path) -> Path:
        """Return a file as LibreOffice prints it, or as it is."""
        if file.suffix != ".pdf":
            words = ["soffice", f"-env:UserInstallation={(self.scratch / 'profile').as_uri()}", "--headless"]
            words += ["--convert-to", "pdf", "--outdir", str(self.scratch), str(file)]
            subprocess.run(words, check=True, capture_output=True, timeout=_LONGEST_S)
        return file.with_suffix(".pdf")

    def take(self, name: str, file: Path, pages: Sequence[int], dpi: int, *, few_colours: bool = True) -> None:
        """Put pages of a PDF side by side into a picture; one in which greys of letters abound needs all its colours."""
        images = []
        for page in pages:
            place = self.scratch / f"{name}-{page}"
            words = ["pdftoppm", "-png", "-singlefile", "-r", str(dpi), "-f", str(page), "-l", str(page)]
            subprocess.run([*words, str(file), str(place)], check=True, capture_output=True, timeout=_LONGEST_S)
            images.append(QImage(f"{place}.png"))
        wide = sum(image.width() for image in images) + _GAP * (len(images) - 1)
        sheet = QImage(wide, max(image.height() for image in images), QImage.Format.Format_RGB32)
        sheet.fill(0xFFB8B8B8)
        painter, left = QPainter(sheet), 0
        for image in images:
            painter.drawImage(left, 0, image)
            left += image.width() + _GAP
        painter.end()
        (in_few_colours(sheet) if few_colours else sheet).save(str(self.folder / f"{name}.png"))

    def record(self) -> Path:
        """Write the record of an adjustment that the town has proposed, and return it as PDF."""
        plan = self.plan
        [giver] = grids_named(plan, (GRID,))
        border = shapely.boundary(plan.shape(giver))
        kin = [
            one for one in plan.siblings(giver).tolist() if one != giver and plan.value(one, "kind") == "comprehensive"
        ]
        taker = max(kin, key=lambda other: border.intersection(plan.shape(other)).length)
        piece = shapely.intersection(shapely.buffer(plan.shape(taker), 80.0), plan.shape(giver))
        after = plan.apply(GiveGround(piece, taker).change(plan))
        stage = Stage("propose", dt.date(2026, 11, 3), "金政发〔2026〕12号")
        after = after.apply(RecordStages("sample", "东片网格调整", (stage,)).change(after))
        file = self.scratch / "record.docx"
        write_record(compare(plan, after), file, title="东片网格调整")
        return self.as_pdf(file)

    def jobs(self) -> dict[str, Callable[[], None]]:
        """Return how each picture is made, by its name."""
        return {
            "page-town": lambda: self.take("page-town", self.export("town", TOWN), [1], 90),
            "page-16-9": lambda: self.take("page-16-9", self.export("slide", paper="16:9"), [1], 96),
            "atlas": lambda: self.take("atlas", self.export("atlas", TOWN, atlas="village"), [1, 2], 50),
            "dossier": lambda: self.take("dossier", self.export("dossier", GRID, form="dossier", paper="A4"), [1], 75),
            "board": lambda: self.take("board", self.export("board", GRID, form="board"), [1], 50),
            "slide-town": lambda: self.take("slide-town", self.export("slides", format="pptx"), [8], 72),
            "word": lambda: self.take("word", self.export("text", format="docx"), [1, 2, 3], 50, few_colours=False),
            "record": lambda: self.take("record", self.record(), [1, 3], 60),
        }


def main(words: Sequence[str]) -> int:
    """Make the pictures that are named, or all."""
    folder = Path(words[0]) if words else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        jobs = Pictures(make_plan("city", 2020), Path(scratch), folder).jobs()
        for name, make in jobs.items():
            if name in words[1:] or len(words) < 2:
                make()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
