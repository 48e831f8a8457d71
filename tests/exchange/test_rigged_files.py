"""Files that would have the reader ask the network, read another file or grow without end: refused, or harmless.

A server on loopback counts who calls. Nobody may.
"""

from __future__ import annotations

import io
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyogrio
import pytest

from gridmap.exchange import archives
from gridmap.exchange.formats import allow_only_these_drivers, formats
from gridmap.exchange.reference import read_reference
from gridmap.exchange.sources import layers_in, read_features
from gridmap.model.errors import BadInput
from tests.exchange.reaching_out import (
    GEOJSON,
    GML,
    KML,
    PLACEMARK,
    counting_server,
    instructions,
    must_refuse_to_follow,
)
from ui.words.messages import message_of


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    with counting_server() as server:
        yield server


@pytest.mark.parametrize("name", instructions("", Path()))
def test_instructions_to_read_something_else_are_refused_and_nobody_is_asked(name, server, tmp_path):
    must_refuse_to_follow(name, server, tmp_path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_entities_are_found_in_another_encoding_too(encoding, tmp_path):
    file = tmp_path / "a.kml"
    file.write_bytes(instructions("", tmp_path)["laughs.kml"].encode(encoding))
    with pytest.raises(BadInput, match="source-reaches-out"):
        read_features(file)


def test_a_page_within_a_description_is_no_entity(tmp_path):
    file = tmp_path / "a.kml"
    text = PLACEMARK.replace("&n;", "<![CDATA[<!DOCTYPE html><b>1</b>]]>")
    file.write_text(KML.format(text), encoding="utf-8")
    assert len(read_features(file)) == 1


@pytest.mark.parametrize("schema", ["{address}/a.xsd", "{folder}/a.xsd"])
def test_a_gml_is_read_without_its_schema_and_leaves_nothing_beside_it(schema, server, tmp_path):
    address, asked = server
    file = tmp_path / "a.gml"
    file.write_text(GML.replace("{schema}", schema.format(address=address, folder=tmp_path)), encoding="utf-8")
    assert len(read_features(file)) == 1
    assert not asked and [path.name for path in tmp_path.iterdir()] == ["a.gml"]


def test_a_template_beside_a_gml_is_not_followed(server, tmp_path):
    address, asked = server
    (tmp_path / "a.gml").write_text(GML.replace("{schema}", "x"), encoding="utf-8")
    (tmp_path / "a.gfs").write_text("<GMLFeatureClassList><GMLFeatureClass><Name>b</Name></GMLFeatureClass>"
                                    "</GMLFeatureClassList>", encoding="utf-8")  # fmt: skip
    assert layers_in(tmp_path / "a.gml") == ("a",)
    assert not asked and address


def test_a_network_link_in_a_kml_is_not_followed(server, tmp_path):
    address, asked = server
    link = f"<NetworkLink><Link><href>{address}/b.kml</href></Link></NetworkLink>"
    style = f"<Placemark><styleUrl>{address}/c.kml#s</styleUrl>" + PLACEMARK.replace("&n;", "1").removeprefix(
        "<Placemark>"
    )
    (tmp_path / "a.kml").write_text(KML.format(link + style), encoding="utf-8")
    assert len(read_features(tmp_path / "a.kml")) == 1
    assert not asked


@pytest.mark.parametrize(
    "source", ["/vsicurl/{0}/a.geojson", "{0}/a.geojson", "WFS:{0}", "PG:host=127.0.0.1", "MVT:{0}"]
)
def test_an_address_is_no_file(source, server):
    address, asked = server
    with pytest.raises(BadInput) as refused:
        read_features(Path(source.format(address)))
    assert refused.value.key == "file-not-found" and not asked


@pytest.mark.parametrize("name", ["a.zip!b.gpkg", "a;b.gpkg"])
def test_a_name_that_would_be_taken_for_another_file_is_refused(name, tmp_path):
    (tmp_path / name).write_bytes(b"SQLite format 3\0")
    with pytest.raises(BadInput, match="file-name-unusable"):
        read_features(tmp_path / name)


def test_virtual_tables_are_refused_and_views_are_no_layers(place, tmp_path):
    file = tmp_path / "a.gpkg"
    place.grids().to_file(file, layer="grids")
    with sqlite3.connect(file) as database:
        database.execute("CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                         "SELECT i AS fid, geom FROM n, grids")  # fmt: skip
        database.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
                         "SELECT 'endless', 'features', 'endless', srs_id FROM gpkg_contents")  # fmt: skip
        database.execute("INSERT INTO gpkg_geometry_columns SELECT 'endless', column_name, geometry_type_name, srs_id, "
                         "z, m FROM gpkg_geometry_columns")  # fmt: skip
    database.close()
    assert layers_in(file) == ("grids",) and len(read_features(file)) == 8
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING "
                         "VirtualOGR(''/etc/hosts'')')")  # fmt: skip
    database.close()
    with pytest.raises(BadInput, match="source-reaches-out"):
        layers_in(file)


