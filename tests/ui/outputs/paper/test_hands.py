"""Pages drawn by several processes are those of one, and whatever happens to a process nothing is lost or left."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass

import pypdf
import pypdfium2
import pytest

from gridmap.ground import spare
from gridmap.model.errors import BadInput
from tests.hostile_text import HOSTILE, plan_with_names
from ui.outputs.export import Export
from ui.outputs.paper import hands
from ui.outputs.paper.atlas import units_of
from ui.outputs.paper.joined import joined
from ui.outputs.paper.page import Size, pages_as_pdf
from ui.outputs.paper.sheet import Type

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)
A5 = Size.of_paper(210, 148)
NAMED = re.compile(rb"<[0-9A-F]{4}>|/(?:F|GS|Pat|Im|CS)\w*")
"""Glyphs, and what a page calls its fonts and inks: each file has numbers of its own."""
PEN = b"* CS\n0 0 0 SCN\n1 w 2 J 2 j []0  d\n"
"""The pen that Qt begins with, which only the first page of a file names."""


def drawn(pdf: bytes) -> list[tuple[str, bytes]]:
    """Return of each page what can be read on it, and all of its lines, areas, colours and places of letters."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [(page.extract_text(), NAMED.sub(b"*", page.get_contents().get_data()).replace(PEN, b"")) for page in pages]


def atlas(plan, **wanted) -> Export:
    return Export(plan, None, atlas="village", paper="A4", on=DAY, **wanted)


@dataclass(frozen=True)
class Leaf:
    """A page with a line of text."""

    words: str

    def paint(self, sheet, mm_per_mm) -> None:
        sheet.text(10, 20, self.words, Type(6))


@dataclass(frozen=True)
class Leaves:
    """Pages that say their number, and what they were told of it."""

    count: int
    is_one_file: bool = True
    bound: object = None

    @property
    def pages_in_all(self) -> int:
        return self.count

    def pages(self, piece, told):
        yield Leaf(f"leaf {piece} of {told}")


def told(piece: int) -> int:
    return piece * piece


def said(pdf: bytes) -> list[str]:
    return [text.strip().replace("\t", " ") for text, _ in drawn(pdf)]


class Threads:
    """Hands that are threads of this process: what they say and hear goes through the same pipes.

    Attributes
    ----------
    last : int
        With how many answers each ends as if it was killed; 0 for never.
    drew : list of int
        How many answers each gave.
    """

    def __init__(self, last: int = 0) -> None:
        self.last, self.drew, self.came_up = last, [], threading.Event()

    def __call__(self) -> hands.Channel:
        (hear, tell), (read, write) = os.pipe(), os.pipe()
        threading.Thread(target=self._serve, args=(os.fdopen(hear, "rb"), os.fdopen(write, "wb"))).start()
        return os.fdopen(tell, "wb"), os.fdopen(read, "rb"), lambda: None

    def _serve(self, hear, send) -> None:
        at = len(self.drew)
        self.drew.append(0)
        threads = self

        class Answers(io.RawIOBase):
            def write(self, data) -> int:
                return send.write(data)

            def flush(self) -> None:
                send.flush()
                threads.drew[at] += 1
                if threads.drew[at] >= 3:
                    threads.came_up.set()
                if threads.drew[at] == threads.last:
                    raise OSError

        with hear, send:
            try:
                hands.serve(hear, Answers())
            except (OSError, EOFError, BadInput):  # as a process ends with what its parent will have too
                threads.came_up.set()


@pytest.fixture
def by(monkeypatch):
    """Have atlases drawn by so many processes at once, started in some way."""

    def use(count: int, start=None) -> None:
        monkeypatch.setattr(hands, "processes_for", lambda pages: count)
        monkeypatch.setattr(hands, "free_memory_mb", lambda: 1e6)
        if start is not None:
            monkeypatch.setattr(hands, "started", start)

    return use


