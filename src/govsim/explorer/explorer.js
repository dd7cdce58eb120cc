/* What the reader does, and what the page then shows. */
const listed = (options) => options.map((one, row) => `<option value="${row}">${escape(one)}</option>`).join("");
const LIMITS = ["from", "to"];
const STEPS = 1000;  // of a slider over a range
const condition = { row: null, limits: null };  // no row: the assumption that matters most; no limits: its whole range
const paired = data.arms.length > 1;

function setUp() {
  $("measure").innerHTML = listed(data.measures.map((one) => one.label));
  $("weight").value = Math.round(100 * now.weight);
  $("measure").onchange = () => change({ measure: Number($("measure").value) });
  if (paired) ["one", "other"].forEach((id) => {
    $(id).innerHTML = listed(data.arms.map((arm) => arm.title));
    $(id).onchange = () => {  // two arrangements, never one twice
      const changed = Number($(id).value), beside = id === "one" ? "other" : "one";
      change({ [id]: changed, [beside]: now[beside] === changed ? now[id] : now[beside] });
    };
  });
  $("weight").oninput = () => change({ weight: $("weight").value / 100 });
  $("assumption").onchange = () => setCondition(Number($("assumption").value));
  LIMITS.forEach((id, end) => {
    $(id).oninput = () => {
      condition.row = conditionRow();
      const [first, last] = rangeOf(condition.row), at = first + $(id).value / STEPS * (last - first);
      const limits = [...condition.limits ?? [first, last]];
      limits[end] = end ? Math.max(at, limits[0]) : Math.min(at, limits[1]);
      if (within(limits).length) condition.limits = limits;  // the slider stops at the last world
      applyCondition();
    };
  });
  $("world").oninput = () => change({ world: inOrder()[$("world").value - 1] });
  $("previous").onclick = () => step(-1);
  $("next").onclick = () => step(1);
  $("no-world").onclick = () => change({ world: null });
  ["anew", "all-worlds"].forEach((id) => { $(id).onclick = () => setCondition(condition.row); });
  $("explorable").onclick = ({ target }) => {
    if (target.dataset.world) change({ world: Number(target.dataset.world) });
  };
  document.querySelectorAll("[data-table]").forEach((button) => {
    button.onclick = () => savedTable(button.dataset.table);
  });
  document.querySelectorAll("[data-picture]").forEach(({ dataset }) => {  // the names of pictures.js
    dataset.picture = `${data.file}-${dataset.picture}`;
  });
  show();
}
function change(what) {
  Object.assign(now, what);
  show();
}
const rangeOf = (row) => [Math.min(...data.assumptions[row].values), Math.max(...data.assumptions[row].values)];
const conditionRow = () => condition.row ?? byStrength(finals())[0];
function setCondition(row) {
  condition.row = row;
  condition.limits = null;
  applyCondition();
}
const within = ([from, to]) => {
  const { values } = data.assumptions[condition.row];
  return all.filter((world) => values[world] >= from - 1e-12 && values[world] <= to + 1e-12);
};
function applyCondition() {
  const kept = condition.limits ? within(condition.limits) : all;
  now.kept = kept.length === worlds ? all : kept;
  if (!now.kept.includes(now.world)) now.world = null;
  show();
}

/* The worlds of the chosen kind, from the lowest value or difference to the highest */
const finals = () => {
  const [one, other] = pair().map((arm) => atEnd(arm, of().name));
  return other ? apartOf(other, one) : one;
};
const inOrder = () => { const values = finals(); return [...now.kept].sort((a, b) => values[a] - values[b] || a - b); };
function step(by) {
  const order = inOrder(), at = order.indexOf(now.world);
  change({ world: order[at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + by))] });
}

