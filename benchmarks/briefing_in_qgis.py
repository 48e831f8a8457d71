"""Write pages of a project with QGIS's own layouts and print the times; run by ``benchmarks/briefing.py``.

    /usr/bin/python3 benchmarks/briefing_in_qgis.py PROJECT.gpkg OUT PAGES

Writes ``OUT-page.pdf``, a page of the city on A3, and ``OUT-atlas.pdf``, an atlas of the first PAGES villages by code,
with what a page of GridMap has: exempt areas hatched, grids, dedicated grids hatched, buildings, waters, roads with
casings, borders of three levels, neighbours in grey, names with a rim; title, legend, scale bar, north arrow, large
figures, and the table of what is below with its households, which are added up from the buildings by QGIS's indexed
overlay. There is no key of numbers, since QGIS leaves out names without room. ``OUT-map.pdf`` is the page of the city
without figures and table. Prints one JSON object: seconds of each by the clock and of the processor, and how many pages
there are.
"""

import json
import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutFrame,
    QgsLayoutItemAttributeTable,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutTableColumn,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsRuleBasedRenderer,
    QgsScaleBarSettings,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

MM = QgsUnitTypes.LayoutMillimeters
FONT = "Noto Sans CJK SC"
HOUSEHOLDS = "array_sum(overlay_contains('buildings', \"households\"))"
NO_FILL = {"style": "no", "outline_color": "#8b8781", "outline_width": "0.13"}


def main():
    """Write both, print the seconds, and leave."""
    path, out, pages = sys.argv[1], sys.argv[2], int(sys.argv[3])
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], True)
    app.initQgis()
    project = QgsProject.instance()
    layers = _layers(path)
    for name, layer in layers.items():
        if not layer.isValid() or not layer.featureCount():
            sys.exit(f"{name} cannot be read or is empty")
    project.setCrs(layers["town"].crs())  # without it the map of a layout has none, and stays empty
    project.addMapLayers(layers.values())
    settings = QgsLayoutExporter.PdfExportSettings()
    found = {}
    for what in ("map", "page"):
        city = _layout(project, layers, "town", "comprehensive", figures=what == "page")
        start, cpu = time.perf_counter(), time.process_time()
        _must(QgsLayoutExporter(city).exportToPdf(f"{out}-{what}.pdf", settings))
        found[what] = [time.perf_counter() - start, time.process_time() - cpu]
    layers["others"] = _neighbours(path)
    project.addMapLayer(layers["others"])
    layout = _layout(project, layers, "comprehensive", "comprehensive", atlas_of=layers["village"])
    atlas = layout.atlas()
    codes = sorted(feature["code"] for feature in layers["village"].getFeatures())[:pages]
    atlas.setSortFeatures(True)
    atlas.setSortExpression('"code"')
    atlas.setFilterFeatures(True)
    atlas.setFilterExpression(f"\"code\" <= '{codes[-1]}'")
    atlas.updateFeatures()
    start, cpu = time.perf_counter(), time.process_time()
    result, error = QgsLayoutExporter.exportToPdf(atlas, f"{out}-atlas.pdf", settings)
    if result != QgsLayoutExporter.Success:
        sys.exit(error or str(result))
    found["atlas"] = [time.perf_counter() - start, time.process_time() - cpu]
    found["pages"] = atlas.count()
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # QGIS may fall over its own layers at the end


def _must(result):
    if result != QgsLayoutExporter.Success:
        sys.exit(f"layout not written: {result}")


# ---- layers ----------------------------------------------------------------------------------------------------------


def _layers(path):
    """Return the layers by name, the uppermost first."""
    border = {"style": "no", "outline_color": "#7a1f3d", "outline_width": "0.6"}
    layers = {
        "town": _grids(path, "town", QgsFillSymbol.createSimple(border), 4.7),
        "village": _grids(
            path,
            "village",
            QgsFillSymbol.createSimple({"style": "no", "outline_color": "#4d4a4a", "outline_width": "0.28"}),
            2.1,
        ),
        "borders": _grids(path, "comprehensive", QgsFillSymbol.createSimple(NO_FILL), 1.8),
        "roads": _read(f"{path}|layername=roads|subset=\"rank\" in ('motorway', 'primary')", _road()),
        "water": _read(
            f"{path}|layername=water|geometrytype=Polygon",
            QgsFillSymbol.createSimple({"color": "#bcd9ec", "outline_color": "#8fbdd9", "outline_width": "0.1"}),
            2.3,
        ),
        "buildings": _read(
            f"{path}|layername=buildings", QgsFillSymbol.createSimple({"color": "#b9ada0", "outline_style": "no"})
        ),
        "dedicated": _grids(path, "dedicated", _hatched("#b59ac6", "#8e6ea6", 45, 0.9)),
        "comprehensive": _grids(
            path, "comprehensive", QgsFillSymbol.createSimple({"color": "#f7e8c8", "outline_style": "no"})
        ),
        "exempt": _read(f"{path}|layername=exempt_areas", _hatched("#dfe8ea", "#9fb4bc", 0, 1.0)),
    }
    layers["buildings"].setScaleBasedVisibility(True)
    layers["buildings"].setMinimumScale(40000)
    layers["buildings"].setName("buildings")
    return layers


def _read(source, symbol, name_mm=0.0):
    layer = QgsVectorLayer(source, source.split("layername=")[1].split("|")[0], "ogr")
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    if name_mm:
        text = QgsTextFormat()
        text.setFont(QFont(FONT))
        text.setSize(name_mm)
        text.setSizeUnit(QgsUnitTypes.RenderMillimeters)
        rim = QgsTextBufferSettings()
        rim.setEnabled(True)
        rim.setSize(0.4)
        text.setBuffer(rim)
        labels = QgsPalLayerSettings()
        labels.fieldName = "name"
        labels.setFormat(text)
        layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
        layer.setLabelsEnabled(True)
    return layer


