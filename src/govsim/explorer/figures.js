/* What the page carries, and what is worked out from it. Numbers and verdicts are those of comparison/difference.py and
   statistics/, so that the page and the report say the same of the same worlds. */
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("explorer-data").textContent);
const { worlds, quarters } = data;
const ROUNDING = 1e-12, PER_SQUARED_SKEWNESS = 25, FEWEST_FOR_SKEWNESS = 10, WIDEST = 2;
const HARDLY_ANY = 10, FEWEST_WORTH_ADDING = 5;

/* What the page carries */
async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}
async function unpack() {
  const exact = new Float64Array(await unpacked(data.exact)), steps = new Uint8Array(await unpacked(data.courses));
  let at = 0, step = 0;
  const next = () => Array.from(exact.subarray(at, at += worlds));
  const cells = quarters * worlds;
  for (const arm of data.arms) {
    arm.core_unit = next();
    arm.ends = {}; arm.courses = {}; arm.values = {};
    for (const of of data.measures.slice(1)) arm.ends[of.name] = next();
    arm.pound = data.pound.categories.map(next);
    arm.items.forEach((item) => { item.values = next(); });
    for (const of of data.measures.slice(1)) {  // changes from quarter to quarter: high bytes, then low bytes
      const rows = [], last = new Uint16Array(worlds);
      for (let quarter = 0, cell = step; quarter < quarters; quarter++) {
        rows.push(Array.from(last, (_, world) => {
          last[world] += steps[cell] * 256 + steps[cell + cells]; cell++;
          return of.low + last[world] * of.step;
        }));
      }
      rows[quarters - 1] = arm.ends[of.name];
      arm.courses[of.name] = rows; step += 2 * cells;
    }
  }
  data.assumptions.forEach((one) => { one.values = next(); });
}

/* Numbers and words, as Python writes them */
const escape = (text) => String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
function decimal(value, places, sign = false) {
  if (!Number.isFinite(value)) return "–";
  const [whole, rest] = Math.abs(value).toFixed(places).split(".");
  const none = !Number(`${whole}.${rest ?? 0}`);
  return (none ? "" : value < 0 ? "−" : sign ? "+" : "") + grouped(whole) + (rest === undefined ? "" : `.${rest}`);
}
const figure = (value, of, sign = false) => decimal(of.per * value, of.places, sign);
const counted = (count) => `${grouped(String(count))} world${count === 1 ? "" : "s"}`;
const short = (value) => String(Number(value.toPrecision(3))).replace("-", "−");
const span = (low, high, of) => `${figure(low, of, true)} to ${figure(high, of, true)}`;
const tick = (value, of) => figure(value, of).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/* Statistics */
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;
const largest = (...lists) => lists.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
function quantile(ordered, share) {
  const place = share * (ordered.length - 1), below = Math.floor(place);
  return ordered[below] + (place - below) * ((ordered[below + 1] ?? ordered[below]) - ordered[below]);
}
const ends = (values, shares) => {
  const ordered = [...values].sort((a, b) => a - b);
  return shares.map((share) => quantile(ordered, share));
};
function apartOf(first, second, ...others) {
  const size = ROUNDING * largest(first, second, others);
  return second.map((value, world) => (Math.abs(value - first[world]) <= size ? 0 : value - first[world]));
}
function isSkewed(apart) {
  const centre = mean(apart), away = apart.map((value) => value - centre);
  const deviation = Math.sqrt(mean(away.map((value) => value ** 2)));
  const skewness = deviation > ROUNDING * largest(apart) ? mean(away.map((value) => (value / deviation) ** 3)) : 0;
  return apart.length >= FEWEST_FOR_SKEWNESS && apart.length < PER_SQUARED_SKEWNESS * skewness ** 2;
}
function wilson(share, count) {
  const reach = data.z ** 2 / count, centre = (share + reach / 2) / (1 + reach);
  const half = Math.sqrt(reach * share * (1 - share) + (reach / 2) ** 2) / (1 + reach);
  return [share === 0 ? 0 : centre - half, share === 1 ? 1 : centre + half];
}
function verdictOf(low, high, smallest, better) {
  if (Number.isNaN(low)) return "unknown";
  const clear = low > 0 || high < 0;
  if (-smallest <= low && high <= smallest) return clear ? "negligible" : "equal";
  if (low > smallest) return better > 0 ? "better" : better < 0 ? "worse" : "higher";
  if (high < -smallest) return better > 0 ? "worse" : better < 0 ? "better" : "lower";
  return clear ? "leaning" : "unknown";
}
/* The paired difference. Where few worlds weigh so much that Student's interval is too narrow, `half` of the report is
   taken if it is known, and otherwise twice Student's, the widest that the report's would be. */