def test_no_driver_but_those_on_the_list_is_left():
    allow_only_these_drivers()
    left = set(pyogrio.list_drivers())
    assert {"GPKG", "ESRI Shapefile", "GeoJSON"} <= left
    assert not left & {"OGR_VRT", "WFS", "OAPIF", "HTTP", "CSW", "GDALG", "GPSBabel", "SQLite", "ADBC", "Elasticsearch"}


def test_first_reads_side_by_side_take_the_drivers_out_once():
    asked = """
import sys, threading
import pyogrio
from gridmap.exchange.formats import allow_only_these_drivers
sys.setswitchinterval(1e-6)
begin, troubles = threading.Barrier(8), []
def read():
    begin.wait()
    try:
        allow_only_these_drivers()
        assert "OGR_VRT" not in pyogrio.list_drivers()
    except BaseException as trouble:
        troubles.append(trouble)
threads = [threading.Thread(target=read) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
sys.exit(repr(troubles) if troubles else 0)
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unknown_format_is_told_with_those_that_are_known(language, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7" + bytes(200))
    with pytest.raises(BadInput) as refused:
        read_features(tmp_path / "a.pdf")
    assert formats() in message_of(refused.value, language) and ".gpkg" in formats()


def test_a_reference_file_is_held_to_the_same(server, village_plan, tmp_path):
    address, asked = server
    (tmp_path / "net.vrt").write_text(instructions(address, tmp_path)["net.vrt"], encoding="utf-8")
    with pytest.raises(BadInput, match="format-not-known"):
        read_reference(tmp_path / "net.vrt", village_plan.crs)
    assert not asked


# ---- archives --------------------------------------------------------------------------------------------------------


def packed(folder: Path, name: str, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in entries.items():
            archive.writestr(entry, data)
    return folder / name


@pytest.mark.parametrize("name", ["a.zip", "a.kmz", "a.shz"])
def test_an_archive_that_grows_too_large_is_refused_before_it_is_unpacked(name, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "FREE_BYTES", 10_000)
    file = packed(tmp_path, name, {"a.kml": bytes(5_000_000)})
    with pytest.raises(BadInput, match="archive-too-large"):
        read_features(file)


def test_an_archive_that_lies_about_its_size_is_stopped_while_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "FREE_BYTES", 10_000)
    file = packed(tmp_path, "a.zip", {"a.kml": bytes(50_000_000)})
    data = bytearray(file.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # the unpacked size, in both headers
        struct.pack_into("<L", data, data.index(mark) + at, 100)
    file.write_bytes(bytes(data))
    (tmp_path / "out").mkdir()
    with pytest.raises(BadInput) as refused:
        archives.unpack(file, tmp_path / "out", lambda name: True)
    assert refused.value.key in ("archive-too-large", "file-unreadable")
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) < 20_000_000


def test_an_archive_of_too_many_entries_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 10)
    with pytest.raises(BadInput, match="archive-too-large"):
        read_features(packed(tmp_path, "a.zip", {f"{i}.txt": b"" for i in range(11)}))


def test_archives_within_archives_share_no_more_than_one_level(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.geojson", GEOJSON)
    file = packed(tmp_path, "a.zip", {"b.zip": inner.getvalue()})
    with pytest.raises(BadInput, match="zip-without-boundaries"):
        read_features(file)


@pytest.mark.parametrize(
    "entry", ["../../evil.geojson", "/abs/evil.geojson", "..\\..\\evil.geojson", "C:\\x\\evil.geojson"]
)
def test_no_name_leads_out_of_the_folder(entry, tmp_path):
    file = packed(tmp_path, "a.zip", {entry: GEOJSON.encode()})
    (tmp_path / "in" / "out").mkdir(parents=True)
    [found] = archives.unpack(file, tmp_path / "in" / "out", lambda name: True)
    assert found.parent == tmp_path / "in" / "out" and found.suffix == ".geojson"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "in"]
    assert len(read_features(file)) == 1


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    (tmp_path / "secret.geojson").write_text(GEOJSON, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("a.geojson")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, str(tmp_path / "secret.geojson"))
    with pytest.raises(BadInput, match="zip-without-boundaries"):
        read_features(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["a.kmz", "a.zip"])
def test_a_kmz_is_read_for_the_kml_in_it(name, tmp_path):
    kml = KML.format(PLACEMARK.replace("&n;", "东村")).encode()
    kmz = packed(tmp_path, "a.kmz", {"doc.kml": kml, "images/x.png": b"x"})
    if name == "a.zip":
        kmz = packed(tmp_path, "a.zip", {"a.kmz": kmz.read_bytes()})
    assert read_features(kmz).columns["Name"].tolist() == ["东村"]