function show() {
  const [one, other] = pair(), measure = of(), name = measure.name;
  if (paired) { $("one").value = now.one; $("other").value = now.other; }
  const weighed = `progress ${decimal(100 * now.weight, 0)}%, core services ${decimal(100 - 100 * now.weight, 0)}%`;
  const above = now.weight === data.weight ? "" : ` (answer: ${decimal(100 * data.weight, 0)}%)`;
  $("weighs").textContent = now.measure ? "counts in public value alone" : capital(weighed) + above;
  $("weight").disabled = now.measure > 0;
  $("weight").setAttribute("aria-valuetext", weighed);
  const some = now.kept === all ? `all ${counted(worlds)}` : `${now.kept.length} of ${counted(worlds)}`;
  $("chosen").textContent = capital(some);
  $("anew").hidden = now.kept === all;
  $("courses-heading").textContent = measure.label;
  $("measure-meaning").textContent = measure.meaning;
  $("verdict").textContent = verdict();
  showCondition();
  const shown = pair().map((arm) => {
    const rows = course(arm, name).map(picked), bands = rows.map((row) => ends(row, [0.05, 0.25, 0.75, 0.95]));
    const [low, lower, upper, high] = [0, 1, 2, 3].map((end) => bands.map((row) => row[end]));
    const world = now.world === null ? null : course(arm, name).map((row) => row[now.world]);
    return { arm, mean: rows.map(mean), low, lower, upper, high, world };
  });
  $("courses").innerHTML = both((size) => coursesChart(size, shown));
  $("courses-table").innerHTML = coursesTable(shown);
  if (paired) {
    const apart = course(one, name).map((row, at) => apartOf(picked(course(other, name)[at]), picked(row)));
    const heading = `${one.title} less ${other.name}: ${measure.inside}`;
    $("apart-heading").textContent = heading;
    $("apart").innerHTML = both((size) => differenceChart(size, apart, one, heading), [DOTS, FEW_DOTS]);
    $("apart-table").innerHTML = differenceTable(apart, one, other);
    showGains(one, other);
  }
  showWorld();
  showPound();
}
const difference = () => {
  const [one, other] = pair().map((arm) => picked(atEnd(arm, of().name)));
  return judged(other, one, of(), data.together, knownHalf(of().name));
};
function verdict() {
  if (!paired) {
    const values = picked(atEnd(pair()[0], of().name));
    const [centre, low, high] = [mean(values), ...ends(values, [0.05, 0.95])].map((value) => figure(value, of()));
    return values.length === 1 ? `${of().label}: ${centre} at the end, in this one world.`
      : `${of().label}: mean ${centre} at the end, nine in ten worlds from ${low} to ${high}.`;
  }
  const found = difference();
  const doubled = " A few worlds weigh so much here that the interval is twice the usual one.";
  return sentence(found, of(), pair().map((arm) => arm.name)) + (found.doubled ? doubled : "");
}

function coursesTable(shown) {
  const measure = of();
  const heads = shown.flatMap(({ arm }) => [`${arm.title}: mean`, "nine in ten worlds"]);
  const cells = (one, quarter) => {
    const [centre, low, high] = [one.mean, one.low, one.high].map((values) => figure(values[quarter], measure));
    return [centre, `${low} to ${high}`];
  };
  const rows = yearEnds().map((quarter) =>
    [(quarter + 1) / data.perYear, ...shown.flatMap((one) => cells(one, quarter))]);
  return table(`${measure.label} (${measure.meaning}), ${$("chosen").textContent}`, ["End of year", ...heads], rows);
}
function differenceTable(apart, one, other) {
  const rows = yearEnds().map((quarter) => {
    const values = apart[quarter], [low, high] = ends(values, [0.05, 0.95]);
    const count = (sign) => `${values.filter((value) => sign * value > 0).length} of ${values.length}`;
    return [(quarter + 1) / data.perYear, figure(mean(values), of(), true), span(low, high, of()), count(1), count(-1)];
  });
  return table(`${of().label}: ${one.name} less ${other.name}, in the same worlds`,
    ["End of year", "Mean difference", "Nine in ten worlds", "Higher in", "Lower in"], rows);
}