function judged(first, second, of, together, half = null) {
  const apart = apartOf(first, second, [of.smallest]), count = apart.length, centre = mean(apart);
  const deviation = Math.sqrt(sum(apart.map((value) => (value - centre) ** 2)) / (count - 1));
  const student = count < 2 ? NaN : data.student[together][count] * deviation / Math.sqrt(count);
  const skewed = isSkewed(apart), reach = skewed ? half ?? WIDEST * student : student;
  const [low, high] = [centre - reach, centre + reach];
  const verdict = verdictOf(low, high, of.smallest, of.better);
  const wins = apart.filter((value) => (of.better >= 0 ? value > 0 : value < 0)).length;
  return { apart, count, mean: centre, low, high, reach, verdict, wins, doubled: skewed && half === null,
    base: mean(first) };
}
function moreWorlds(one, of) {
  const room = Math.abs(Math.abs(one.mean) - of.smallest);
  if (!["leaning", "unknown"].includes(one.verdict) || !room || !one.reach) return "";
  const more = Math.max(FEWEST_WORTH_ADDING, Math.ceil(one.count * (one.reach / room) ** 2) - one.count);
  const unit = 10 ** Math.max(0, String(more).length - 2), about = Math.ceil(more / unit) * unit;
  if (about > HARDLY_ANY * one.count) return " Hardly any number of worlds would settle it.";
  return ` About ${grouped(String(about))} more worlds would settle it.`;
}
const worldsWords = ({ wins, count }) => {
  const [low, high] = wilson(wins / count, count).map((share) => (100 * share).toFixed(0));
  const some = wins && wins < count ? `${grouped(String(wins))} of ${grouped(String(count))}`
    : `${wins ? "all" : "none of"} ${grouped(String(count))}`;
  return `${wins && wins / count < 0.5 ? "only " : ""}${some} worlds (${low} to ${high}%)`;
};
/* `Difference.sentence` */
function sentence(one, of, [name, other]) {
  const way = one.mean >= 0 ? "higher" : "lower", small = of.inside;
  if (one.mean === 0 && !(one.reach > 0)) {
    const everywhere = one.count > 1 ? `all ${counted(one.count)}` : "this one world";
    return capital(`${name} and ${other} have the same ${small} in ${everywhere}.`);
  }
  const size = `${figure(Math.abs(one.mean), of)} ${of.unit}`.trim() + ` ${way}`;
  if (Number.isNaN(one.low)) {
    return capital(`${small} is ${size} under ${name} than under ${other} in this one world, which decides nothing.`);
  }
  const claim = of.claims[one.verdict][one.mean >= 0 ? 1 : 0].replace("{one}", name).replace("{other}", other);
  const brackets = [`95% interval ${span(one.low, one.high, of)}`, `a difference matters from ${of.threshold}`];
  if (of.hasZero && one.base && !data.short.includes(one.verdict)) {
    brackets.unshift(`${decimal(100 * Math.sign(one.base) * one.mean / one.base, 1, true)}%`);
  }
  const told = `${capital(claim)}: ${size} (${brackets.join("; ")})`;
  if (["equal", "negligible"].includes(one.verdict)) return `${told}.`;
  return `${told}, ${of.better ? "better" : "higher"} in ${worldsWords(one)}.${moreWorlds(one, of)}`;
}

/* What is chosen */
const all = Array.from({ length: worlds }, (_, world) => world);
const now = { one: data.arms.length - 1, other: 0, measure: 0, weight: data.weight, world: null, kept: all };
const pair = () => (data.arms.length > 1 ? [data.arms[now.one], data.arms[now.other]] : [data.arms[0]]);
const of = () => data.measures[now.measure];
const picked = (values) => (now.kept === all ? values : now.kept.map((world) => values[world]));
const value = (arm, progress, core) => progress.map((fall, world) => now.weight * fall / data.progressUnit
  + (1 - now.weight) * (core[world] - 1) / arm.core_unit[world]);
function course(arm, name) {
  if (name !== "public_value") return arm.courses[name];
  const rows = arm.courses.progress;
  arm.values[now.weight] ??= rows.map((row, quarter) => value(arm, row, arm.courses.core_services[quarter]));
  return arm.values[now.weight];
}
const atEnd = (arm, name) => course(arm, name)[quarters - 1];
/* The half-width that the report has for all worlds, where it is a bootstrap's */
const knownHalf = (name) => {
  const [first, second] = [now.one, now.other].sort((a, b) => a - b);
  const asReported = now.kept === all && (name !== "public_value" || now.weight === data.weight);
  return asReported ? data.halves[`${first} ${second} ${name}`] ?? null : null;
};
