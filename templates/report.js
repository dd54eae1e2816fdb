(() => {
  "use strict";
  const page = document.documentElement;
  const get = (id) => document.getElementById(id);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const form = get("filters");

  // Letters without their accents and capitals, so that everything is found however it is typed.
  const folded = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\u2019/g, "'").replace(/\s+/g, " ");

  const sheets = all(".document").map((sheet) => ({
    sheet,
    beside: all(".front, .aside", sheet),
    rows: all(".row", sheet).map((row) => ({ row, asks: all(".ask", row), text: null })),
  }));
  const total = all(".ask").length;

  // What can be searched is gathered when somebody searches.
  const words = (row) => {
    row.text ??= folded(row.row.querySelector(".text").textContent);
    row.asksText ??= row.asks.map((ask) => folded(ask.textContent));
    return row;
  };

  const chosen = () => ({
    search: folded(get("search").value).split(" ").filter(Boolean),
    document: get("document")?.value ?? "",
    actor: get("actor").value,
    act: get("act").value,
    force: Number(get("force").value),
    deadline: get("deadline").value,
    review: get("review").checked,
  });

  const fits = (ask, by) =>
    (!by.actor || ask.dataset.actors.split(" ").includes(by.actor)) &&
    (!by.act || ask.dataset.act === by.act) &&
    Number(ask.dataset.force) >= by.force &&
    (!by.deadline || ask.dataset.deadline === by.deadline) &&
    (!by.review || ask.dataset.review === "yes");

  const filter = () => {
    const by = chosen();
    const field = Boolean(by.actor || by.act || by.force || by.deadline || by.review);
    const searched = by.search.length > 0;
    let shown = 0;
    let rowsShown = 0;
    for (const { sheet, beside, rows } of sheets) {
      const here = !by.document || sheet.dataset.document === by.document;
      let rowsHere = 0;
      for (const row of rows) {
        const has = (text) => by.search.every((word) => text.includes(word));
        const textHas = !searched || has(words(row).text);
        let asksHere = 0;
        row.asks.forEach((ask, place) => {
          const good = here && fits(ask, by) && (textHas || has(row.asksText[place]));
          ask.hidden = !good;
          asksHere += good;
        });
        const good = here && (asksHere > 0 || (!field && textHas));
        row.row.hidden = !good;
        rowsHere += good;
        shown += asksHere;
      }
      for (const part of beside) part.hidden = field || searched;
      sheet.hidden = !here || ((field || searched) && rowsHere === 0);
      rowsShown += rowsHere;
    }
    get("count").textContent = get("count").dataset.shown.replace("{shown}", shown).replace("{all}", total);
    get("nothing").hidden = rowsShown > 0 || total === 0;
  };

  // Whoever follows a link to what the filters hide wants to see it.
  const reveal = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* A link that is no code stands for itself. */ }
    const target = id && get(id);
    if (target && target.closest("[hidden]")) {
      form.reset();
      filter();
      target.scrollIntoView();
    }
  };

  const light = (ask, on) => {
    const sheet = ask.closest(".document");
    for (const run of all(`.m[data-r~="${ask.dataset.r}"]`, sheet)) run.classList.toggle("lit", on);
  };
  const over = (on) => (event) => {
    const ask = event.target.closest(".ask");
    if (ask && !ask.contains(event.relatedTarget)) light(ask, on);
  };
  const main = get("main");
  main.addEventListener("pointerover", over(true));
  main.addEventListener("pointerout", over(false));
  main.addEventListener("focusin", over(true));
  main.addEventListener("focusout", over(false));

  // A page of its own may keep what was chosen for it; where it may not, the choice holds until it is closed.
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("exhorte-theme", value);
      return localStorage.getItem("exhorte-theme");
    } catch {
      return null;
    }
  };
  const theme = get("theme");
  theme.value = ["light", "dark"].includes(kept()) ? kept() : "auto";
  page.dataset.theme = theme.value;
  theme.addEventListener("change", () => {
    page.dataset.theme = theme.value;
    kept(theme.value);
  });

  let waiting;
  form.addEventListener("input", (event) => {
    if (event.target === theme) return;
    clearTimeout(waiting);
    waiting = setTimeout(filter, event.target.id === "search" ? 120 : 0);
  });
  form.addEventListener("reset", () => {
    const now = theme.value;
    setTimeout(() => {
      theme.value = now;
      filter();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      get("search").focus();
    }
  });
  window.addEventListener("hashchange", reveal);

  form.hidden = false;
  filter();
  reveal();
})();