def _grids(path, kind, symbol, name_mm=0.0):
    layer = _read(f"{path}|layername=grids|subset=\"kind\" = '{kind}'", symbol, name_mm)
    layer.setName(kind)
    return layer


def _neighbours(path):
    """Return the villages, of which an atlas shows all but its own in grey."""
    layer = _grids(path, "village", QgsFillSymbol.createSimple(NO_FILL))
    grey = QgsFillSymbol.createSimple({"color": "#f1eee8", "outline_color": "#cdc6ba", "outline_width": "0.25"})
    renderer = QgsRuleBasedRenderer(grey)
    renderer.rootRule().children()[0].setFilterExpression("$id <> @atlas_featureid")
    layer.setRenderer(renderer)
    layer.setName("others")
    return layer


def _road():
    symbol = QgsLineSymbol()
    symbol.changeSymbolLayer(0, QgsSimpleLineSymbolLayer(QColor("#b98535"), 0.75))
    symbol.appendSymbolLayer(QgsSimpleLineSymbolLayer(QColor("#f2b96b"), 0.5))
    return symbol


def _hatched(fill, line, angle, gap):
    symbol = QgsFillSymbol.createSimple({"color": fill, "outline_style": "no"})
    hatching = QgsLinePatternFillSymbolLayer()
    hatching.setLineAngle(angle)
    hatching.setDistance(gap)
    hatching.setColor(QColor(line))
    symbol.appendSymbolLayer(hatching)
    return symbol


# ---- pages -----------------------------------------------------------------------------------------------------------


def _layout(project, layers, rows, below, atlas_of=None, figures=True):
    """Return a page of A3: of all that there is, or of each feature of a layer."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(420, 297, MM))
    if atlas_of is not None:
        layout.atlas().setCoverageLayer(atlas_of)
        layout.atlas().setEnabled(True)
    map_ = QgsLayoutItemMap(layout)
    map_.setCrs(layers["town"].crs())
    shown = list(layers.values())
    if atlas_of is not None:
        shown = [layers["others"], *(layer for layer in shown if layer is not layers["others"])]
    map_.setLayers(shown)
    extent = layers["town"].extent()
    extent.scale(1.06)
    layout.addLayoutItem(map_)
    map_.attemptMove(QgsLayoutPoint(13, 40, MM))
    map_.attemptResize(QgsLayoutSize(294, 230, MM))
    map_.setExtent(extent)  # zoomToExtent divides by the extent that was, and without one the map stays empty
    map_.attemptResize(QgsLayoutSize(294, 230, MM))
    map_.zoomToExtent(extent)
    if map_.extent().isEmpty() or not map_.scale() > 0:
        sys.exit("the map has no extent")
    layout.setReferenceMap(map_)
    if atlas_of is not None:
        map_.setAtlasDriven(True)
        map_.setAtlasScalingMode(QgsLayoutItemMap.Auto)
    _label(layout, "网格划分图" if atlas_of is None else '[% "name" %] 网格划分图', 13, 13, 390, 16, 30)
    if figures:
        _figures(layout, layers, rows, below, atlas_of is not None)
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(map_)
    legend.setAutoUpdateModel(True)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(318, 75, MM))
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(map_)
    bar.applyDefaultSize(QgsUnitTypes.DistanceMeters)
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeFitWidth)
    bar.setMinimumBarWidth(40)
    bar.setMaximumBarWidth(70)
    layout.addLayoutItem(bar)
    bar.attemptMove(QgsLayoutPoint(18, 258, MM))
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(f"{QgsApplication.svgPaths()[0]}arrows/NorthArrow_02.svg")
    layout.addLayoutItem(arrow)
    arrow.attemptMove(QgsLayoutPoint(293, 44, MM))
    arrow.attemptResize(QgsLayoutSize(12, 18, MM))
    layout.refresh()
    return layout


def _figures(layout, layers, rows, below, of_atlas):
    """Write how many grids and households there are, and a table of what is below."""
    count, homes = f"aggregate('{below}', 'count', \"fid\")", "aggregate('buildings', 'sum', \"households\")"
    if of_atlas:
        count = f"aggregate('{below}', 'count', \"fid\", filter:=\"parent\" = attribute(@parent, 'fid'))"
        homes = HOUSEHOLDS
    _label(layout, f"[% {count} %]\n[% {homes} %]", 318, 40, 90, 30, 18)
    table = QgsLayoutItemAttributeTable(layout)
    layout.addMultiFrame(table)
    table.setVectorLayer(layers[rows])
    frame = QgsLayoutFrame(layout, table)
    frame.attemptMove(QgsLayoutPoint(318, 150, MM))
    frame.attemptResize(QgsLayoutSize(90, 125, MM))
    table.addFrame(frame)
    table.setColumns([_column("name"), _column("code"), _column(HOUSEHOLDS)])
    table.setMaximumNumberOfFeatures(30)
    if of_atlas:
        table.setFilterFeatures(True)
        table.setFeatureFilter("\"parent\" = attribute(@atlas_feature, 'fid')")
    table.refresh()


def _column(expression):
    column = QgsLayoutTableColumn()
    column.setAttribute(expression)
    column.setHeading("households" if expression == HOUSEHOLDS else expression)
    return column


def _label(layout, words, x, y, width, height, size):
    label = QgsLayoutItemLabel(layout)
    label.setText(words)
    label.setFont(QFont(FONT, size))
    layout.addLayoutItem(label)
    label.attemptMove(QgsLayoutPoint(x, y, MM))
    label.attemptResize(QgsLayoutSize(width, height, MM))


main()
