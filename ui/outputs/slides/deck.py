"""A presentation in the making: GridMap's own look, or that of a template of the user's; texts, tables and charts."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from gridmap.model.errors import BadInput
from gridmap.storage.held import raw_bytes
from ui.outputs.slides import texts
from ui.outputs.slides.chart_data import chart_data

WIDTH: Final = 12_192_000
HEIGHT: Final = 6_858_000
"""A slide of 13.33 by 7.5 inches, EMU."""

INK: Final = "1B2430"
MUTED: Final = "66707C"
ACCENT: Final = "8A1C3C"
_COLOURS: Final = ("2F6F73", "8A1C3C", "E2A63C", "5B7DB1", "DD8A6C", "7F6BB0")
_FONT: Final = "微软雅黑"
_LATIN: Final = "Microsoft YaHei"
_A: Final = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P: Final = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_SLIDES_TEMPLATE: Final = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_MOST_BYTES: Final = 200_000_000
_LONGEST: Final = 60


def one_line(said: str, longest: int = _LONGEST) -> str:
    """Return a text from a file as it fits into a cell or a title: on one line, cut with an ellipsis."""
    plain = " ".join(said.split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


class Deck:
    """Slides that are added one after the other.

    Parameters
    ----------
    template : Path, optional
        A .pptx or .potx whose masters, layouts, fonts and colours are used; its own slides are left out.

    Raises
    ------
    BadInput
        ``template-not-slides`` if the template cannot be read as slides.
    """

    def __init__(self, template: Path | None = None) -> None:
        self.own_look = template is None
        self._presentation: Any = _opened(template) if template else _plain_presentation()
        self.width: int = self._presentation.slide_width or WIDTH
        self.height: int = self._presentation.slide_height or HEIGHT

    # ---- slides ------------------------------------------------------------------------------------------------------

    def cover(self, title: str, lines: Sequence[str]) -> None:
        """Add the first slide."""
        layout = self._layout("title") or self._layout("titleOnly") or self._any_layout()
        slide = self._presentation.slides.add_slide(layout)
        below = None
        for holder in list(slide.placeholders):
            kind = holder.element.ph.get("type", "obj")
            if kind in ("ctrTitle", "title"):
                holder.text_frame.text = title
            elif kind in ("subTitle", "body", "obj") and below is None:
                below = holder
            else:
                holder.element.getparent().remove(holder.element)
        if slide.shapes.title is None:
            self.text(slide, 0.08, 0.32, 0.84, 0.2, title, 36, bold=True)
        if below is not None:
            below.text_frame.text = lines[0] if lines else ""
            for line in lines[1:]:
                below.text_frame.add_paragraph().text = line
        else:
            self.text(slide, 0.08, 0.58, 0.84, 0.25, "\n".join(lines), 16, colour=MUTED)

    def slide(self, title: str) -> tuple[Any, tuple[int, int, int, int]]:
        """Add a slide with a title and return it with the room below: left, top, width and height, EMU."""
        slide = self._presentation.slides.add_slide(
            self._layout("titleOnly") or self._layout("obj") or self._any_layout()
        )
        own = slide.shapes.title
        for holder in list(slide.placeholders):
            if own is None or holder.element is not own.element:
                holder.element.getparent().remove(holder.element)
        left = round(self.width * 0.036)
        top = round(self.height * 0.15)
        if own is None:
            self.text(slide, 0.036, 0.04, 0.92, 0.09, title, 26, bold=True)
        else:
            own.text_frame.text = title
            below = (own.top or 0) + (own.height or 0)
            top = min(below, round(self.height * 0.3)) + round(self.height * 0.012)
            left = max(min(own.left or left, round(self.width * 0.06)), round(self.width * 0.02))
        return slide, (left, top, self.width - 2 * left, self.height - top - round(self.height * 0.075))

    def _layout(self, kind: str) -> Any | None:
        for layout in self._presentation.slide_layouts:
            if layout._element.get("type") == kind:
                return layout
        return None

    def _any_layout(self) -> Any:
        """Return the layout with a title and the least besides."""
        layouts = list(self._presentation.slide_layouts)
        if not layouts:
            raise BadInput("template-not-slides", file="", reason="no layouts")
        titled = [one for one in layouts if any(h.element.ph.get("type") == "title" for h in one.placeholders)]
        return min(titled or layouts, key=lambda one: len(list(one.placeholders)))

    # ---- what stands on them -----------------------------------------------------------------------------------------

    def text(
        self,
        slide: Any,
        left: float,
        top: float,
        width: float,
        height: float,
        said: str,
        size_pt: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
        middle: bool = False,
    ) -> None:
        """Write a text into a box, its place in shares of the slide's width and height."""
        box = (
            round(left * self.width), round(top * self.height), round(width * self.width), round(height * self.height),
        )  # fmt: skip
        look = texts.Look(size_pt, bold, colour, align)
        tree = slide.shapes._spTree
        tree.append(parse_xml(texts.text_box(slide.shapes._next_shape_id, box, said, look, middle=middle)))

    def foot(self, slide: Any, said: str) -> None:
        """Write the line at the foot of a slide, with the slide's number."""
        self.text(slide, 0.036, 0.945, 0.84, 0.04, said, 9, colour=MUTED, middle=True)
        self.text(slide, 0.9, 0.945, 0.064, 0.04, str(len(self._presentation.slides)), 9, colour=MUTED, align="right",
                  middle=True)  # fmt: skip

    def table(
        self,
        slide: Any,
        room: tuple[int, int, int, int],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        right: Sequence[int] = (),
        size_pt: float = 11,
        head_pt: float = 0,
        row_height: int = 300_000,
        last_bold: bool = False,
    ) -> None:
        """Add a table of PowerPoint's own, the first row its heading.

        Parameters
        ----------
        room : (left, top, width, height)
            EMU; rows are ``row_height`` high, or lower if they would not fit.
        widths : sequence of float
            Of the columns, in any unit.
        right : sequence of int
            Columns of numbers.
        size_pt, head_pt : float
            Size of the type, and that of the headings if it is another.
        """
        left, top, width, height = room
        row_height = min(row_height, height // max(len(rows), 1))
        cells = [
            [
                (
                    one_line(said),
                    texts.Look(
                        size_pt if number else head_pt or size_pt,
                        number == 0 or (last_bold and number == len(rows) - 1),
                        INK if number else "FFFFFF",
                        "right" if at in right else "left",
                    ),
                )
                for at, said in enumerate(row)
            ]
            for number, row in enumerate(rows)
        ]
        columns = [round(width * wide / sum(widths)) for wide in widths]
        box = (left, top, width, row_height * len(rows))
        tree = slide.shapes._spTree
        tree.append(parse_xml(texts.table(slide.shapes._next_shape_id, box, cells, columns, row_height)))

    def chart(
        self,
        slide: Any,
        room: tuple[int, int, int, int],
        title: str,
        names: Sequence[str],
        series: Sequence[tuple[str, Sequence[int]]],
        *,
        stacked: bool = False,
        bars: bool = False,
    ) -> None:
        """Add a chart of PowerPoint's own with its data; the workbook in it holds texts as texts."""
        data = CategoryChartData(number_format="#,##0")
        names = [one_line(name, 24) for name in names]
        data.categories = names
        for name, values in series:
            data.add_series(one_line(name, 40), list(values))
        kind = {
            (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
            (True, False): XL_CHART_TYPE.COLUMN_STACKED,
            (False, True): XL_CHART_TYPE.BAR_CLUSTERED,
            (True, True): XL_CHART_TYPE.BAR_STACKED,
        }[stacked, bars]
        chart = slide.shapes.add_chart(kind, *(Emu(edge) for edge in room), data).chart
        chart.part.chart_workbook.update_from_xlsx_blob(chart_data(names, series))
        chart.font.size = Pt(10)
        chart.font.color.rgb = RGBColor.from_string(INK)
        chart.has_title = True
        chart.chart_title.include_in_layout = False
        _run(chart.chart_title.text_frame.paragraphs[0], title, 13, bold=True, colour=INK)
        chart.has_legend = len(series) > 1
        if chart.has_legend:
            chart.legend.position = XL_LEGEND_POSITION.BOTTOM
            chart.legend.include_in_layout = False
        plot = chart.plots[0]
        plot.gap_width, plot.vary_by_categories = 45, False
        chart.value_axis.has_major_gridlines = False
        chart.value_axis.visible = False
        if bars:
            chart.category_axis.reverse_order = True
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = '#,##0;;""', False
        labels.font.size = Pt(9)
        if stacked:
            labels.font.color.rgb = RGBColor(255, 255, 255)
        else:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END

    def shapes(self, slide: Any, groups: Sequence[str]) -> None:
        """Put groups of shapes that are XML already onto a slide, the lowest first."""
        tree = slide.shapes._spTree
        for group in groups:
            tree.append(parse_xml(group))

    def content(self, title: str) -> bytes:
        """Return the file, with nothing in it that says who made a template, or when."""
        about = self._presentation.core_properties
        about.title, about.author, about.last_modified_by = title[:255], "GridMap", "GridMap"
        about.subject = about.keywords = about.comments = about.category = ""
        about.revision = 1
        about.created = about.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        packed = io.BytesIO()
        self._presentation.save(packed)
        return packed.getvalue()


def _run(paragraph: Any, said: str, size_pt: float, *, bold: bool, colour: str) -> None:
    run = paragraph.add_run()
    run.text = said
    run.font.size, run.font.bold = Pt(size_pt), bold
    run.font.color.rgb = RGBColor.from_string(colour)
    run._r.get_or_add_rPr().set("lang", "zh-CN")
    run._r.get_or_add_rPr().set("altLang", "en-US")


# ---- looks -----------------------------------------------------------------------------------------------------------


def _opened(template: Path) -> Any:
    """Return a template as a presentation without slides of its own."""
    try:
        if template.stat().st_size > _MOST_BYTES:
            raise BadInput("template-not-slides", file=str(template), reason=f"> {_MOST_BYTES:,} B")
        presentation = Presentation(_as_slides(raw_bytes(template)))
    except BadInput:
        raise
    except FileNotFoundError as error:
        raise BadInput("file-not-found", file=str(template)) from error
    except Exception as error:  # zipfile, lxml and python-pptx raise whatever they like
        raise BadInput("template-not-slides", file=str(template), reason=type(error).__name__) from error
    if not len(presentation.slide_layouts):
        raise BadInput("template-not-slides", file=str(template), reason="no layouts")
    listed = presentation.part._element.find(qn("p:sldIdLst"))
    for slide in list(listed) if listed is not None else []:
        presentation.part.drop_rel(slide.get(qn("r:id")))
        listed.remove(slide)
    for left in ("p:custShowLst", "p:extLst"):  # shows and sections name slides that are no longer there
        for element in presentation.part._element.findall(qn(left)):
            presentation.part._element.remove(element)
    _forget_thumbnail(presentation)
    return presentation


def _as_slides(content: bytes) -> io.BytesIO:
    """Return a .potx as the .pptx that it becomes when somebody opens it; a .pptx as it is."""
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 4 * _MOST_BYTES:
            raise ValueError("too large")
        types = archive.read("[Content_Types].xml")
        if _SLIDES_TEMPLATE.encode() not in types:
            return io.BytesIO(content)
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as written:
            for entry in archive.infolist():
                what = archive.read(entry.filename)
                if entry.filename == "[Content_Types].xml":
                    what = types.replace(_SLIDES_TEMPLATE.encode(), _SLIDES.encode())
                written.writestr(entry.filename, what)
    return io.BytesIO(changed.getvalue())


def _forget_thumbnail(presentation: Any) -> None:
    package = presentation.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(key)


def _plain_presentation() -> Any:
    """Return python-pptx's own template made wide, in GridMap's colours and in fonts that Windows has."""
    presentation: Any = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(WIDTH), Emu(HEIGHT)
    _forget_thumbnail(presentation)
    for layout in list(presentation.slide_layouts):
        if layout._element.get("type") not in ("title", "titleOnly", "blank"):
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_master
    for sheet in (master, *presentation.slide_layouts):
        for element in sheet._element.iter(qn("a:off"), qn("a:ext")):
            for name in ("x", "cx"):
                if element.get(name):
                    element.set(name, str(round(int(element.get(name)) * WIDTH / 9_144_000)))
        for holder in list(sheet.placeholders):
            if holder.element.ph.get("type") in ("dt", "ftr", "sldNum"):
                holder.element.getparent().remove(holder.element)
    title = next(holder for holder in master.placeholders if holder.element.ph.get("type") == "title")
    title.left, title.top, title.width, title.height = Emu(640_000), Emu(250_000), Emu(11_100_000), Emu(640_000)
    for holder in presentation.slide_layouts[0].placeholders:
        kind = holder.element.ph.get("type")
        top, height = (2_000_000, 1_500_000) if kind == "ctrTitle" else (3_700_000, 1_900_000)
        holder.left, holder.top, holder.width, holder.height = Emu(980_000), Emu(top), Emu(10_300_000), Emu(height)
        holder.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if kind == "ctrTitle" else MSO_ANCHOR.TOP
    _set_type(master, presentation.slide_layouts[0])
    _bar(presentation.slide_layouts[0], (640_000, 2_300_000, 110_000, 2_500_000))
    _bar(presentation.slide_layouts[1], (440_000, 330_000, 80_000, 480_000))
    _set_theme(master)
    return presentation


def _set_type(master: Any, cover: Any) -> None:
    """Set titles to the left in bold ink, and what stands below the cover's title smaller."""
    first = master._element.find(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    first.set("algn", "l")
    first.find(qn("a:defRPr")).set("sz", "2600")
    first.find(qn("a:defRPr")).set("b", "1")
    for holder in cover.placeholders:
        small = holder.element.ph.get("type") != "ctrTitle"
        style = (
            f'<a:lstStyle {_A}><a:lvl1pPr marL="0" indent="0" algn="l">'
            f'<a:buNone/><a:defRPr sz="{1600 if small else 4000}" b="{0 if small else 1}"><a:solidFill>'
            f'<a:srgbClr val="{MUTED if small else INK}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
        )
        old = holder.element.txBody.find(qn("a:lstStyle"))
        holder.element.txBody.replace(old, parse_xml(style))


def _bar(layout: Any, room: tuple[int, int, int, int]) -> None:
    """Put the upright bar beside the title."""
    left, top, width, height = room
    layout._element.cSld.spTree.append(
        parse_xml(
            f'<p:sp {_A} {_P}><p:nvSpPr><p:cNvPr id="90" '
            'name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
            f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
            '<a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent2"/></a:solidFill>'
            "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
        )
    )


def _set_theme(master: Any) -> None:
    """Give the theme GridMap's colours and the fonts that Windows shows Chinese in; others stand in elsewhere."""
    [part] = [known._target for known in master.part.rels.values() if known.reltype == RELATIONSHIP_TYPE.THEME]
    theme = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    theme.set("name", "GridMap")
    for number, colour in enumerate(_COLOURS, start=1):
        theme.find(f".//a:accent{number}/a:srgbClr", space).set("val", colour)
    for kind in ("major", "minor"):
        font = theme.find(f".//a:{kind}Font", space)
        font.find("a:latin", space).set("typeface", _LATIN)
        font.find("a:ea", space).set("typeface", _FONT)
        for script in font.findall("a:font", space):
            if script.get("script") == "Hans":
                script.set("typeface", _FONT)
            else:
                font.remove(script)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
