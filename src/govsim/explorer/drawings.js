/* The drawings, after app/chart.py and app/difference_chart.py. */
const [WIDE, NARROW] = [
  { name: "wide", width: 760, height: 350, left: 56, right: 138, top: 14, bottom: 34, text: 14 },
  { name: "narrow", width: 350, height: 270, left: 46, right: 92, top: 14, bottom: 34, text: 13 },
];
const DOTS = { ...WIDE, height: 250 }, FEW_DOTS = { ...NARROW, height: 230 };
const LEAST_EFFECTS_SHOWN = 8, APART = 5;

const place = (low, high, start, end) => {
  const [from, to] = high > low ? [low, high] : [low - 0.5, high + 0.5];
  const at = (value) => start + (value - from) / (to - from) * (end - start);
  at.ticks = (about) => {
    const rough = (to - from) / about, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => power * factor).find((one) => one >= rough * 0.999);
    const first = Math.ceil(from / step - 1e-9), last = Math.floor(to / step + 1e-9);
    return Array.from({ length: last - first + 1 }, (_, row) => Number(((first + row) * step).toPrecision(12)));
  };
  return at;
};
const points = (values, across, up) => values.map((one, row) => `${across(row).toFixed(1)} ${up(one).toFixed(1)}`);
const line = (values, across, up) => `M${points(values, across, up).join("L")}`;
const band = (low, high, across, up) => `${line(low, across, up)}L${points(high, across, up).reverse().join("L")}Z`;
const text = (kind, x, y, said, more = "") => `<text class="${kind}" x="${x}" y="${y}" ${more}>${escape(said)}</text>`;
const cut = (said, most) => (said.length > most ? `${said.slice(0, most - 1)}…` : said);
const svg = (kind, size, name, parts) => `<svg class="${kind} ${size.name}" viewBox="0 0 ${size.width} ${size.height}"
  role="img" font-size="${size.text}" aria-label="${escape(name)}">${parts.join("")}</svg>`;
function grid(size, up, of, sign, zero) {
  const right = size.width - size.right;
  return up.ticks(6).map((value) => {
    const y = up(value).toFixed(1), kind = value === zero ? "landmark" : "grid";
    const said = sign && value ? figure(value, of, true) : tick(value, of);
    return `<line class="${kind}" x1="${size.left}" x2="${right}" y1="${y}" y2="${y}"/>`
      + text("tick", size.left - 8, y, said, 'dy=".32em" text-anchor="end"');
  });
}
const yearTicks = (size, across) => place(0, quarters / data.perYear, 0, 1).ticks(5).map((year) =>
  text("tick", across(year * data.perYear - 1).toFixed(1), size.height - size.bottom + 22,
    !year || size.name === "wide" ? `Year ${year}` : year, 'text-anchor="middle"'));
