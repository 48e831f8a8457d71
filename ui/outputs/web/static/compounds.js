/* Compounds: what a click on one tells, and how the search leads to it. */
(function () {
  "use strict";
  var page = window.GridMapPage;
  page.layerOfCompound = {};

  page.aboutCompound = function (number) {
    var all = page.facts.compounds, grid = all.grid[number], names = [], rows = [], told;
    if (grid >= 0) names = [page.path(grid), page.facts.grids.title[grid]];
    all.rows[number].forEach(function (row) { rows.push([all.heads[row[0]], row[1]]); });
    if (all.branch[number] >= 0) {
      told = page.chain(all.branch[number]).map(function (branch, depth) {
        var secretary = page.facts.branches.secretary[branch];
        return [page.facts.branches.title[branch], secretary && page.facts.words.secretary + "  " + secretary, depth];
      });
      rows.push([page.facts.words.branch, told]);
    }
    return { title: all.title[number], place: names.filter(Boolean).join(" · "), rows: rows };
  };

  page.showCompound = function (number) { // go there and open it, in its grid where it has no place
    var all = page.facts.compounds, layer = page.layerOfCompound[number], at = page.point(all.at[number]);
    if (!at) { page.show([all.grid[number]], page.aboutCompound(number)); return; }
    page.map.closePopup();
    var box = layer && layer.getBounds ? layer.getBounds() : L.latLngBounds([at, at]);
    page.map.fitBounds(box.pad(0.6), { maxZoom: 17, animate: false });
    page.open(layer, page.aboutCompound(number), at);
  };
})();
