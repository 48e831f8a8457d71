/* Finds grids, branches and people by name, pinyin, initials and code, as the window does (gridmap/search/index.py). */
(function () {
  "use strict";
  var page = window.GridMapPage, MOST = 12, EXACT = 100, PREFIX = 90, PINYIN = 88, PINYIN_PREFIX = 80, INITIALS = 76,
    INITIALS_PREFIX = 70, INSIDE = 60, PINYIN_INSIDE = 54, INITIALS_INSIDE = 50, PLACE = 0.5;

  function plain(text) { return text.normalize("NFKC").toLowerCase(); }

  function compare(text, word, exact, prefix, inside) {
    var at = word ? text.indexOf(word) : -1;
    return at < 0 ? 0 : at > 0 ? inside : text.length === word.length ? exact : prefix;
  }

  function spoken(entry, word) { // a match may begin where a syllable does
    var best = 0, start = 0, sound = entry.sounds.join("");
    entry.sounds.forEach(function (syllable) {
      if (sound.startsWith(word, start)) {
        best = Math.max(best, start ? PINYIN_INSIDE : sound.length === word.length ? PINYIN : PINYIN_PREFIX);
      }
      start += syllable.length;
    });
    return best;
  }

  function worth(entry, word) {
    var best = Math.max(compare(entry.plain, word, EXACT, PREFIX, word.length > 1 || word > "\u007f" ? INSIDE : 0),
      compare(entry.code, word, EXACT, PREFIX, word.length > 2 ? INSIDE : 0));
    if (/^\d{3,}$/.test(word)) best = Math.max(best, compare(entry.phone, word, EXACT, PREFIX, INSIDE));
    if (!/^[\x20-\x7e]+$/.test(word)) return best;
    return Math.max(best, spoken(entry, word),
      compare(entry.initials, word, INITIALS, INITIALS_PREFIX, word.length > 1 ? INITIALS_INSIDE : 0));
  }

  function entries() {
    var facts = page.facts, found = [];
    function add(kind, all, i, order, grids, code, phone, above) {
      var sounds = all.sounds[i] ? all.sounds[i].split(" ") : [];
      found.push({ kind: kind, title: all.title[i], plain: plain(all.title[i]), sounds: sounds, order: order, grids: grids,
        code: code, phone: phone.replace(/\D/g, ""), shownPhone: phone, above: above,
        initials: sounds.map(function (part) { return /^\d/.test(part) ? part : part[0]; }).join("") });
    }
    facts.grids.title.forEach(function (_, i) {
      add(facts.grids.kind[i], facts.grids, i, facts.grids.rank[i] || 9, [i], plain(facts.grids.code[i]), "",
        facts.grids.parent[i]);
    });
    facts.workers.title.forEach(function (name, i) {
      if (name) add(facts.words.worker, facts.workers, i, 10, facts.workers.grids[i], "", facts.workers.phone[i],
        facts.workers.grids[i][0]);
    });
    facts.branches.title.forEach(function (_, i) {
      var grids = facts.branches.grids[i];
      if (grids.length) add(facts.branches.tier[i] || facts.words.branch, facts.branches, i, 11, grids, "", "", grids[0]);
    });
    facts.compounds.title.forEach(function (_, i) {
      var grid = facts.compounds.grid[i];
      add(facts.compounds.kind, facts.compounds, i, 12, grid < 0 ? [] : [grid], plain(facts.compounds.alias[i]), "", grid);
      found[found.length - 1].compound = i;
    });
    return found;
  }

  function find(all, text) { // the best first; every word fits the thing or a grid above it, one at least the thing
    var words = plain(text).replace(/ü/g, "v").split(/\s+/).filter(Boolean), score, own;
    if (!words.length) return [];
    score = words.map(function (word) { return all.map(function (entry) { return worth(entry, word); }); });
    return all.map(function (entry, i) {
      var total = 0, names = false, fits = words.every(function (_, w) {
        var best = score[w][i], at = entry.above, step = 0;
        names = names || best > 0;
        for (; at >= 0 && step < 8; at = page.facts.grids.parent[at], step++) best = Math.max(best, PLACE * score[w][at]);
        total += best;
        return best > 0;
      });
      own = fits && names ? total / words.length : 0;
      return { entry: entry, score: own };
    }).filter(function (hit) { return hit.score > 0; }).sort(function (a, b) {
      return b.score - a.score || a.entry.order - b.entry.order || a.entry.title.length - b.entry.title.length;
    });
  }

  page.search = function () {
    var element = page.element, words = page.facts.words, all, hits = [], at = -1;
    var form = element("form", "", document.querySelector("header"), "search");
    var input = element("input", "", form), list = element("ul", "", form);
    form.setAttribute("role", "search");
    input.type = "search"; input.placeholder = words.search; input.autocomplete = "off"; input.spellcheck = false;
    [["aria-label", words.search], ["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "hits"]].forEach(
      function (pair) { input.setAttribute(pair[0], pair[1]); });
    list.id = "hits"; list.hidden = true;
    list.setAttribute("role", "listbox");

    function shut() { list.hidden = true; input.setAttribute("aria-expanded", "false"); at = -1; }
    function choose(hit) { shut(); input.blur(); 
      if (hit.entry.compound >= 0) page.showCompound(hit.entry.compound); else page.show(hit.entry.grids);
    }
    function mark(number) {
      at = number;
      [].forEach.call(list.querySelectorAll("[role=option]"), function (line, i) {
        line.setAttribute("aria-selected", i === at);
        if (i === at) line.scrollIntoView({ block: "nearest" });
      });
    }
    function detail(entry) {
      if (!entry.grids.length) return "";
      var grid = entry.grids[0], more = entry.grids.length - 1, own = entry.above !== grid;
      return [entry.shownPhone, own ? page.facts.grids.code[grid] : page.facts.grids.title[grid] + (more ? " +" + more : ""),
        page.path(grid)].filter(Boolean).join(" · ");
    }
    function look() {
      all = all || entries();
      var found = find(all, input.value);
      hits = found.slice(0, MOST);
      list.textContent = "";
      hits.forEach(function (hit) {
        var line = element("li", "", list);
        line.setAttribute("role", "option");
        element("em", hit.entry.kind, line);
        element("b", hit.entry.title, line);
        element("span", detail(hit.entry), line);
        line.addEventListener("mousedown", function (event) { event.preventDefault(); });
        line.addEventListener("click", function () { choose(hit); });
      });
      if (!hits.length) element("li", words.nothing, list, "note");
      if (found.length > MOST) element("li", words.more.replace("{count}", found.length - MOST), list, "note");
      list.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(hits.length ? 0 : -1);
    }
    input.addEventListener("input", look);
    input.addEventListener("focus", function () { if (input.value.trim()) look(); });
    input.addEventListener("blur", shut);
    input.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { input.value = ""; shut(); }
      if (event.key === "ArrowDown") mark(Math.min(at + 1, hits.length - 1));
      if (event.key === "ArrowUp") mark(Math.max(at - 1, 0));
      if (event.key === "ArrowDown" || event.key === "ArrowUp") event.preventDefault();
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!list.hidden && hits[at]) choose(hits[at]);
    });
    page.find = function (text) { all = all || entries(); return find(all, text).map(function (hit) { return hit.entry; }); };
  };
})();
