"""Print a page and pages of an atlas with a layout of QGIS; run by ``benchmarks/briefing.py`` with Debian's Python.

    /usr/bin/python3 benchmarks/layout_in_qgis.py PROJECT.gpkg FOLDER

Grids of all kinds, buildings, roads and waters on A3, as PDF; no labels, figures, legend or key. Prints one JSON
object: seconds of the page of the whole, and of a page of the atlas as the mean of twelve villages.
"""

import json
import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayout,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsUnitTypes,
    QgsVectorLayer,
)

FILLS = {"dedicated": "#b59ac6", "comprehensive": "#f7e8c8", "village": "", "town": ""}
VILLAGES = 12


def main():
    """Load the layers, print the pages, tell the seconds."""
    path, folder = sys.argv[1:]
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    project = QgsProject.instance()
    layers = [
        QgsVectorLayer(f"{path}|layername=roads|geometrytype=LineString", "roads", "ogr"),
        QgsVectorLayer(f"{path}|layername=buildings|geometrytype=Polygon", "buildings", "ogr"),
        QgsVectorLayer(f"{path}|layername=water|geometrytype=Polygon", "water", "ogr"),
    ]
    kinds = {}
    for kind, fill in FILLS.items():
        layer = QgsVectorLayer(f"{path}|layername=grids|subset=\"kind\" = '{kind}'", kind, "ogr")
        look = {"color": fill or "#00000000", "outline_color": "#4d4a4a", "outline_width": "0.2"}
        if not fill:
            look["style"] = "no"
        layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
        kinds[kind] = layer
        layers.append(layer)
    project.addMapLayers(layers)
    nowhere = QgsCoordinateReferenceSystem()  # nothing is to be reprojected
    project.setCrs(nowhere)
    for layer in layers:
        layer.setCrs(nowhere)
    page = printed(project, layers, kinds["town"].extent(), f"{folder}/page.pdf")
    villages = [feature.geometry().boundingBox() for feature in kinds["village"].getFeatures()][:VILLAGES]
    atlas = [printed(project, layers, box, f"{folder}/{number}.pdf") for number, box in enumerate(villages)]
    print(json.dumps({"page": page, "atlas": sum(atlas) / len(atlas)}))
    sys.stdout.flush()
    os._exit(0)  # QGIS may fall over its own layers at the end


def printed(project, layers, box, file):
    """Return how long a page takes."""
    start = time.perf_counter()
    layout = QgsLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(420, 297, QgsUnitTypes.LayoutMillimeters))
    item = QgsLayoutItemMap(layout)
    item.attemptMove(QgsLayoutPoint(13, 40, QgsUnitTypes.LayoutMillimeters))
    item.attemptResize(QgsLayoutSize(298, 234, QgsUnitTypes.LayoutMillimeters))
    item.setLayers(layers)
    box.scale(1.1)
    item.zoomToExtent(box)
    layout.addLayoutItem(item)
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.forceVectorOutput = True
    assert QgsLayoutExporter(layout).exportToPdf(file, settings) == QgsLayoutExporter.Success
    return time.perf_counter() - start


main()
