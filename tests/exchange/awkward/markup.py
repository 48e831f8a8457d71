"""KML, KMZ and GML with what is commonly wrong with them."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.exchange.awkward.case import (
    CODES,
    NAMES,
    PARENTS,
    VILLAGES,
    Awkward,
    all_grids,
    corners,
    degrees,
    frame,
    only,
    text,
)

KML = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">{}</kml>'


def ring(points: np.ndarray, height: str = ",0") -> str:
    return " ".join(f"{x:.9f},{y:.9f}{height}" for x, y in points)


def polygon(points: np.ndarray, height: str = ",0") -> str:
    return (
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring(points, height)}</coordinates>"
        "</LinearRing></outerBoundaryIs></Polygon>"
    )


def placemark(name: str, shape: str, more: str = "") -> str:
    return f"<Placemark><name>{name}</name>{more}{shape}</Placemark>"


def data(**values: str) -> str:
    """ExtendedData as people write it by hand."""
    cells = "".join(f'<Data name="{key}"><value>{value}</value></Data>' for key, value in values.items())
    return f"<ExtendedData>{cells}</ExtendedData>"


def schema_data(**values: str) -> str:
    """ExtendedData as GDAL and ArcGIS write it."""
    cells = "".join(f'<SimpleData name="{key}">{value}</SimpleData>' for key, value in values.items())
    return f'<ExtendedData><SchemaData schemaUrl="#grids">{cells}</SchemaData></ExtendedData>'


def html(**values: str) -> str:
    """A description as ArcGIS writes it: a page with a table."""
    rows = "".join(f'<tr bgcolor="#D4E4F3"><td>{key}</td><td>{value}</td></tr>' for key, value in values.items())
    return (
        "<description><![CDATA[<html xmlns:fo='http://www.w3.org/1999/XSL/Format'><head><META http-equiv='Content-Type'"
        " content='text/html'></head><body><table style='font-family:Arial'><tr style='text-align:center'><td>标题</td>"
        f"</tr><tr><td><table>{rows}</table></td></tr></table></body></html>]]></description>"
    )


def kml(folder: Path, marks: Sequence[str], name: str = "a.kml", head: str = "") -> Path:
    return text(folder, name, KML.format(f"<Document>{head}{''.join(marks)}</Document>"))


def plain(folder: Path) -> Path:
    return kml(
        folder, [placemark(n, polygon(p), data(网格编码=c)) for c, n, p in zip(CODES, NAMES, degrees(), strict=True)]
    )


def with_schema(folder: Path) -> Path:
    schema = (
        '<Schema name="grids" id="grids"><SimpleField name="WGBM" type="string"><displayName>网格编码</displayName>'
        '</SimpleField><SimpleField name="F2" type="string"><displayName>网格名称</displayName></SimpleField></Schema>'
    )
    marks = [
        placemark(str(i), polygon(p), schema_data(WGBM=c, F2=n))
        for i, (c, n, p) in enumerate(zip(CODES, NAMES, degrees(), strict=True))
    ]
    return kml(folder, marks, head=schema)


def with_tables(folder: Path) -> Path:
    marks = [
        placemark(str(i), polygon(p), html(OBJECTID=str(i), 网格编码=c, 网格名称=n, 村社区=VILLAGES[c[:12]]))
        for i, (c, n, p) in enumerate(zip(CODES, NAMES, degrees(), strict=True))
    ]
    return kml(folder, [f"<Folder><name>网格</name>{''.join(marks)}</Folder>"])


def with_lines_of_text(folder: Path) -> Path:
    """A description of lines "key: value", as Ovital users write them."""
    marks = [
        placemark(n, polygon(p), f"<description>网格编码：{c}&lt;br/&gt;负责人：张三</description>")
        for c, n, p in zip(CODES, NAMES, degrees(), strict=True)
    ]
    return kml(folder, marks)


def in_folders(folder: Path, deep: bool = True, name: str = "a.kml") -> Path:
    """Folders in folders: the town, its villages, in each a folder "网格" of the same name."""
    inside = []
    for village in ("320582100201", "320582100202"):
        marks = "".join(
            placemark(n, polygon(p)) for c, n, p in zip(CODES, NAMES, degrees(), strict=True) if c[:12] == village
        )
        marks = f"<Folder><name>网格面</name>{marks}</Folder>" if deep else marks
        inside.append(f"<Folder><name>{VILLAGES[village]}</name>{marks}</Folder>")
    return kml(folder, [f"<Folder><name>测试镇</name>{''.join(inside)}</Folder>"], name)


def multi(folder: Path) -> Path:
    """Areas in MultiGeometry beside the point of a label, as Google Earth writes them."""
    marks = []
    for c, n, p in zip(CODES, NAMES, degrees(), strict=True):
        x, y = p[:4].mean(axis=0)
        point = f"<Point><coordinates>{x},{y},0</coordinates></Point>"
        marks.append(placemark(n, f"<MultiGeometry>{point}{polygon(p)}</MultiGeometry>", data(编码=c)))
    return kml(folder, marks)


def lines(folder: Path) -> Path:
    """Closed lines, and pins with other names beside them."""
    marks = [
        placemark(
            n,
            f"<LineString><tessellate>1</tessellate><coordinates>\n\t\t{ring(p)}\n</coordinates></LineString>",
            data(编码=c),
        )
        for c, n, p in zip(CODES, NAMES, degrees(), strict=True)
    ]
    pin = placemark("村委会", "<Point><coordinates>120.55,31.86,0</coordinates></Point>")
    return kml(folder, [*marks, pin])


def track(folder: Path) -> Path:
    """Tracks of a phone (gx:Track), closed."""
    marks = []
    for c, n, p in zip(CODES, NAMES, degrees(), strict=True):
        whens = "<when>2023-05-01T08:00:00Z</when>" * 5
        points = "".join(f"<gx:coord>{x:.9f} {y:.9f} 3.5</gx:coord>" for x, y in p)
        marks.append(placemark(n, f"<gx:Track>{whens}{points}</gx:Track>", data(编码=c)))
    words = KML.replace("<kml ", '<kml xmlns:gx="http://www.google.com/kml/ext/2.2" ')
    return text(folder, "a.kml", words.format(f"<Document>{''.join(marks)}</Document>"))


def prefixed(folder: Path) -> Path:
    """Every element has a prefix, and the namespace is that of Google Earth of 2006."""
    words = plain(folder).read_text(encoding="utf-8")
    for tag in (
        "Document",
        "Placemark",
        "name",
        "Polygon",
        "outerBoundaryIs",
        "LinearRing",
        "coordinates",
        "ExtendedData",
        "Data",
        "value",
        "kml",
    ):
        words = words.replace(f"<{tag}>", f"<k:{tag}>").replace(f"</{tag}>", f"</k:{tag}>")
        words = words.replace(f"<{tag} ", f"<k:{tag} ")
    return text(folder, "a.kml", words.replace("xmlns=", "xmlns:k=").replace("opengis.net/kml", "earth.google.com/kml"))


def without_namespace(folder: Path) -> Path:
    words = plain(folder).read_text(encoding="utf-8").replace(' xmlns="http://www.opengis.net/kml/2.2"', "")
    return text(folder, "a.kml", words)


def in_gbk(folder: Path) -> Path:
    words = plain(folder).read_text(encoding="utf-8").replace("UTF-8", "GB2312")
    return text(folder, "a.kml", words, "gbk")


def in_utf16(folder: Path) -> Path:
    words = plain(folder).read_text(encoding="utf-8").replace("UTF-8", "UTF-16")
    return text(folder, "a.kml", words, "utf-16")


def unclosed_ring(folder: Path) -> Path:
    """The last corner is not the first again."""
    marks = [placemark(n, polygon(p[:4]), data(编码=c)) for c, n, p in zip(CODES, NAMES, degrees(), strict=True)]
    return kml(folder, marks)


def with_levels(folder: Path) -> Path:
    """The outlines of the villages stand beside their grids, in a folder of their own."""
    around = [np.asarray(s.exterior.coords) for s in frame().dissolve(by="村社区").to_crs(4326).geometry]
    villages = "".join(placemark(n, polygon(p)) for n, p in zip(VILLAGES.values(), around, strict=True))
    marks = "".join(placemark(n, polygon(p), data(编码=c)) for c, n, p in zip(CODES, NAMES, degrees(), strict=True))
    return kml(folder, [f"<Folder><name>村界</name>{villages}</Folder>", f"<Folder><name>网格</name>{marks}</Folder>"])


def kmz(folder: Path, inside: str = "doc.kml", name: str = "a.kmz") -> Path:
    (folder / "apart").mkdir()
    file = with_schema(folder / "apart")
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, inside)
        archive.writestr("files/图标.png", b"x")
    return folder / name


def gpx(folder: Path) -> Path:
    tracks = ""
    for code, ring in zip(CODES, degrees(), strict=True):
        points = "".join(f'<trkpt lat="{y:.9f}" lon="{x:.9f}"><ele>3</ele></trkpt>' for x, y in ring)
        name = NAMES[CODES.index(code)]
        tracks += f"<trk><name>{name}</name><desc>{code}</desc><trkseg>{points}</trkseg></trk>"
    pin = '<wpt lat="31.86" lon="120.55"><name>村委会</name></wpt>'
    head = '<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
    return text(folder, "a.gpx", f"{head}{pin}{tracks}</gpx>")


# ---- GML ---------------------------------------------------------------------------------------------------------


def gml(folder: Path, version: str, *, north_first: bool, name: str, crs: str = "EPSG:4549") -> Path:
    """A collection in GML 2 or 3.2, its coordinates with the easting or the northing first."""
    points = corners() if crs == "EPSG:4549" else degrees()
    if crs.startswith("urn") and crs.endswith("4549"):
        points = corners()
    members = []
    points = [ring[:, ::-1] for ring in points] if north_first else points
    for number, (code, label, each) in enumerate(zip(CODES, NAMES, points, strict=True)):
        if version == "2":
            pairs = " ".join(f"{a:.9f},{b:.9f}" for a, b in each)
            shape = (
                f'<gml:Polygon srsName="{name}"><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>{pairs}'
                "</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>"
            )
        else:
            pairs = " ".join(f"{a:.9f} {b:.9f}" for a, b in each)
            shape = (
                f'<gml:Polygon gml:id="p{number}" srsName="{name}"><gml:exterior><gml:LinearRing><gml:posList>{pairs}'
                "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
            )
        members.append(
            f"<gml:featureMember><t:grid><t:shape>{shape}</t:shape><t:网格编码>{code}</t:网格编码><t:网格名称>{label}"
            "</t:网格名称></t:grid></gml:featureMember>"
        )
    space = "http://www.opengis.net/gml" + ("/3.2" if version == "3.2" else "")
    return text(
        folder,
        "a.gml",
        f'<?xml version="1.0" encoding="utf-8"?><t:all xmlns:t="urn:t" xmlns:gml="{space}">{"".join(members)}</t:all>',
    )


def arcs(folder: Path) -> Path:
    """The first grid is bounded by a curve: three of its sides are arcs so flat that they are straight to 1 mm."""
    file = gml(folder, "3.2", north_first=True, name="urn:ogc:def:crs:EPSG::4549")
    words = file.read_text(encoding="utf-8")
    begin, end = words.index("<gml:exterior>"), words.index("</gml:exterior>")
    first = corners()[0]
    middle = [(a + b) / 2 for a, b in itertools.pairwise(first)]
    points = [p for pair in zip(first[:-1], middle, strict=True) for p in pair] + [first[-1]]
    points[1] = points[1] + [10.0, 0.0]  # bulges 10 m to the east
    pairs = " ".join(f"{y:.3f} {x:.3f}" for x, y in points)
    curve = (
        '<gml:exterior><gml:Ring><gml:curveMember><gml:Curve gml:id="c"><gml:segments><gml:ArcString><gml:posList>'
        f"{pairs}</gml:posList></gml:ArcString></gml:segments></gml:Curve></gml:curveMember></gml:Ring>"
    )
    return text(folder, "a.gml", words[:begin] + curve + words[end:])


def bulged() -> dict:
    """All grids, the first with the half-lens of the arc beside it: sagitta 10 m over a chord of 400 m."""
    from shapely import Polygon

    first = corners()[0]
    lower, upper = first[0], first[1]
    radius = (200**2 + 10**2) / 20
    middle = np.array([lower[0] + 10 - radius, (lower[1] + upper[1]) / 2])
    angle = np.linspace(-np.arcsin(200 / radius), np.arcsin(200 / radius), 400)
    arc = middle + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    west, east = first[:, 0].min(), first[:, 0].max()
    assert lower[0] == upper[0] == east and west < east
    shape = Polygon([*arc, (west, upper[1]), (west, lower[1])])
    grids = all_grids()
    grids[CODES[0]] = (NAMES[0], PARENTS[0], shape)
    return grids


BY_PLACE = {"number": True}
MARKUP = [
    Awkward("kml-plain", "nothing is wrong", plain, told=("z-dropped",)),
    Awkward(
        "kml-schema", "the columns have other names for people than for programs", with_schema, told=("z-dropped",)
    ),
    Awkward("kml-html", "code and name are in a table of the description", with_tables, told=("z-dropped",)),
    Awkward("kml-words", "code is in a line of the description", with_lines_of_text, told=("z-dropped",)),
    Awkward(
        "kml-folders",
        "folders in folders, two of the same name",
        in_folders,
        grids={
            code: (name, code[:12], shape)
            for code, (name, _, shape) in zip(
                [f"{v}00{n}" for v in ("320582100201", "320582100202") for n in (3, 4, 1, 2)],
                all_grids().values(),
                strict=True,
            )
        },
        told=("z-dropped", "codes-numbered"),
    ),
    Awkward("kml-multi", "areas stand beside the points of labels", multi, told=("shape-parts-dropped",)),
    Awkward("kml-lines", "lines and pins, no areas", lines, told=("shape-not-polygon",)),
    Awkward("kml-tracks", "tracks of a phone", track),
    Awkward("kml-prefixed", "elements with prefixes, of 2006", prefixed, told=("z-dropped",)),
    Awkward("kml-bare", "no namespace", without_namespace, told=("z-dropped",)),
    Awkward("kml-gbk", "in GBK", in_gbk, told=("z-dropped",)),
    Awkward("kml-utf16", "in UTF-16", in_utf16, told=("z-dropped",)),
    Awkward("kml-unclosed", "rings are not closed", unclosed_ring, told=("z-dropped", "ring-closed")),
    Awkward(
        "kml-levels",
        "the villages' outlines are in the file too",
        with_levels,
        told=("z-dropped", "row-of-parent"),
    ),
    Awkward(
        "kml-layer",
        "one folder is asked for",
        in_folders,
        options={"layer": "东村村委会"},
        grids={
            f"320582100201{n}": value
            for n, value in zip(("003", "004", "001", "002"), only(0, 1, 2, 3).values(), strict=True)
        },
        told=("z-dropped", "codes-numbered"),
    ),
    Awkward(
        "kml-ovital",
        "from Ovital, with its suffix",
        lambda f: in_folders(f, deep=False, name="a.ovkml"),
        grids={
            code: (name, code[:12], shape)
            for code, (name, _, shape) in zip(
                [f"{v}00{n}" for v in ("320582100201", "320582100202") for n in (3, 4, 1, 2)],
                all_grids().values(),
                strict=True,
            )
        },
        told=("z-dropped", "codes-numbered"),
    ),
    Awkward(
        "kml-both-in-name",
        "code and name stand in the name",
        lambda f: kml(f, [placemark(f"{c} {n}", polygon(p)) for c, n, p in zip(CODES, NAMES, degrees(), strict=True)]),
        told=("z-dropped", "code-and-name-parted"),
    ),
    Awkward("gpx-tracks", "closed tracks of a phone and a waypoint", gpx),
    Awkward("kmz-plain", "packed", kmz, told=("z-dropped",)),
    Awkward("kmz-folder", "packed in a folder of another name", lambda f: kmz(f, "图层/网格.kml"), told=("z-dropped",)),
    Awkward("kmz-zip", "a KMZ that is called .zip", lambda f: kmz(f, name="a.zip"), told=("z-dropped",)),
    Awkward("gml-2", "GML 2, easting first", lambda f: gml(f, "2", north_first=False, name="EPSG:4549")),
    Awkward(
        "gml-3-urn",
        "GML 3.2, northing first as the CRS says",
        lambda f: gml(f, "3.2", north_first=True, name="urn:ogc:def:crs:EPSG::4549"),
    ),
    Awkward(
        "gml-3-url",
        "GML 3.2, latitude first as the CRS says",
        lambda f: gml(f, "3.2", north_first=True, name="http://www.opengis.net/def/crs/EPSG/0/4490", crs="EPSG:4490"),
    ),
    Awkward(
        "gml-2-http",
        "GML 2 of a WFS 1.0, longitude first",
        lambda f: gml(f, "2", north_first=False, name="http://www.opengis.net/gml/srs/epsg.xml#4326", crs="EPSG:4326"),
    ),
    Awkward(
        "gml-3-lies",
        "GML 3.2, longitude first, against what the CRS says",
        lambda f: gml(f, "3.2", north_first=False, name="urn:ogc:def:crs:EPSG::4490", crs="EPSG:4490"),
        refused="coordinates-swapped",
    ),
    Awkward(
        "gml-3-lies-told",
        "the same, and the user knows",
        lambda f: gml(f, "3.2", north_first=False, name="urn:ogc:def:crs:EPSG::4490", crs="EPSG:4490"),
        options={"swap_xy": True},
    ),
    Awkward("gml-arcs", "a border is an arc", arcs, grids=bulged(), told=("curves-made-straight",), near=20.0),
]
