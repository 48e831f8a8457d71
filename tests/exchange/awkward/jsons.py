"""GeoJSON, TopoJSON and their like with what is commonly wrong with them."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import geopandas as gpd

from tests.exchange.awkward.case import CODES, NAMES, PARENTS, VILLAGES, Awkward, corners, degrees, frame, only, text


def features(properties: list[dict] | None = None, points=None, **more: object) -> list[dict]:
    made = properties or [{"网格编码": c, "网格名称": n} for c, n in zip(CODES, NAMES, strict=True)]
    return [
        {"type": "Feature", "properties": each, "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]}, **more}
        for each, ring in zip(made, degrees() if points is None else points, strict=True)
    ]


def collection(folder: Path, made: list[dict] | None = None, name: str = "a.geojson", encoding="utf-8", **more) -> Path:
    whole = {"type": "FeatureCollection", **more, "features": features() if made is None else made}
    return text(folder, name, json.dumps(whole, ensure_ascii=False), encoding)


def with_crs(folder: Path) -> Path:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}
    return collection(folder, features(points=corners()), crs=crs)


def lines(folder: Path, name: str = "a.geojson", begin: str = "") -> Path:
    return text(folder, name, "\n".join(begin + json.dumps(each, ensure_ascii=False) for each in features()) + "\n")


def nested(folder: Path) -> Path:
    made = [
        {"网格": {"编码": c, "名称": n}, "上级": {"名称": VILLAGES[c[:12]]}} for c, n in zip(CODES, NAMES, strict=True)
    ]
    return collection(folder, features(made))


def datav(folder: Path) -> Path:
    """As the pickers of boundaries on the web give them: adcode, name, level, parent.adcode, center."""
    made = [
        {
            "adcode": int(c),
            "name": n,
            "center": [120.5, 31.8],
            "childrenNum": 0,
            "level": "grid",
            "parent": {"adcode": int(c[:12])},
            "subFeatureIndex": i,
            "acroutes": [100000, 320000],
        }
        for i, (c, n) in enumerate(zip(CODES, NAMES, strict=True))
    ]
    return collection(folder, features(made))


def esri(folder: Path) -> Path:
    """What a map server of Esri gives, with aliases."""
    made = {
        "displayFieldName": "",
        "fieldAliases": {"BH": "网格编码", "F1": "网格名称"},
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4549},
        "fields": [
            {"name": "BH", "type": "esriFieldTypeString", "alias": "网格编码", "length": 20},
            {"name": "F1", "type": "esriFieldTypeString", "alias": "网格名称", "length": 20},
        ],
        "features": [
            {"attributes": {"BH": c, "F1": n}, "geometry": {"rings": [ring.tolist()]}}
            for c, n, ring in zip(CODES, NAMES, corners(), strict=True)
        ],
    }
    return text(folder, "a.json", json.dumps(made, ensure_ascii=False))


def ids(folder: Path) -> Path:
    """The code is the id of the feature, as a number."""
    made = features([{"网格名称": n} for n in NAMES])
    for each, code in zip(made, CODES, strict=True):
        each["id"] = int(code)
    return collection(folder, made)


def ids_of_osm(folder: Path) -> Path:
    """@id and id are those of the map; the codes stand under ref."""
    made = features(
        [
            {"@id": f"way/{900 + i}", "id": i, "ref": c, "name": n}
            for i, (c, n) in enumerate(zip(CODES, NAMES, strict=True))
        ]
    )
    return collection(folder, made)


def topojson(folder: Path, *, quantised: bool = True, layers: int = 1) -> Path:
    """Arcs as differences of whole numbers, four to a grid."""
    xs, ys = [p[:, 0] for p in degrees()], [p[:, 1] for p in degrees()]
    low_x, low_y = min(map(min, xs)), min(map(min, ys))
    scale = 1e-9
    arcs, shapes = [], []
    for number, (code, name, ring) in enumerate(zip(CODES, NAMES, degrees(), strict=True)):
        whole = [(round((x - low_x) / scale), round((y - low_y) / scale)) for x, y in ring]
        steps = [list(whole[0])] + [[b[0] - a[0], b[1] - a[1]] for a, b in itertools.pairwise(whole)]
        arcs.append(steps if quantised else [list(p) for p in ring])
        shapes.append({"type": "Polygon", "arcs": [[number]], "properties": {"网格编码": code, "网格名称": name}})
    objects = {"grids": {"type": "GeometryCollection", "geometries": shapes}}
    if layers > 1:
        objects["points"] = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 0]}]}
    whole = {"type": "Topology", "objects": objects, "arcs": arcs}
    if quantised:
        whole["transform"] = {"scale": [scale, scale], "translate": [low_x, low_y]}
    return text(folder, "a.topojson", json.dumps(whole, ensure_ascii=False))


def exponents(folder: Path) -> Path:
    """Codes written as 3.20582100201e14, of which the last digits are lost."""
    words = collection(folder).read_text(encoding="utf-8")
    for code in CODES:
        words = words.replace(f'"{code}"', f"{float(code):.11e}")
    return text(folder, "a.geojson", words)


def empties(folder: Path) -> Path:
    """No shape, an empty one, and a collection of nothing."""
    made = features()
    made[0]["geometry"] = None
    made[1]["geometry"] = {"type": "Polygon", "coordinates": []}
    made[2]["geometry"] = {"type": "GeometryCollection", "geometries": []}
    return collection(folder, made)


def halves(folder: Path) -> Path:
    """Every shape is a collection of two halves that adjoin, and of the line between them."""
    made = features()
    for each, ring in zip(made, degrees(), strict=True):
        (x0, y0), (x1, y1) = ring.min(axis=0), ring.max(axis=0)
        corner = {tuple(p) for p in ring}
        assert len(corner) == 4
        # split along the diagonal, whose ends are corners of the grid, so that the halves meet exactly
        a, b, c, d = (tuple(p) for p in ring[:4])
        each["geometry"] = {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "coordinates": [[a, b, c, a]]},
                {"type": "Polygon", "coordinates": [[a, c, d, a]]},
                {"type": "LineString", "coordinates": [a, c]},
            ],
        }
        assert x0 < x1 and y0 < y1
    return collection(folder, made)


def adjoining_multi(folder: Path) -> Path:
    """Every shape is a multipolygon of two halves that share a border."""
    made = features()
    for each, ring in zip(made, degrees(), strict=True):
        a, b, c, d = (list(p) for p in ring[:4].tolist())
        each["geometry"] = {"type": "MultiPolygon", "coordinates": [[[a, b, c, a]], [[a, c, d, a]]]}
    return collection(folder, made)


def unclosed(folder: Path) -> Path:
    made = features()
    for each in made:
        each["geometry"]["coordinates"][0].pop()
    return collection(folder, made)


def mixed_kinds(folder: Path) -> Path:
    """Villages and grids in one layer, told apart by a column."""
    villages = frame().dissolve(by="村社区").to_crs(4326)
    made = features([{"编码": c, "名称": n, "级别": "网格"} for c, n in zip(CODES, NAMES, strict=True)])
    for number, (name, shape) in enumerate(zip(villages.index, villages.geometry, strict=True)):
        made.insert(
            number,
            {
                "type": "Feature",
                "geometry": gpd.GeoSeries([shape]).__geo_interface__["features"][0]["geometry"],
                "properties": {"编码": PARENTS[0 if name.startswith("东") else 7], "名称": name, "级别": "村（社区）"},
            },
        )
    return collection(folder, made)


def mixed_types(folder: Path) -> Path:
    """Comprehensive and dedicated grids in one layer; only the former are asked for."""
    made = features(
        [
            {"编码": c, "名称": n, "网格类型": "专属网格" if i == 7 else "综合网格"}
            for i, (c, n) in enumerate(zip(CODES, NAMES, strict=True))
        ]
    )
    return collection(folder, made)


def script(folder: Path) -> Path:
    return text(folder, "a.json", "var data = " + collection(folder).read_text(encoding="utf-8") + ";")


JSONS = [
    Awkward("json-plain", "nothing is wrong", collection),
    Awkward("json-crs", "a member crs, as before RFC 7946", with_crs),
    Awkward("json-bom", "a byte order mark", lambda f: collection(f, encoding="utf-8-sig")),
    Awkward("json-gbk", "in GBK", lambda f: collection(f, encoding="gbk")),
    Awkward("json-utf16", "in UTF-16", lambda f: collection(f, encoding="utf-16")),
    Awkward("json-suffix", "called .json", lambda f: collection(f, name="网格.json")),
    Awkward("json-upper", "called .GEOJSON", lambda f: collection(f, name="网格.GEOJSON")),
    Awkward("json-txt", "called .txt", lambda f: collection(f, name="网格.txt")),
    Awkward("json-lines", "a feature a line", lines),
    Awkward("json-lines-suffix", "a feature a line, with a suffix of its own", lambda f: lines(f, "a.geojsonl")),
    Awkward("json-lines-nd", "a feature a line, with another suffix", lambda f: lines(f, "a.ndjson")),
    Awkward("json-lines-rs", "a feature a line, after record separators", lambda f: lines(f, "a.geojsons", "\x1e")),
    Awkward("json-nested", "properties within properties", nested),
    Awkward("json-datav", "from a picker on the web", datav),
    Awkward("json-esri", "from a map server of Esri, with aliases", esri),
    Awkward("json-ids", "the code is the id of the feature", ids),
    Awkward("json-osm", "ids of the map, the code under ref", ids_of_osm),
    Awkward("json-exponents", "codes as 3.2E+14", exponents, grids={}, refused="codes-inexact"),
    Awkward(
        "json-empties",
        "shapes that are none",
        empties,
        told=("shape-missing",),
        grids={**{CODES[i]: (NAMES[i], PARENTS[i], None) for i in range(3)}, **only(*range(3, 8))},
    ),
    Awkward("json-halves", "collections of parts that adjoin", halves, told=("shape-parts-dropped", "parts-united")),
    Awkward("json-multi", "multipolygons of parts that adjoin", adjoining_multi, told=("parts-united",)),
    Awkward("json-unclosed", "rings are not closed", unclosed, told=("ring-closed",)),
    Awkward(
        "json-levels",
        "villages and grids in one layer, told apart by a column",
        mixed_kinds,
        told=("row-of-other-kind",),
    ),
    Awkward(
        "json-types",
        "another type of grid in the layer",
        mixed_types,
        told=("row-of-other-kind",),
        grids=only(*range(7)),
    ),
    Awkward("json-script", "a script, no data", script, refused="file-unreadable"),
    Awkward("topojson-plain", "quantised", topojson, told=("crs-assumed",)),
    Awkward("topojson-floats", "not quantised", lambda f: topojson(f, quantised=False), told=("crs-assumed",)),
    Awkward("topojson-two", "two objects, one of points", lambda f: topojson(f, layers=2), told=("crs-assumed",)),
]
