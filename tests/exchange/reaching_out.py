"""Files that would have the reader ask the network or read another file, and a server that counts who calls."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gridmap.exchange.sources import layers_in, read_features
from gridmap.model.errors import BadInput
from ui.words.messages import message_of

SQUARE = "120.5,31.8 120.51,31.8 120.51,31.81 120.5,31.8"
GEOJSON = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"SECRET"},"geometry":'
    '{"type":"Polygon","coordinates":[[[120.5,31.8],[120.51,31.8],[120.51,31.81],[120.5,31.8]]]}}]}'
)
PLACEMARK = (
    "<Placemark><name>&n;</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    f"{SQUARE}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
)
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
GML = """<?xml version="1.0"?><ogr:FeatureCollection xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://ogr.maptools.org/ {schema}" xmlns:ogr="http://ogr.maptools.org/"
 xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><ogr:a fid="a.0"><ogr:geometryProperty>
 <gml:Polygon srsName="EPSG:4326"><gml:outerBoundaryIs><gml:LinearRing>
 <gml:coordinates>120.5,31.8 120.51,31.8 120.51,31.81
 120.5,31.8</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon></ogr:geometryProperty>
 <ogr:code>1</ogr:code><ogr:other xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{schema}"/></ogr:a>
</gml:featureMember></ogr:FeatureCollection>"""


@contextmanager
def counting_server() -> Iterator[tuple[str, list[str]]]:
    """Return the address of a server that gives a GeoJSON to whoever asks, and the list of what was asked for."""
    asked: list[str] = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(GEOJSON.encode())

        do_HEAD = do_POST = do_GET  # noqa: N815 (names that the server looks for)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}", asked
        finally:
            listening.shutdown()
            thread.join()


def instructions(address: str, other: Path) -> dict[str, str]:
    """Return texts that GDAL would follow to somewhere else, by the name of the file."""
    laughs = "".join(f'<!ENTITY {"abcdefghij"[i]} "{("&" + "nabcdefghi"[i] + ";") * 10}">' for i in range(10))
    return {
        "net.vrt": "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>"
        f"/vsicurl/{address}/a.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "disk.vrt": f"<OGRVRTDataSource><OGRVRTLayer name='other'><SrcDataSource>{other}</SrcDataSource></OGRVRTLayer>"
        "</OGRVRTDataSource>",
        "vrt.geojson": "<OGRVRTDataSource><OGRVRTLayer name='other'>"
        f"<SrcDataSource>{other}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "wfs.xml": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
        "csw.xml": f"<OGRCSWDataSource><URL>{address}/csw</URL></OGRCSWDataSource>",
        "pipe.gdalg.json": '{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read '
        + str(other)
        + '"}',
        "oapif.json": '{"links":[{"rel":"data","href":"' + address + '/collections"}]}',
        "entity.kml": f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY n SYSTEM "{other}">]>' + KML.format(PLACEMARK),
        "laughs.kml": f'<?xml version="1.0"?><!-- <a> --><!DOCTYPE kml [<!ENTITY n "ha">{laughs}]>'
        + KML.format(PLACEMARK.replace("&n;", "&j;")),
        "entity.gml": f'<!DOCTYPE x [<!ENTITY n SYSTEM "{address}/n">]>' + GML.format(schema=address)[21:],
        "entity.dat": f'\n <!DOCTYPE x [<!ENTITY n SYSTEM "{address}/n">]>' + KML.format(PLACEMARK),
        "view.tab": f'!table\n!version 100\nOpen Table "{other}" Hide\nCreate View v As Select * From t\n',
    }


def must_refuse_to_follow(name: str, server: tuple[str, list[str]], folder: Path) -> None:
    """Fail unless one of the instructions is refused in words, and nobody was asked."""
    address, asked = server
    other = folder / "other.geojson"
    other.write_text(GEOJSON, encoding="utf-8")
    file = folder / name
    file.write_text(instructions(address, other)[name], encoding="utf-8")
    for read in (layers_in, read_features):
        with pytest.raises(BadInput) as refused:
            read(file)
        assert refused.value.key in ("format-not-known", "source-reaches-out", "file-unreadable")
        for language in ("zh", "en"):
            said = message_of(refused.value, language)
            assert name in said and "SECRET" not in said and "DRIVER" not in said
    assert not asked