def test_a_process_of_its_own_draws_the_same_pages_and_is_gone_afterwards(town, tmp_path, monkeypatch, by):
    few = atlas(town, grids=tuple(units_of(town, "village")[:5]))
    alone = drawn(few.write(tmp_path / "a.pdf")[0].read_bytes())
    by(2)
    up, kinds, started = threading.Event(), [], []
    hear, popen = hands._heard, subprocess.Popen

    def heard(stream):
        try:
            kinds.append((found := hear(stream))[0])
        finally:
            up.set()
        return found

    monkeypatch.setattr(hands, "_heard", heard)
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    shares = []

    def step(share: float) -> None:  # this process leaves the first page until the other one is there
        shares.append(share)
        assert up.wait(100)

    [file] = few.write(tmp_path / "a.pdf", step)
    assert kinds[0] == "up" and kinds.count("done") >= 2 and kinds[-1] == "part"
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert drawn(file.read_bytes()) == alone
    about = pypdf.PdfReader(file)
    assert about.metadata["/Title"] == few.heading
    assert about.metadata["/Creator"] == "GridMap" and about.xmp_metadata is not None
    assert [process.poll() is None for process in started] == [False]
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("last", [0, 1, 3, 7, 20])
def test_what_somebody_had_who_was_killed_is_drawn_again(by, last):
    threads, shares = Threads(last), []
    by(3, threads)

    def step(share: float) -> None:
        shares.append(share)
        assert threads.came_up.wait(100)

    [pdf] = hands.as_pdfs(Leaves(30), A5, "leaves", told, step)
    assert said(pdf) == [f"leaf {n} of {n * n}" for n in range(30)]
    assert shares == sorted(shares) and shares[-1] == 1.0 and sum(threads.drew) > 1


@pytest.mark.parametrize("last", [0, 4])
def test_files_of_their_own_are_shared_out_too(by, last):
    threads = Threads(last)
    by(3, threads)
    files = hands.as_pdfs(Leaves(20, is_one_file=False), A5, "", told, lambda share: threads.came_up.wait(100))
    assert [said(pdf) for pdf in files] == [[f"leaf {n} of {n * n}"] for n in range(20)]
    assert max(threads.drew) > 2


def test_sheets_of_grids_are_shared_out_too(town, tmp_path, by):
    wanted = {"form": "dossier", "paper": "A4", "grids": (units_of(town, "village")[0],), "privacy": "public"}
    made = []
    for count, threads in ((1, Threads()), (2, Threads())):
        by(count, threads)
        file = tmp_path / f"{count}.pdf"
        Export(town, None, on=DAY, language="en", **wanted).write(
            file, lambda share, t=threads, c=count: c == 1 or t.came_up.wait(100)
        )
        made.append(drawn(file.read_bytes()))
    assert made[0] == made[1] and sum(threads.drew) > 2


def test_who_stops_it_leaves_nobody_at_work(by):
    class Stop(Exception):
        pass

    threads = Threads()
    by(3, threads)

    def step(share: float) -> None:
        assert threads.came_up.wait(100)
        if share > 0.4:
            raise Stop

    with pytest.raises(Stop):
        hands.as_pdfs(Leaves(30), A5, "", told, step)
    assert not [thread for thread in threading.enumerate() if thread.name == "gridmap-hand"]


def test_an_error_of_a_page_is_that_of_whoever_asked(tmp_path, town, by):
    threads = Threads()
    by(2, threads)
    with pytest.raises(BadInput, match="qr-too-long"):
        Export(town, None, form="board", qr="x" * 400, grids=(units_of(town, "village")[0],)).write(tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())


def test_hostile_names_are_drawn_the_same_whoever_does(tmp_path, by):
    plan = plan_with_names(list(HOSTILE[:5]))
    made = []
    for count, threads in ((1, Threads()), (2, Threads())):
        by(count, threads)
        file = tmp_path / f"{count}.pdf"
        Export(plan, None, atlas="comprehensive", paper="A4", on=DAY).write(
            file, lambda share, t=threads, c=count: c == 1 or t.came_up.wait(100)
        )
        made.append([page for _, page in drawn(file.read_bytes())])  # codes of odd glyphs are each file's own
    assert made[0] == made[1] and len(made[0]) == 6


