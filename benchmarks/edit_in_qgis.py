"""Move a vertex that several grids share with QGIS, and print the times; run by ``benchmarks/edits.py``.

    /usr/bin/python3 benchmarks/edit_in_qgis.py PROJECT.gpkg X Y TIMES KIND...

KIND are the kinds of grids. What the vertex tool does with topological editing on is done here: all features of all
layers that have a vertex at the place are found by the point locator, each gets its geometry with the vertex moved in
the layer's edit buffer, and then all layers are committed. Works on the file itself, so give it a copy. Prints one JSON
object: seconds of each move (in the buffer alone), of each commit, and how many features moved.
"""

import json
import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import QgsApplication, QgsPointLocator, QgsPointXY, QgsVectorLayer


class Collected(QgsPointLocator.MatchFilter):
    """Accepts no match and keeps the feature of each, so that the locator goes through all at a place."""

    def __init__(self):
        super().__init__()
        self.found = []

    def acceptMatch(self, match):  # noqa: N802
        """Keep a match and look on."""
        self.found.append((match.featureId(), match.vertexIndex(), match.point()))
        return False


def main():
    """Load the layers, move the vertex to and fro, print the seconds."""
    path, x, y, times, kinds = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    layers = [QgsVectorLayer(f"{path}|layername=grids|subset=\"kind\" = '{kind}'", kind, "ogr") for kind in kinds]
    found = {"move": [], "commit": [], "moved": 0}
    place = QgsPointXY(x, y)
    for _ in range(times):
        to = QgsPointXY(place.x() + 0.3, place.y() + 0.2)
        locators = [QgsPointLocator(layer) for layer in layers]  # as they are after the commit before; not measured
        for layer, locator in zip(layers, locators, strict=True):
            locator.init()
            layer.startEditing()
        start = time.perf_counter()
        moved = 0
        for layer, locator in zip(layers, locators, strict=True):
            here = Collected()
            locator.nearestVertex(place, 1e-5, here)
            for feature, vertex, point in here.found:
                if point.distance(place) > 1e-5:
                    continue
                geometry = layer.getGeometry(feature)
                geometry.moveVertex(to.x(), to.y(), vertex)
                layer.changeGeometry(feature, geometry)
                moved += 1
        found["move"].append(time.perf_counter() - start)
        start = time.perf_counter()
        for layer in layers:
            if not layer.commitChanges():
                raise SystemExit("; ".join(layer.commitErrors()))
        found["commit"].append(time.perf_counter() - start)
        if not moved:
            raise SystemExit("no feature has a vertex there")
        found["moved"] = moved
        place = to
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # QGIS may fall over its own layers at the end


main()