function labels(list, size) {
  const room = size.text * 1.35, inOrder = list.sort((a, b) => a.y - b.y);
  for (let turn = 0; turn < 40; turn++) {
    for (let row = 1; row < inOrder.length; row++) {
      const overlap = room - (inOrder[row].y - inOrder[row - 1].y);
      if (overlap > 0) { inOrder[row - 1].y -= overlap / 2; inOrder[row].y += overlap / 2; }
    }
  }
  const x = size.width - size.right + 8, most = size.name === "wide" ? 16 : 11;
  return inOrder.map((one) => text("label", x, one.y.toFixed(1), cut(one.said, most),
    `dy=".32em" fill="${one.ink}" font-weight="700"`));
}
function widened(low, high, least) {
  const missing = Math.max(0, least - (high - low)), room = 0.04 * Math.max(high - low, least);
  return [low - missing / 2 - room, high + missing / 2 + room];
}
function coursesChart(size, shown) {
  const measure = of(), landmark = measure.landmark;
  const drawn = shown.flatMap((one) => [...one.low, ...one.high, ...(one.world ?? [])]);
  if (landmark) drawn.push(landmark[0]);
  const range = widened(Math.min(...drawn), Math.max(...drawn), LEAST_EFFECTS_SHOWN * measure.smallest);
  const up = place(...range, size.height - size.bottom, size.top);
  const across = place(-1, quarters - 1, size.left, size.width - size.right);
  const parts = [...grid(size, up, measure, false, landmark?.[0]), ...yearTicks(size, across)];
  for (const { arm, low, high, lower, upper } of shown) {
    parts.push(`<path class="band-90" d="${band(low, high, across, up)}" fill="${arm.colour}"/>`,
      `<path class="band-50" d="${band(lower, upper, across, up)}" fill="${arm.colour}"/>`);
  }
  if (landmark) {
    const above = shown[0].mean[data.perYear] < landmark[0];
    parts.push(text("landmark-label", size.left + 6, (up(landmark[0]) + (above ? -6 : 16)).toFixed(1),
      `${tick(landmark[0], measure)}: ${landmark[1]}`));
  }
  for (const { arm, mean, world } of shown) {
    parts.push(`<path class="mean" d="${line(mean, across, up)}" stroke="${arm.ink}" stroke-dasharray="${arm.dash}"/>`);
    if (world) parts.push(`<path class="one-world" d="${line(world, across, up)}" stroke="${arm.ink}"/>`);
  }
  parts.push(...labels(shown.map(({ arm, mean }) =>
    ({ y: up(mean[quarters - 1]), said: arm.title, ink: arm.ink })), size));
  const names = shown.map(({ arm }) => arm.name).join(" and ");
  return svg("chart", size, `${measure.label} over ${quarters / data.perYear} years, ${names}`, parts);
}
function swarm(heights, width) {
  const most = Math.max(1, Math.floor(width / APART)), rows = {}, order = heights.map((_, row) => row);
  const placed = [];
  for (const dot of order.sort((a, b) => heights[a] - heights[b])) {
    const row = Math.round(heights[dot] / APART), taken = rows[row] ?? 0;
    rows[row] = taken + 1;
    const step = Math.floor((taken + 1) / 2) * (taken % 2 ? 1 : -1);
    const shift = (Math.abs(step) > most / 2 ? ((step % most) + most) % most : step) * APART;
    placed[dot] = width / 2 + Math.max(-width / 2, Math.min(width / 2, shift));
  }
  return placed;
}
const dot = (x, y, world, arm) => {
  const chosen = world === now.world;
  return `<circle class="world${chosen ? " chosen" : ""}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}"
    r="${chosen ? 5 : 2.4}" fill="${arm.ink}" data-world="${world}"/>`;
};
function differenceChart(size, apart, arm, name) {
  const measure = of(), last = apart[quarters - 1], bands = apart.map((values) => ends(values, [0.05, 0.95]));
  const [low, high] = [0, 1].map((end) => bands.map((one) => one[end]));
  const drawn = [...last, ...low, ...high, 0], least = LEAST_EFFECTS_SHOWN * measure.smallest / 2;
  const up = place(Math.min(-least, ...drawn), Math.max(least, ...drawn), size.height - size.bottom, size.top);
  const across = place(-1, quarters - 1, size.left, size.width - size.right), left = size.width - size.right + 14;
  const parts = [...grid(size, up, measure, true, 0), ...yearTicks(size, across),
    `<path class="band-90" d="${band(low, high, across, up)}" fill="${arm.ink}"/>`,
    `<path class="mean" d="${line(apart.map(mean), across, up)}" stroke="${arm.ink}"/>`];
  const row = now.kept.indexOf(now.world);
  if (row >= 0) {
    const world = line(apart.map((one) => one[row]), across, up);
    parts.push(`<path class="one-world" d="${world}" stroke="${arm.ink}"/>`);
  }
  const heights = last.map(up), width = size.right - 28, sideways = swarm(heights, width);
  parts.push(...now.kept.map((world, at) => dot(left + sideways[at], heights[at], world, arm)));
  parts.push(text("tick", left + width / 2, size.height - size.bottom + 22, "each world", 'text-anchor="middle"'));
  return svg("difference", size, name, parts);
}
function scatter(size, one, values, limits, arm, name) {
  const measure = of(), [first, last] = [Math.min(...one.values), Math.max(...one.values)];
  const full = { ...size, right: 24 }, up = place(...widened(Math.min(0, ...values), Math.max(0, ...values),
    LEAST_EFFECTS_SHOWN * measure.smallest / 2), size.height - size.bottom, size.top);
  const across = place(first, last, size.left + 8, size.width - full.right - 8);
  const [from, to] = limits.map(across);
  return svg("difference", size, name, [
    `<rect class="kept" x="${from.toFixed(1)}" width="${(to - from).toFixed(1)}" y="${size.top}"
      height="${size.height - size.top - size.bottom}"/>`,
    ...grid(full, up, measure, data.arms.length > 1, 0),
    ...across.ticks(6).map((value) =>
      text("tick", across(value).toFixed(1), size.height - size.bottom + 22, short(value), 'text-anchor="middle"')),
    ...all.map((world) => dot(across(one.values[world]), up(values[world]), world, arm))
      .map((drawn, world) => (now.kept.includes(world) ? drawn : drawn.replace('"world', '"world left-out'))),
  ]);
}
const UNSURE = ["equal", "negligible", "unknown", "leaning"], ROW = 22;
function gainsChart(size, rows, arm) {
  const most = size.name === "wide" ? 38 : 18;
  const headed = rows.map(({ item }, row) => item.kind !== rows[row - 1]?.item.kind);
  const height = 60 + ROW * (rows.length + 1.3 * headed.filter(Boolean).length);
  const tall = { ...size, left: size.name === "wide" ? 290 : 146, right: 16, height };
  const drawn = rows.flatMap(({ one }) => (one.count > 1 ? [one.low, one.high] : [one.mean]));
  const range = widened(Math.min(0, ...drawn), Math.max(0, ...drawn), 0.02);
  const across = place(...range, tall.left, tall.width - tall.right);
  const parts = across.ticks(size.name === "wide" ? 6 : 3).map((value) => {
    const x = across(value).toFixed(1), kind = value ? "grid" : "landmark";
    return `<line class="${kind}" x1="${x}" x2="${x}" y1="${tall.top}" y2="${height - tall.bottom}"/>`
      + text("tick", x, height - tall.bottom + 20, value ? decimal(value, 2, true) : "0", 'text-anchor="middle"');
  });
  let y = 0;
  rows.forEach(({ item, one }, row) => {
    if (headed[row]) parts.push(text("heading", 0, (y += ROW * 1.3).toFixed(1), `${data.kinds[item.kind].kind}s`));
    y += ROW;
    const ink = UNSURE.includes(one.verdict) ? "#6b7177" : arm.ink, inside = ink === arm.ink ? ink : "#ffffff";
    const [x, low, high] = [one.mean, one.low, one.high]
      .map((value) => across(Number.isNaN(value) ? one.mean : value).toFixed(1));
    parts.push(text("tick", tall.left - 12, y, cut(item.label, most), 'dy=".32em" text-anchor="end"'),
      `<line x1="${low}" x2="${high}" y1="${y}" y2="${y}" stroke="${ink}" stroke-width="2"/>`,
      `<circle cx="${x}" cy="${y}" r="4.5" fill="${inside}" stroke="${ink}" stroke-width="2"/>`);
  });
  return svg("difference gains", tall, `Who gains and who loses: ${rows.length} changes, which the table lists`, parts);
}
const both = (draw, sizes = [WIDE, NARROW]) => sizes.map(draw).join("");
function table(caption, heads, rows) {
  const cells = ([first, ...rest]) =>
    `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  const head = heads.map((one) => `<th scope="col">${escape(one)}</th>`).join("");
  return `<table><caption>${escape(caption)}</caption><thead><tr>${head}</tr></thead>
    <tbody>${rows.map(cells).join("")}</tbody></table>`;
}
const yearEnds = () =>
  Array.from({ length: Math.floor(quarters / data.perYear) }, (_, year) => (year + 1) * data.perYear - 1);