function showWorld() {
  const order = inOrder(), at = order.indexOf(now.world), measure = of(), values = finals();
  $("world").max = order.length;
  $("world").value = at < 0 ? Math.ceil(order.length / 2) : at + 1;
  $("world-numbers").hidden = at < 0;
  if (at < 0) {
    $("world").setAttribute("aria-valuetext", "none");
    const what = paired ? "difference" : "value";
    $("world-said").textContent = `No world is picked out. They stand in the order of their ${what}, the lowest first.`;
    return;
  }
  const named = `World ${data.replicates[now.world]}`, own = values[now.world], others = order.length - 1;
  const ended = pair().map((arm) => `${arm.name} ends at ${figure(atEnd(arm, measure.name)[now.world], measure)}`);
  const among = (is) => order.filter((world) => is(values[world])).length;
  const where = `${paired ? `The difference is ${figure(own, measure, true)},` : "It is"} higher than in `
    + `${among((one) => one < own)} and lower than in ${among((one) => one > own)} of the other ${counted(others)}.`;
  $("world").setAttribute("aria-valuetext", `${named}, ${at + 1} of ${order.length}`);
  $("world-said").textContent = `${named}: ${ended.join(", ")}.${others ? ` ${where}` : ""}`;
  const measured = data.measures.map((one) =>
    [escape(one.label), ...pair().map((arm) => figure(atEnd(arm, one.name)[now.world], one))]);
  const rows = data.assumptions.map((one) => {
    const value = one.values[now.world], below = one.values.filter((other) => other < value).length;
    return [escape(one.label), short(value), `${below} of ${worlds - 1}`];
  });
  $("world-table").innerHTML = table(`${named} at the end`,
    ["Measure", ...pair().map((arm) => arm.title)], measured)
    + (rows.length ? table("What this world assumes", ["Assumption", "Value", "Higher than in"], rows) : "");
}

/* The assumption on which the shown values depend most stands first */
function byStrength(values) {
  const ranks = (list) => {
    const rank = [];
    [...all].sort((a, b) => list[a] - list[b]).forEach((world, at) => { rank[world] = at - (worlds - 1) / 2; });
    return rank;
  };
  const shown = ranks(values);
  const strength = data.assumptions.map((one) =>
    Math.abs(sum(ranks(one.values).map((rank, world) => rank * shown[world]))));
  return [...strength.keys()].sort((a, b) => strength[b] - strength[a]);
}
function showCondition() {
  const known = data.assumptions.length > 0, values = finals(), arm = pair()[0];
  $("conditions").hidden = !known;
  if (!known) return;
  const order = byStrength(values), row = condition.row ?? order[0], one = data.assumptions[row];
  const [first, last] = rangeOf(row), limits = condition.limits ?? [first, last];
  $("assumption").innerHTML = order.map((each) =>
    `<option value="${each}">${escape(data.assumptions[each].label)}</option>`).join("");
  $("assumption").value = row;
  LIMITS.forEach((id, end) => {
    $(id).value = Math.round((limits[end] - first) / (last - first) * STEPS);
    $(id).setAttribute("aria-valuetext", short(limits[end]));
    $(`${id}-said`).textContent = short(limits[end]);
  });
  $("assumption-said").textContent = `${one.label}: ${one.meaning} (${one.unit}).`;
  $("condition-verdict").textContent = `In ${now.kept === all ? "all " : ""}${counted(now.kept.length)}: ${verdict()}`;
  $("condition-care").hidden = $("all-worlds").hidden = now.kept === all;
  const name = `${$("measure").selectedOptions[0].text} by ${one.label}`;
  $("scattered").innerHTML = both((size) => scatter(size, one, values, limits, arm, name), [DOTS, FEW_DOTS]);
  $("scattered-heading").textContent = `${one.label} and ${paired ? "the difference" : "the value"}, world by world`;
  $("scattered-table").innerHTML = fifths(one, values);
}
function fifths(one, values) {
  const order = [...all].sort((a, b) => one.values[a] - one.values[b]), parts = Math.min(5, worlds);
  const rows = Array.from({ length: parts }, (_, part) => {
    const some = order.slice(Math.floor(part * worlds / parts), Math.floor((part + 1) * worlds / parts));
    const ranged = [some[0], some[some.length - 1]].map((world) => short(one.values[world])).join(" to ");
    const inside = some.map((world) => values[world]);
    return [ranged, some.length, figure(mean(inside), of(), paired), inside.filter((value) => value > 0).length];
  });
  const heads = [one.label, "Worlds", paired ? "Mean difference" : "Mean", "Above 0 in"];
  return table(`${of().label}, by fifths of the worlds`, heads, rows);
}