def fails():
    raise PermissionError


@pytest.mark.parametrize("why", ["no Python", "cannot be sent", "little memory"])
def test_where_nobody_can_help_one_process_draws_all(monkeypatch, by, why):
    by(3, fails if why == "no Python" else Threads())
    if why == "little memory":
        monkeypatch.setattr(hands, "free_memory_mb", lambda: 300.0)
    leaves = Leaves(5, bound=threading.Lock() if why == "cannot be sent" else None)
    assert len(said(hands.as_pdfs(leaves, A5, "", told, lambda share: None)[0])) == 5


@pytest.mark.parametrize(
    ("cores", "pages", "wanted"), [(1, 1000, 1), (2, 12, 1), (2, 79, 1), (2, 80, 2), (16, 90, 2), (16, 1000, 4)]
)
def test_others_are_asked_where_they_save_more_than_they_cost(monkeypatch, cores, pages, wanted):
    monkeypatch.setattr(hands, "cores_to_use", lambda: cores)
    assert hands.processes_for(pages) == wanted
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert hands.processes_for(pages) == 1


def test_free_memory_is_what_the_system_says():
    said = "MemTotal:       24000000 kB\nMemFree:          500000 kB\nMemAvailable:    2000000 kB\n"
    assert spare._of_linux(said) == 2048.0
    assert spare.free_memory_mb() > 0 and spare.cores_to_use() >= 1
    with pytest.raises(ValueError):
        spare._of_linux("MemTotal: 1 kB\n")


def test_a_file_of_several_parts_is_whole_and_says_what_the_first_says():
    leaves = Leaves(7)
    parts = [
        (
            pages_as_pdf((page for n in numbers for page in leaves.pages(n, n)), A5, title=f"(7 0 R) 第{numbers[0]}"),
            numbers,
        )
        for numbers in ([0, 3, 4], [2, 5], [1, 6])
    ]
    whole = joined(parts)
    reader = pypdf.PdfReader(io.BytesIO(whole), strict=True)
    assert reader.metadata == pypdf.PdfReader(io.BytesIO(parts[0][0])).metadata
    assert reader.metadata["/Title"] == "(7 0 R) 第0" and reader.xmp_metadata is not None
    assert said(whole) == [f"leaf {n} of {n}" for n in range(7)]
    assert all(page["/Parent"] == reader.root_object["/Pages"] for page in reader.pages)
    fonts = {
        page["/Resources"]["/Font"].raw_get(name).idnum for page in reader.pages for name in page["/Resources"]["/Font"]
    }
    assert len(fonts) == len(parts)
    pages = [page for number in range(7) for pdf, numbers in parts if number in numbers
             for page in [drawn(pdf)[numbers.index(number)]]]  # fmt: skip
    assert drawn(whole) == pages
    document = pypdfium2.PdfDocument(whole)
    assert [page.get_textpage().get_text_bounded() for page in document] == [f"leaf {n} of {n}" for n in range(7)]


@pytest.mark.parametrize(
    "cut", [(b"startxref", b"startxxxx"), (b"/Root 3 0 R", b"/Roof 3 0 R"), (b"\n4 0 obj", b"\n5 0 obj")]
)
def test_what_is_no_whole_pdf_is_not_joined(cut):
    [page] = Leaves(1).pages(0, 0)
    pdf = pages_as_pdf([page], A5)
    assert cut[0] in pdf and len(said(joined([(pdf, [0]), (pdf, [1])]))) == 2
    with pytest.raises(ValueError):
        joined([(pdf, [0]), (pdf.replace(*cut), [1])])


def test_a_part_with_another_count_of_pages_is_an_error(town, tmp_path):
    [file] = atlas(town, grids=(units_of(town, "village")[0],)).write(tmp_path / "a.pdf")
    pdf = file.read_bytes()
    assert joined([(pdf, [0, 1])]) == pdf
    assert drawn(joined([(pdf, [1, 0])])) == drawn(pdf)[::-1]
    with pytest.raises(ValueError):
        joined([(pdf, [0, 1]), (pdf, [2])])
