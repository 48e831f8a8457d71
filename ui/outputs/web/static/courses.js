/* Draws how indicators went: a line for each, its target dashed; every text is data and is set as text. */
(function () {
  "use strict";
  var WIDE = 284, HIGH = 118, LEFT = 40, RIGHT = 22, TOP = 18, BOTTOM = 20;

  function drawn(tag, parent, values, text) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.keys(values).forEach(function (key) { made.setAttribute(key, values[key]); });
    if (text) made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  function x(share) { return LEFT + 12 + share * (WIDE - LEFT - RIGHT - 12); }
  function y(share) { return HIGH - BOTTOM - share * (HIGH - BOTTOM - TOP); }

  function line(told, box) {
    var svg = drawn("svg", box, { viewBox: "0 0 " + WIDE + " " + HIGH, role: "img", "class": "course" });
    drawn("title", svg, {}, told.name + " " + told.said);
    told.marks.forEach(function (mark) {
      drawn("line", svg, { x1: LEFT, x2: WIDE - RIGHT, y1: y(mark[0]), y2: y(mark[0]), "class": "thin" });
      drawn("text", svg, { x: LEFT - 5, y: y(mark[0]) + 3.5, "text-anchor": "end", "class": "mark" }, mark[1]);
    });
    var last = told.points[told.points.length - 1], first = told.points[0];
    drawn("line", svg, { x1: LEFT, x2: WIDE - RIGHT, y1: y(told.at), y2: y(told.at), "class": "target" });
    var path = told.points.map(function (point) { return x(point[0]) + "," + y(point[1]); }).join(" ");
    drawn("polyline", svg, { points: path, "class": "values" });
    told.points.forEach(function (point) {
      var dot = drawn("circle", svg, { cx: x(point[0]), cy: y(point[1]), r: 3.2, "class": "value" });
      drawn("title", dot, {}, point[2] + "  " + point[3]);
    });
    [[first, "start", -8, told.points[1]], [last, "end", 8, first]].forEach(function (end) {
      var at = x(end[0][0]) + end[2], rises = end[0] === first && end[3][1] > end[0][1] && end[0][1] > 0.2;
      var above = y(end[0][1]) + (rises ? 14 : -7); // off a line that goes up
      drawn("text", svg, { x: at, y: above, "text-anchor": end[1], "class": "number" }, end[0][3]);
      drawn("text", svg, { x: at + end[2], y: HIGH - 5, "text-anchor": end[1], "class": "mark" }, end[0][2]);
    });
  }

  window.GridMapCourses = function (told, element, box) { // nothing where nothing is known of an indicator
    if (!told || !told.each.length) return;
    element("h2", told.heading, box);
    told.each.forEach(function (one) {
      var part = element("section", "", box, "indicator");
      element("h3", one.name, part);
      if (one.points.length) line(one, part);
      element("p", one.said, part);
      if (one.source) element("p", one.source, part, "source");
    });
    element("p", told.note, box, "source");
  };
})();