function showGains(one, other) {
  const known = Object.fromEntries(other.items.map((item) => [item.id, item]));
  const common = one.items.filter((item) => known[item.id]);
  $("gains").hidden = !common.length;
  if (!common.length) return;
  const rows = common.map((item) => {
    const [first, second] = [known[item.id], item].map(({ values }) => picked(values));
    return { item, one: judged(first, second, data.kinds[item.kind], common.length, knownHalf(item.id)) };
  });
  $("gained").innerHTML = both((size) => gainsChart(size, rows, one));
  $("gained-heading").textContent = `Under ${one.name} instead of ${other.name}`;
  const cells = rows.map(({ item, one: found }) => {
    const kind = data.kinds[item.kind], size = figure(found.mean, kind, true), alone = found.count === 1;
    const interval = alone ? "" : ` (${span(found.low, found.high, kind)})`;
    return [escape(item.label), kind.kind, size + interval, alone ? "" : wordOf(found)];
  });
  const heads = ["Who", "Kind", "Change (95% interval)", "Verdict"];
  $("gained-table").innerHTML = table($("gained-heading").textContent, heads, cells);
}
const wordOf = ({ verdict, mean }) => (verdict === "leaning" ? `${mean > 0 ? "better" : "worse"}?` : data.words[verdict]);

function showPound() {
  const shares = pair().map((arm) => arm.pound.map((values) => mean(picked(values))));
  const pence = (share, sign) => decimal(100 * share, 1, sign);
  const piece = ({ label, share, colour, dark }) => {
    const style = `width:${(100 * share).toFixed(2)}%;background:${colour}`, said = `${escape(label)}: ${pence(share)}p`;
    const inside = 100 * share >= data.pound.least ? pence(share) : "";
    return `<span${dark ? ' class="dark"' : ""} style="${style}" title="${said}">${inside}</span>`;
  };
  const bars = pair().map((arm, row) => {
    const inside = data.pound.groups.map((one) => ({ ...one, share: sum(one.of.map((at) => shares[row][at])) }));
    const spoken = inside.map(({ label, share }) => `${label} ${pence(share)}p`).join(", ");
    return `<div class="pound-row"><div class="pound-name">${escape(arm.title)}</div><div class="pound-bar" role="img"
      aria-label="The pound’s journey, ${escape(arm.name)}: ${escape(spoken)}">${inside.map(piece).join("")}</div></div>`;
  });
  const key = data.pound.groups.map(({ label, colour }) =>
    `<span><i class="swatch" style="background:${colour}"></i>${escape(label)}</span>`);
  $("pound-bars").innerHTML = `${bars.join("")}<p class="pound-key">${key.join(" ")}</p>`;
  const heads = [...pair().map((arm) => arm.title), ...(paired ? ["Change"] : [])];
  $("pound-table").innerHTML = table("Pence of each pound, over all quarters", ["Where it ends", ...heads],
    data.pound.categories.map((label, at) => [escape(label), ...shares.map((share) => pence(share[at])),
      ...(paired ? [pence(shares[0][at] - shares[1][at], true)] : [])]));
}

/* Files made from what the page carries */
function save(name, type, said) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([said], { type }));
  link.download = `govsim-${data.file}-${name}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
const csv = (rows) => `${rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell
  : `"${String(cell).replace(/"/g, '""')}"`)).join(",")).join("\n")}\n`;
const names = () => data.measures.map((one) => one.name);
const tables = {
  worlds: () => [
    ["scenario", "world", ...names(), ...data.assumptions.map((one) => one.name)],
    ...data.arms.flatMap((arm) => all.map((world) => [arm.name, data.replicates[world],
      ...names().map((name) => atEnd(arm, name)[world]), ...data.assumptions.map((one) => one.values[world])])),
  ],
  courses: () => [
    ["scenario", "quarter", "world", ...names()],
    ...data.arms.flatMap((arm) => [...Array(quarters).keys()].flatMap((quarter) => all.map((world) => {
      const values = names().map((name) => Number(course(arm, name)[quarter][world].toPrecision(8)));
      return [arm.name, quarter, data.replicates[world], ...values];
    }))),
  ],
};
const savedTable = (name) => save(`${name}.csv`, "text/csv", csv(tables[name]()));

$("without").hidden = true;
unpack().then(setUp).then(() => { $("explorable").hidden = false; }, (error) => {
  $("without").hidden = false;
  throw error;
});
