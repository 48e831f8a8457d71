"""Render layers of a project with QGIS and print the times; run by ``benchmarks/render.py`` with Debian's Python.

    /usr/bin/python3 benchmarks/render_in_qgis.py PROJECT.gpkg WIDTH HEIGHT TIMES KIND...

KIND are the kinds of grids that are painted, the lowest first. Prints one JSON object: seconds of each run with QGIS's
parallel job and with its sequential one.
"""

import json
import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsFillSymbol,
    QgsMapRendererCustomPainterJob,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorSimplifyMethod,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

STYLES = {
    "town": ("#00000000", "#7a1f3d", "0.6"),
    "village": ("#00000000", "#4d4a4a", "0.28"),
    "comprehensive": ("#f7e8c8", "#8b8781", "0.26"),
    "dedicated": ("#b59ac6", "#8b8781", "0.26"),
}


def main():
    """Load the layers, render them some times, print the seconds."""
    path, width, height, times, kinds = sys.argv[1], *(int(word) for word in sys.argv[2:5]), sys.argv[5:]
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    layers = []
    for number, kind in enumerate(kinds):
        layer = QgsVectorLayer(f"{path}|layername=grids|subset=\"kind\" = '{kind}'", kind, "ogr")
        fill, line, line_width = STYLES[kind]
        if number == 0 and fill == "#00000000":
            fill = "#f7e8c8"
        look = {"color": fill, "outline_color": line, "outline_width": line_width}
        if fill == "#00000000":
            look["style"] = "no"
        layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
        _simplify(layer)
        layers.append(layer)
    water = QgsVectorLayer(f"{path}|layername=water|geometrytype=Polygon", "water", "ogr")
    if water.isValid() and water.featureCount() > 0:
        water.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#bcd9ec"})))
        _simplify(water)
        layers.insert(1, water)
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(width, height))
    settings.setBackgroundColor(QColor("#f4f3ee"))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    extent = layers[0].extent()
    extent.scale(1.08)
    settings.setExtent(extent)
    found = {"parallel": [], "sequential": [], "features": sum(layer.featureCount() for layer in layers)}
    for _ in range(times):
        start = time.perf_counter()
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        job.renderedImage()
        found["parallel"].append(time.perf_counter() - start)
        image = QImage(QSize(width, height), QImage.Format_ARGB32_Premultiplied)
        start = time.perf_counter()
        image.fill(QColor("#f4f3ee"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.Antialiasing)
        job = QgsMapRendererCustomPainterJob(settings, painter)
        job.renderSynchronously()
        painter.end()
        found["sequential"].append(time.perf_counter() - start)
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # QGIS may fall over its own layers at the end


def _simplify(layer):
    """Let QGIS simplify what is smaller than a dot, as it does by default in its window."""
    method = QgsVectorSimplifyMethod()
    method.setSimplifyHints(QgsVectorSimplifyMethod.GeometrySimplification)
    method.setThreshold(1.0)
    layer.setSimplifyMethod(method)


main()
