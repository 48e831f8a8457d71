/* Draws what the map page needs beyond Leaflet: hatching, details of a grid, names that do not overlap, the legend. */
(function () {
  "use strict";
  var tiles = {}, facts; // facts: words, bounds, layers, legend and names, as JSON in the page

  function hatching(style) { // a square of hatching that repeats; null for none
    if (!style.pattern) return null;
    var key = style.pattern + style.patternColor + style.patternGap;
    if (tiles[key]) return tiles[key];
    var size = Math.max(4, Math.round(style.patternGap)), canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    var pen = canvas.getContext("2d");
    pen.strokeStyle = pen.fillStyle = style.patternColor;
    pen.lineWidth = style.patternWidth;
    pen.beginPath();
    var kind = style.pattern;
    if (kind === "diagonal" || kind === "cross") {
      [-size, 0, size].forEach(function (x) { pen.moveTo(x - 1, size + 1); pen.lineTo(x + size + 1, -1); });
    }
    if (kind === "back-diagonal" || kind === "cross") {
      [-size, 0, size].forEach(function (x) { pen.moveTo(x - 1, -1); pen.lineTo(x + size + 1, size + 1); });
    }
    if (kind === "horizontal") { pen.moveTo(0, size / 2); pen.lineTo(size, size / 2); }
    if (kind === "vertical") { pen.moveTo(size / 2, 0); pen.lineTo(size / 2, size); }
    pen.stroke();
    if (kind === "dots") { pen.beginPath(); pen.arc(size / 2, size / 2, style.patternWidth, 0, 7); pen.fill(); }
    tiles[key] = pen.createPattern(canvas, "repeat");
    return tiles[key];
  }

  function spikes(pen, x, y, radii, turn) { // a shape with corners at these distances, one after the other
    radii.forEach(function (radius, i) {
      var angle = turn + 2 * Math.PI * i / radii.length;
      pen[i ? "lineTo" : "moveTo"](x + radius * Math.sin(angle), y - radius * Math.cos(angle));
    });
    pen.closePath();
  }

  function symbol(pen, kind, x, y, r) {
    pen.beginPath();
    if (kind === "square") pen.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
    else if (kind === "diamond") spikes(pen, x, y, [r * 1.15, r * 1.15, r * 1.15, r * 1.15], 0);
    else if (kind === "triangle") spikes(pen, x, y, [r * 1.2, r * 1.2, r * 1.2], 0);
    else if (kind === "down-triangle") spikes(pen, x, y, [r * 1.2, r * 1.2, r * 1.2], Math.PI);
    else if (kind === "hexagon") spikes(pen, x, y, [r, r, r, r, r, r], 0);
    else if (kind === "star") spikes(pen, x, y, [1.25, 0.55, 1.25, 0.55, 1.25, 0.55, 1.25, 0.55, 1.25, 0.55]
      .map(function (share) { return share * r; }), 0);
    else if (kind === "plus" || kind === "cross") {
      var turn = kind === "plus" ? 0 : Math.PI / 4, wide = Math.atan(0.35), far = 1.15 * r / Math.cos(wide), i, a, out = [];
      for (i = 0; i < 4; i++) {
        a = turn + i * Math.PI / 2;
        out.push([far, a - wide], [far, a + wide], [0.35 * Math.SQRT2 * 1.15 * r, a + Math.PI / 4]);
      }
      out.forEach(function (at, j) {
        pen[j ? "lineTo" : "moveTo"](x + at[0] * Math.sin(at[1]), y - at[0] * Math.cos(at[1]));
      });
      pen.closePath();
    } else pen.arc(x, y, r, 0, 2 * Math.PI);
  }

  var paint = L.Canvas.prototype._fillStroke;
  L.Canvas.include({
    _updateCircle: function (layer) {
      if (!this._drawing || layer._empty()) return;
      symbol(this._ctx, layer.options.symbol, layer._point.x, layer._point.y, Math.max(layer._radius, 1));
      this._fillStroke(this._ctx, layer);
    },
    _fillStroke: function (pen, layer) {
      var style = layer.options, lines = style.fill && !layer._radius && hatching(style);
      if (!lines) { paint.call(this, pen, layer); return; }
      pen.globalAlpha = 1;
      pen.fillStyle = style.fillColor; pen.fill("evenodd");
      pen.fillStyle = lines; pen.fill("evenodd");
      style.fill = false; paint.call(this, pen, layer); style.fill = true;
    }
  });

  function element(tag, text, parent, name) {
    var made = document.createElement(tag);
    if (text) made.textContent = text; // never as HTML: names come from files
    if (name) made.className = name;
    if (parent) parent.appendChild(made);
    return made;
  }

  function details(feature) {
    var about = feature.properties, box = element("div");
    element("h3", about.title, box);
    if (about.place) element("p", about.place, box);
    var table = element("table", "", box);
    (about.rows || []).forEach(function (row) {
      var line = element("tr", "", table), cell;
      element("th", facts.words[row[0]], line);
      cell = element("td", "", line);
      [].concat(row[1]).forEach(function (text) { element("div", text, cell); });
    });
    return box;
  }

  function legend(map, layers) {
    var parts = [], control = L.control({ position: "bottomright" });
    control.onAdd = function () {
      var box = element("details", "", null, "legend");
      box.open = true;
      element("summary", facts.words.legend, box);
      facts.legend.forEach(function (block) {
        var part = element("section", "", box);
        parts.push(part);
        if (block.heading) element("h2", block.heading, part);
        block.entries.forEach(function (entry) {
          var line = element("div", "", part);
          sample(element("canvas", "", line), entry);
          element("span", entry.text, line);
          if (entry.count !== null) element("b", entry.count.toLocaleString("en"), line);
        });
      });
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
    function match() { // only what is seen is explained
      facts.legend.forEach(function (block, i) {
        parts[i].hidden = !block.layers.some(function (number) { return map.hasLayer(layers[number]); });
      });
    }
    function fit() { // below the switch of the layers, never over it
      var above = map.getContainer().querySelector(".leaflet-control-layers");
      control.getContainer().style.maxHeight =
        Math.max(map.getSize().y - (above ? above.offsetHeight : 0) - 56, 96) + "px";
    }
    map.on("overlayadd overlayremove", match);
    map.on("resize", fit);
    match();
    fit();
  }

  function sample(canvas, entry) { // what the legend shows of a class
    canvas.width = 52; canvas.height = 32;
    var pen = canvas.getContext("2d"), width = 26 / entry.styles.length;
    pen.scale(2, 2);
    entry.styles.forEach(function (style, i) {
      pen.beginPath();
      if (entry.form === "line") { pen.moveTo(0, 8); pen.lineTo(26, 8); }
      else if (entry.form === "point") symbol(pen, style.symbol, 13, 8, 5);
      else { pen.rect(i * width + 0.5, 1.5, width - 1, 13); }
      if (entry.form !== "line" && style.fillColor) {
        pen.fillStyle = style.fillColor; pen.fill();
        if (entry.form === "area" && hatching(style)) { pen.fillStyle = hatching(style); pen.fill(); }
      }
      pen.lineWidth = style.stroke ? Math.max(style.weight, 1) : 0.5;
      pen.strokeStyle = style.stroke ? style.color : "#b9b4ab";
      if (entry.form === "line" || entry.form === "area") pen.stroke();
    });
  }

  function names(map) { // the higher level first; a name that would lie over another is not shown
    var taken, pane = map.createPane("names");
    pane.style.zIndex = 620; pane.style.pointerEvents = "none";
    var all = facts.names.map(function (name) {
      var mark = L.marker([name[1], name[0]], { pane: "names", interactive: false, keyboard: false,
        icon: L.divIcon({ className: "", iconSize: [0, 0], html: element("div", name[3], null, "name name-" + name[2]) }) });
      mark.from = name[4];
      return mark.addTo(map);
    });
    function place() {
      taken = [];
      all.forEach(function (mark) {
        var text = mark.getElement().firstChild, near = map.getZoom() >= mark.from &&
          map.getBounds().contains(mark.getLatLng()), box = near && text.getBoundingClientRect();
        var free = near && !taken.some(function (other) {
          return box.left < other.right + 4 && box.right > other.left - 4 && box.top < other.bottom + 2 &&
            box.bottom > other.top - 2;
        });
        text.classList.toggle("hidden", !free);
        if (free) taken.push(box);
      });
    }
    map.on("zoomend moveend resize", place);
    place();
  }

  function asMarkup(text) { // Leaflet takes the name of a layer for HTML
    return element("span", text).innerHTML;
  }

  function onEach(feature, layer) {
    if (!feature.properties.title) return;
    layer.bindPopup(function () { return details(feature); }, { maxWidth: 340, autoPanPadding: [24, 24] });
    layer.on("popupopen", function () {
      if (layer.setStyle) { layer.setStyle({ stroke: true, color: "#8a1c3b", weight: 3 }); layer.bringToFront(); }
    });
    layer.on("popupclose", function () {
      layer.setStyle(L.extend({ stroke: false }, GridMapPage.styleOf(layer)));
      GridMapPage.order();
    });
  }

  function drawn(sheet) {
    return L.geoJson(sheet.shapes, {
      smoothFactor: 0, interactive: sheet.clickable, onEachFeature: onEach,
      style: function (feature) { return sheet.styles[feature.properties.style]; },
      pointToLayer: function (feature, at) { return L.circleMarker(at); }
    });
  }

  window.GridMapPage = {
    start: function (map) {
      facts = JSON.parse(document.getElementById("facts").textContent);
      GridMapPage.map = map;
      map.fitBounds(facts.bounds, { paddingTopLeft: [56, 12], paddingBottomRight: [280, 12] });
      var layers = facts.layers.map(drawn), control = L.control.layers({}, {}, { collapsed: false, autoZIndex: false });
      layers.forEach(function (group, i) {
        if (facts.layers[i].shown) group.addTo(map);
        control.addOverlay(group, asMarkup(facts.layers[i].name));
      });
      control.addTo(map);
      GridMapPage.styleOf = function (layer) {
        var style = {};
        layers.forEach(function (group) { if (group.hasLayer(layer)) style = group.options.style(layer.feature); });
        return style;
      };
      GridMapPage.order = function () {
        layers.forEach(function (group) { if (map.hasLayer(group)) group.bringToFront(); });
      };
      map.on("overlayadd", GridMapPage.order);
      L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
      legend(map, layers);
      names(map);
    }
  };
})();
