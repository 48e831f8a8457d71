/* Draws what the map page needs beyond Leaflet: hatching, details of a grid, names that do not overlap, boxes beside. */
(function () {
  "use strict";
  var tiles = {}, facts, page = window.GridMapPage = {}; // facts: what web.py puts into the page as JSON
  var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var MARKED = { stroke: true, color: "#8a1c3b", weight: 3 };

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
      if (layer.options.casing) {
        pen.lineWidth = layer.options.casingWeight; pen.strokeStyle = layer.options.casing; pen.stroke();
      }
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

  // ---- shapes: encoded.py says how they are written ----

  function points(text) {
    var at = facts.origin.slice(), found = [], axis = 0, value = 0, shift = 0, i, number;
    for (i = 0; i < text.length; i++) {
      number = LETTERS.indexOf(text[i]);
      value += (number & 31) * Math.pow(2, shift);
      shift += 5;
      if (number & 32) continue;
      at[axis] += value % 2 ? -(value + 1) / 2 : value / 2;
      if (axis) found.push([at[0] / 1e6, at[1] / 1e6]);
      axis = 1 - axis; value = shift = 0;
    }
    return found;
  }

  function shape(text) { // as GeoJSON
    var parts = (text.match(/[.\/(][^.\/(]*/g) || []).map(function (part) {
      if (part[0] === ".") return { type: "Point", coordinates: points(part.slice(1))[0] };
      if (part[0] === "/") return { type: "LineString", coordinates: points(part.slice(1)) };
      return { type: "Polygon", coordinates: part.slice(1).split(",").map(points) };
    });
    var kind = parts.length && parts[0].type;
    if (parts.length === 1) return parts[0];
    if (!parts.every(function (part) { return part.type === kind; })) {
      return { type: "GeometryCollection", geometries: parts };
    }
    return { type: "Multi" + kind, coordinates: parts.map(function (part) { return part.coordinates; }) };
  }

  page.point = function (text) { return text ? L.latLng(points(text.slice(1))[0].reverse()) : null; };

  function place(grid) { // where a grid is named, or the nearest grid above it that has a place; null for nowhere
    for (var step = 0; grid >= 0 && step < 8; step++, grid = facts.grids.parent[grid]) {
      if (facts.grids.at[grid]) return page.point(facts.grids.at[grid]);
    }
    return null;
  }

  // ---- what a click shows ----

  function path(grid) { // the names of what lies above, the highest first
    var names = [], step = 0, at = grid;
    while (facts.grids.parent[at] >= 0 && step++ < 6) {
      at = facts.grids.parent[at];
      names.unshift(facts.grids.title[at]);
    }
    if (facts.grids.path[at]) names.unshift(facts.grids.path[at]);
    return names.join(" · ");
  }

  function chain(branch) { // a branch and those above it, the highest first
    var found = [];
    while (branch >= 0 && found.indexOf(branch) < 0) { found.unshift(branch); branch = facts.branches.parent[branch]; }
    return found;
  }

  function aboutGrid(grid) {
    var all = facts.grids, rows = [["code", all.code[grid]], ["kind", all.kind[grid]]], branches = [];
    if (all.area[grid]) rows.push(["area", all.area[grid]]);
    rows.push(["households", all.households[grid].toLocaleString("en")]);
    var told = []; // what several branches have above them is told once
    all.branches[grid].forEach(function (serving) {
      var above = told;
      told = chain(serving);
      told.forEach(function (branch, depth) {
        if (above[depth] === branch) return;
        var secretary = facts.branches.secretary[branch];
        branches.push([facts.branches.title[branch], secretary && facts.words.secretary + "  " + secretary, depth]);
      });
    });
    rows.push(["branch", branches.length ? branches : "—"]);
    rows.push(["workers", all.people[grid].length ? all.people[grid].map(function (one) {
      return [one[0] + "  " + facts.workers.title[one[1]], facts.workers.phone[one[1]], 0];
    }) : "—"]);
    if (all.compounds[grid].length) rows.push(["compounds", all.compounds[grid].map(function (one) {
      return [one[0], one[1], 0];
    })]);
    if (!all.at[grid]) rows.push(["place", facts.words.nowhere]);
    return { title: all.title[grid], place: path(grid), rows: rows };
  }

  function aboutFinding(number) {
    var all = facts.findings;
    return { title: all.title[number], place: all.place[number], rows: [["severity", all.severity[number]]] };
  }

  function details(about) {
    var box = element("div");
    element("h3", about.title, box);
    if (about.place) element("p", about.place, box);
    var table = element("table", "", box);
    about.rows.forEach(function (row) {
      var line = element("tr", "", table), cell;
      element("th", facts.words[row[0]] || row[0], line);
      cell = element("td", "", line);
      if (!Array.isArray(row[1])) { element("div", row[1], cell); return; }
      row[1].forEach(function (said) {
        var part = element("div", said[0], cell, "step-" + Math.min(said[2], 4));
        if (said[1]) element("small", said[1], part);
      });
    });
    return box;
  }

  // ---- the boxes beside the map ----

  function folding(name, title, open) {
    var box = element("details", "", document.querySelector("aside"), "box " + name);
    box.open = open;
    element("summary", title, box);
    return box;
  }

  function legend(box, layers) {
    var map = page.map, parts = [];
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
    function match() { // only what is seen is explained
      facts.legend.forEach(function (block, i) {
        parts[i].hidden = !block.layers.some(function (number) { return map.hasLayer(layers[number]); });
      });
    }
    map.on("overlayadd overlayremove", match);
    match();
  }

  function figures(box) {
    var told = facts.figures, list = element("dl", "", box);
    told.numbers.forEach(function (number) {
      var pair = element("div", "", list);
      element("dt", number[1], pair);
      element("dd", number[0], pair).style.color = number[2];
    });
    told.shares.forEach(function (share) {
      var line = element("p", share[0], box, "share");
      element("b", share[1], line);
      if (share[2] !== null) element("span", "", element("span", "", line, "bar"), "part").style.width = 100 * share[2] + "%";
    });
    if (told.columns.length) first(told, box);
    (told.more || []).forEach(function (more) { further(more, box); });
    window.GridMapCourses(told.courses, element, box);
  }

  function further(told, box) {
    var table = element("table", "", element("div", "", box, "scroll")), line;
    element("caption", told.heading, table);
    line = element("tr", "", element("thead", "", table));
    told.columns.forEach(function (column) { element("th", column, line); });
    line = element("tbody", "", table);
    told.rows.forEach(function (row) { cells(row, line); });
    if (told.total.length) cells(told.total, element("tfoot", "", table));
  }

  function cells(row, box) {
    var line = element("tr", "", box);
    row.forEach(function (cell, at) { element(at ? "td" : "th", cell, line); });
  }

  function first(told, box) {
    var table, body;
    table = element("table", "", element("div", "", box, "scroll"));
    element("caption", told.heading, table);
    body = element("tr", "", element("thead", "", table));
    told.columns.forEach(function (column) { element("th", column, body); });
    body = element("tbody", "", table);
    told.rows.forEach(function (row, i) {
      var line = element("tr", "", body);
      row.forEach(function (cell, at) {
        var grid = told.grids[i], button;
        if (at || grid < 0) { element(at ? "td" : "th", cell, line); return; }
        button = element("button", cell, element("th", "", line));
        button.type = "button";
        button.addEventListener("click", function () { page.show([grid]); });
      });
    });
    if (!told.total.length) return;
    body = element("tr", "", element("tfoot", "", table));
    told.total.forEach(function (cell, at) { element(at ? "td" : "th", cell, body); });
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
      if (entry.form === "line" && style.casing) {
        pen.lineWidth = Math.max(style.casingWeight, 3); pen.strokeStyle = style.casing; pen.stroke();
      }
      pen.setLineDash((style.dashArray || "").split(" ").filter(Boolean).map(Number));
      pen.lineWidth = style.stroke ? Math.max(style.weight, 1) : 0.5;
      pen.strokeStyle = style.stroke ? style.color : "#b9b4ab";
      if (entry.form === "line" || entry.form === "area") pen.stroke();
    });
  }

  function names(map) { // the higher level first; a name that would lie over another is not shown
    var taken, pane = map.createPane("names");
    pane.style.zIndex = 620; pane.style.pointerEvents = "none";
    var all = facts.names.map(function (name) {
      var mark = L.marker(place(name[0]), { pane: "names", interactive: false, keyboard: false,
        icon: L.divIcon({ className: "", iconSize: [0, 0], html: element("div", name[2], null, "name name-" + name[1]) }) });
      mark.from = name[3];
      return mark.addTo(map);
    });
    function arrange() {
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
    map.on("zoomend moveend resize", arrange);
    arrange();
  }

  function asMarkup(text) { // Leaflet takes the name of a layer for HTML
    return element("span", text).innerHTML;
  }

  // ---- layers ----

  function popup() { // small enough for a telephone, and clear of the buttons in the corner
    var size = page.map.getSize();
    return { maxWidth: Math.min(340, size.x - 110), minWidth: Math.min(240, size.x - 110),
      maxHeight: Math.max(size.y - 90, 120), autoPanPaddingTopLeft: [52, 16], autoPanPaddingBottomRight: [16, 16] };
  }

  function drawn(sheet) {
    var features = sheet.shapes.map(function (text, i) {
      var about = sheet.about ? sheet.about[i] : -1;
      return { type: "Feature", properties: { style: sheet.style[i], about: about }, geometry: shape(text) };
    });
    return L.geoJson({ type: "FeatureCollection", features: features }, {
      smoothFactor: 0, interactive: sheet.clickable,
      style: function (feature) { return sheet.styles[feature.properties.style]; },
      pointToLayer: function (feature, at) { return L.circleMarker(at); },
      onEachFeature: function (feature, layer) {
        var about = feature.properties.about;
        layer.own = sheet.styles[feature.properties.style];
        if (about < 0) return;
        if (sheet.compounds) page.layerOfCompound[about] = layer;
        else if (!sheet.findings) page.layerOf[about] = layer;
        layer.on("click", function (event) {
          var tell = sheet.findings ? aboutFinding : sheet.compounds ? page.aboutCompound : aboutGrid;
          L.DomEvent.stopPropagation(event);
          open(layer, tell(about), event.latlng);
        });
      }
    });
  }

  function open(layer, about, at) {
    page.map.closePopup();
    page.map.openPopup(L.popup(popup()).setLatLng(at).setContent(details(about)));
    light(layer ? [layer] : []);
  }

  function light(layers) { // an outline around what is told of, until its box is closed
    page.lit = layers.filter(function (layer) { return page.map.hasLayer(layer) && layer.setStyle; });
    page.lit.forEach(function (layer) { layer.setStyle(MARKED); layer.bringToFront(); });
  }

  page.show = function (grids, about) { // go to some grids and open the first, or tell of something in it
    var map = page.map, first = place(grids[0]), box = L.latLngBounds([]), layers;
    map.closePopup();
    grids.forEach(function (grid) {
      var layer = page.layerOf[grid], at = place(grid), corners = facts.grids.box[grid];
      if (layer) box.extend(layer.getBounds());
      else if (corners) points(corners.slice(1)).forEach(function (corner) { box.extend(corner.reverse()); });
      else if (at) box.extend(at);
    });
    if (!first) { first = map.getCenter(); box.extend(first); }
    map.fitBounds(box.pad(grids.length > 1 || page.layerOf[grids[0]] ? 0.4 : 0.02), { maxZoom: 17, animate: false });
    layers = grids.map(function (grid) { return page.layerOf[grid]; }).filter(Boolean);
    open(null, about || aboutGrid(grids[0]), first);
    light(layers);
  };

  function fit() { // the narrow side of the map decides, with a rim
    var rim = page.map.getSize().x < 600 ? 8 : 20;
    page.map.fitBounds(facts.bounds, { padding: [rim, rim], animate: false });
  }

  function printing() { // the map as large as the paper is wide, painted before the page goes
    var map = page.map, box = map.getContainer(), bounds;
    window.addEventListener("beforeprint", function () {
      bounds = map.getBounds();
      page.folded = [].filter.call(document.querySelectorAll("aside details:not([open])"), function (one) {
        return !one.classList.contains("switch");
      });
      page.folded.forEach(function (one) { one.open = true; });
      box.classList.add("on-paper");
      resized(bounds);
    });
    window.addEventListener("afterprint", function () {
      box.classList.remove("on-paper");
      page.folded.forEach(function (one) { one.open = false; });
      resized(bounds);
    });
    function resized(bounds) {
      map.invalidateSize({ animate: false, pan: false });
      map.fitBounds(bounds, { animate: false });
      [map._renderer, map._paneRenderers.overlayPane].forEach(function (renderer) {
        if (renderer && renderer._redraw) { renderer._redrawBounds = null; renderer._redraw(); }
      });
    }
  }

  page.element = element;
  page.chain = chain;
  page.open = open;
  page.path = path;
  page.layerOf = {};
  page.lit = [];
  page.start = function (map) {
    facts = page.facts = JSON.parse(document.getElementById("facts").textContent);
    page.map = map;
    fit();
    var wide = window.innerWidth > 700, layers;
    facts.layers.forEach(function (sheet) { // a small map has small symbols
      sheet.styles.forEach(function (style) { if (style.radius && !wide) style.radius *= 0.65; });
    });
    layers = facts.layers.map(drawn);
    var control = L.control.layers({}, {}, { collapsed: false, autoZIndex: false });
    layers.forEach(function (group, i) {
      if (facts.layers[i].shown) group.addTo(map);
      control.addOverlay(group, asMarkup(facts.layers[i].name));
    });
    function order() {
      layers.forEach(function (group) { if (map.hasLayer(group)) group.bringToFront(); });
    }
    map.on("overlayadd", order);
    map.on("popupclose", function () {
      page.lit.forEach(function (layer) { layer.setStyle(L.extend({ stroke: false }, layer.own)); });
      if (page.lit.length) order();
      page.lit = [];
    });
    control.addTo(map);
    var boxes = [folding("switch", facts.words.layers, false), folding("legend", facts.words.legend, wide),
      folding("figures", facts.words.figures, wide)];
    boxes[0].appendChild(control.getContainer());
    legend(boxes[1], layers);
    figures(boxes[2]);
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    names(map);
    page.search();
    printing();
    map.invalidateSize({ animate: false });
    fit();
    new ResizeObserver(function () { map.invalidateSize({ animate: false }); }).observe(map.getContainer());
  };
})();
