'use strict';
(function () {
  const page = document.body, words = page.dataset;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const make = (name, properties, parent) => { const e = Object.assign(document.createElement(name), properties); if (parent) parent.append(e); return e; };

  // Light and dark: the system decides until the reader does; nothing is stored.
  const root = document.documentElement;
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const tools = document.querySelector('.tools');
  const toggle = make('button', { type: 'button', className: 'theme' }, tools);
  const label = () => { toggle.textContent = dark() ? words.light : words.dark; };
  toggle.addEventListener('click', () => { root.dataset.theme = dark() ? 'light' : 'dark'; label(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', label);
  label();

  // Sorting: by the exact number of a cell, by words elsewhere; missing values stay last; the third press restores the order. Rows below a rule stay.
  const collator = new Intl.Collator(root.lang, { numeric: true });
  function value(row, column) {
    const cell = row.cells[column];
    if (!cell) return null;
    if ('value' in cell.dataset) return cell.dataset.value === '' ? null : Number(cell.dataset.value);
    const text = cell.textContent.trim();
    return text === '' ? null : text;
  }
  function order(a, b, sign) {
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));
  }
  function sort(table, heads, head, column) {
    const next = { none: 'ascending', ascending: 'descending', descending: 'none' }[head.getAttribute('aria-sort')];
    for (const other of heads) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', next);
    for (const body of table.tBodies) {
      if (body.classList.contains('ruled')) continue;
      const rows = Array.from(body.rows);
      rows.forEach((row, i) => { if (!('place' in row.dataset)) row.dataset.place = String(i); });
      const sign = next === 'descending' ? -1 : 1;
      rows.sort((a, b) => (next === 'none' ? 0 : order(value(a, column), value(b, column), sign)) || a.dataset.place - b.dataset.place);
      body.append(...rows);
    }
  }
  for (const table of all('table[data-sortable]')) {
    const spans = [];
    const last = table.tHead.rows.length - 1;
    // The column below a heading: headings over both lines count in the first, the others fill the gaps of the second.
    Array.from(table.tHead.rows).forEach((row, line) => {
      let column = 0;
      for (const cell of row.cells) {
        while (spans[column] > line) column++;
        const first = column;
        for (let k = 0; k < cell.colSpan; k++) spans[column++] = line + cell.rowSpan;
        if (cell.scope === 'col') cell.dataset.column = String(first);
      }
    });
    const heads = all('thead th[scope="col"]', table);
    for (const head of heads) {
      const button = make('button', { type: 'button', title: words.sort });
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => sort(table, heads, head, Number(head.dataset.column)));
    }
  }

  // Searching: rows that hold every word.
  for (const table of all('table[data-filter]')) {
    const box = make('div', { className: 'search' });
    const name = table.closest('.table').id + '-search';
    make('label', { htmlFor: name, textContent: words.filter }, box);
    const input = make('input', { id: name, type: 'search' }, box);
    const count = make('output', {}, box);
    count.setAttribute('aria-live', 'polite');
    count.setAttribute('for', name);
    const rows = Array.from(table.tBodies).filter(body => !body.classList.contains('ruled')).flatMap(body => Array.from(body.rows));
    const show = () => {
      const wanted = input.value.toLocaleLowerCase().split(/\s+/).filter(w => w);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLocaleLowerCase();
        row.hidden = !wanted.every(w => text.includes(w));
        if (!row.hidden) shown++;
      }
      count.textContent = words.shown.replace('{shown}', shown).replace('{all}', rows.length);
    };
    input.addEventListener('input', show);
    show();
    table.closest('.scroll').before(box);
  }

  // A box that does not scroll is no stop for the keyboard.
  function stops() {
    for (const box of all('.scroll')) {
      if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  }
  stops();
  addEventListener('resize', stops);
  for (const more of all('details')) more.addEventListener('toggle', stops);

  // Values of a chart: by pointer, by finger, and by arrow keys once the chart is reached with Tab.
  const tip = make('div', { className: 'tip', hidden: true }, page);
  function say(text, x, y) {
    tip.textContent = text;
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(x + 12, innerWidth - box.width - 4)) + 'px';
    tip.style.top = Math.max(4, y - box.height - 10 < 4 ? y + 16 : y - box.height - 10) + 'px';
  }
  const hide = () => { tip.hidden = true; };
  const beside = spot => { const b = spot.getBoundingClientRect(); say(spot.getAttribute('aria-label'), b.left + b.width / 2, b.top); };
  for (const chart of all('figure.chart svg')) {
    const spots = all('.spots > *', chart);
    if (spots.length > 0) {
      chart.setAttribute('role', 'group');
      spots.forEach((spot, i) => {
        const title = spot.querySelector('title');
        spot.setAttribute('aria-label', title ? title.textContent : '');
        if (title) title.remove();
        spot.setAttribute('role', 'img');
        spot.setAttribute('tabindex', i === 0 ? '0' : '-1');
        const text = spot.getAttribute('aria-label');
        spot.addEventListener('pointermove', e => say(text, e.clientX, e.clientY));
        spot.addEventListener('pointerdown', e => say(text, e.clientX, e.clientY));
        spot.addEventListener('pointerleave', e => { if (e.pointerType === 'mouse') hide(); });
        spot.addEventListener('focus', () => beside(spot));
        spot.addEventListener('blur', hide);
        spot.addEventListener('keydown', e => {
          const to = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: spots.length - 1 }[e.key];
          if (e.key === 'Escape') hide();
          if (to === undefined || !spots[to]) return;
          e.preventDefault();
          spot.setAttribute('tabindex', '-1');
          spots[to].setAttribute('tabindex', '0');
          spots[to].focus();
        });
      });
    }
    const save = make('button', { type: 'button', className: 'save', textContent: words.save }, chart.closest('figure').querySelector('figcaption'));
    save.setAttribute('aria-label', words.save + ': ' + chart.getAttribute('aria-label'));
    save.addEventListener('click', () => {
      const copy = chart.cloneNode(true), wanted = new Set();
      for (const e of all('[href]', copy)) wanted.add(e.getAttribute('href').slice(1));
      for (const e of all('[clip-path]', copy)) wanted.add(e.getAttribute('clip-path').slice(5, -1));
      const definitions = document.createElementNS('http://www.w3.org/2000/svg', 'defs');
      for (const id of wanted) { const e = document.getElementById(id); if (e) definitions.append(e.cloneNode(true)); }
      copy.prepend(definitions);
      const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
      make('a', { href: address, download: chart.dataset.name + '.svg' }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    });
  }
  // Reaching a spot by keyboard may scroll it into view: its value goes with it.
  addEventListener('scroll', () => {
    const spot = document.activeElement;
    if (!tip.hidden && spot && spot.closest('.spots')) beside(spot); else hide();
  }, { passive: true });

  // A link into a closed part opens it; paper has no closed parts.
  function open() {
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const closed = target ? target.closest('details') : null;
    if (closed) { closed.open = true; target.scrollIntoView(); }
  }
  addEventListener('hashchange', open);
  open();
  let opened = [];
  addEventListener('beforeprint', () => { opened = all('details:not([open])'); for (const d of opened) d.open = true; });
  addEventListener('afterprint', () => { for (const d of opened) d.open = false; });

  // Where the reader is.
  const links = new Map(all('nav.contents a').map(a => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const a of links.values()) a.removeAttribute('aria-current');
      links.get(entry.target.id)?.setAttribute('aria-current', 'true');
    }
  }, { rootMargin: '-10% 0px -80% 0px' });
  for (const part of all('section.part')) seen.observe(part);
})();
