// What pages do beyond showing: copy buttons, and charts drawn from the tables beside them. Without
// it everything can be read and sent all the same.
(function () {
  'use strict';
  document.documentElement.classList.remove('no-script');

  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-copy]');
    if (!button) {
      return;
    }
    const source = document.getElementById(button.dataset.copy);
    const words = button.textContent;
    const say = function (text) {
      button.textContent = text;
      setTimeout(function () { button.textContent = words; }, 2000);
    };
    const select = function () {
      window.getSelection().selectAllChildren(source);
      say('Selected');
    };
    // Browsers offer the clipboard to pages that came by HTTPS or from this machine only.
    if (navigator.clipboard) {
      navigator.clipboard.writeText(source.textContent.trim())
        .then(function () { say('Copied'); }, select);
    } else {
      select();
    }
  });

  document.addEventListener('submit', function (event) {
    // A second click while the first is on its way sends nothing more.
    if (event.target.method !== 'post') {
      return;
    }
    if (event.target.dataset.sent === 'true') {
      event.preventDefault();
    }
    event.target.dataset.sent = 'true';
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form').forEach(function (form) { delete form.dataset.sent; });
  });

  const resized = new Map();

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  // <figure data-chart><div class="chart"></div>…<table>: the first column is where along the axis,
  // each other one with data-series is a series, as "bars" or "line". With data-table the table is
  // another one, and data-show names its columns; with data-axis="day" the axis counts days. A
  // column's data-tone names its colour, and with data-whole only whole numbers stand beside. What has less than two rows is not drawn.
  function draw(figure) {
    const place = figure.querySelector('.chart');
    if (!place) {
      return;
    }
    place.textContent = '';
    const table = figure.dataset.table ? document.getElementById(figure.dataset.table) : figure;
    const named = figure.dataset.show ? figure.dataset.show.split(' ') : null;
    const heads = Array.from(table.querySelectorAll('thead th'));
    const shown = heads.map(function (head, i) { return i; })
      .filter(function (i) {
        return heads[i].dataset.series && (!named || named.includes(heads[i].dataset.name));
      });
    const rows = Array.from(table.querySelectorAll('tbody tr')).reverse();
    if (rows.length < 2) {
      if (figure.dataset.table) {
        figure.hidden = true;
        figure.parentElement.hidden = !figure.parentElement.querySelector('figure:not([hidden])');
      } else {
        place.remove();
      }
      return;
    }
    const value = function (row, i) {
      const text = row.children[i].dataset.value;
      return text === undefined || text === '' ? null : Number(text);
    };
    const data = [rows.map(function (row) { return value(row, 0); })];
    shown.forEach(function (i) { data.push(rows.map(function (row) { return value(row, i); })); });
    const colours = [colour('--accent'), colour('--needs'), colour('--quiet')];
    // as wide as the longest number beside it
    const room = function (u, values) {
      const longest = (values || []).reduce(function (most, each) {
        return Math.max(most, each.length);
      }, 0);
      return Math.max(56, 7 * longest + 20);
    };
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line') }, font: '12px system-ui' };
    const group = function (number) {
      if (figure.dataset.axis === 'day') {
        return new Date(number * 86400000).toISOString().slice(5, 10);
      }
      return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
    };
    const digits = function (number) {
      const parts = String(Number(number.toFixed(7))).split('.');
      parts[0] = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
      return parts.join('.');
    };
    const whole = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
    const options = {
      width: place.clientWidth,
      height: 200,
      cursor: { drag: { x: false, y: false } },
      scales: { x: { time: false, range: function (u, low, high) { return [low - 0.6, high + 0.6]; } }, y: { range: function (u, low, high) {
        return [Math.min(0, low), high > 0 ? high * 1.05 : 1];
      } } },
      axes: [
        Object.assign({}, axis, { space: 80, incrs: whole,
          values: function (u, splits) {
            return splits.map(function (x) { return Number.isInteger(x) ? group(x) : ''; });
          } }),
        Object.assign({}, axis, figure.dataset.whole === undefined ? {} : { incrs: whole },
          { size: room, values: function (u, splits) { return splits.map(digits); } })
      ],
      series: [{ label: heads[0].textContent.trim(), value: function (u, x) { return x === null ? '' : group(x); } }]
        .concat(shown.map(function (i, n) {
          const bars = heads[i].dataset.series === 'bars';
          const tone = heads[i].dataset.tone ? colour('--' + heads[i].dataset.tone) : colours[n];
          return { label: heads[i].textContent.trim(), stroke: tone, width: bars ? 0 : 2,
            value: function (u, y) { return y === null || y === undefined ? '' : digits(y); },
            fill: bars ? tone : undefined, points: { show: false },
            paths: bars ? uPlot.paths.bars({ size: [0.7, 32] }) : undefined };
        }))
    };
    const plot = new uPlot(options, data, place);
    if (resized.has(place)) {
      resized.get(place).disconnect();
    }
    const observer = new ResizeObserver(function () {
      if (place.clientWidth !== plot.width) {
        plot.setSize({ width: place.clientWidth, height: 200 });
      }
    });
    observer.observe(place);
    resized.set(place, observer);
  }

  const figures = document.querySelectorAll('[data-chart]');
  if (window.uPlot) {
    figures.forEach(draw);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
      figures.forEach(draw);
    });
  }
})();
