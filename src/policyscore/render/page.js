"use strict";
// Binds the sliders of a page to the functions of weighing.js, which stand before this.

const PATIENCE = 500; // milliseconds before a change is spoken
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

const at = (id) => document.getElementById(id);
const tree = prepare(JSON.parse(at("bench-data").textContent));
const { data } = tree;
const bench = at("bench");
const controls = data.nodes.map(([id]) => {
  const box = bench.querySelector(`[data-node="${id}"]`);
  const find = (what) => box.querySelector(what);
  return {
    box,
    range: find("[type=range]"),
    field: find("[type=number]"),
    free: find(".free"),
    less: find(".less"),
    more: find(".more"),
    band: find(".stay rect"),
    interval: find(".interval"),
  };
});
const rows = [...at("results").children].map((row) => ({
  row,
  rank: row.querySelector(".rank"),
  score: row.querySelector(".score"),
  fill: row.querySelector(".fill"),
  own: row.querySelector(".own"),
  ownScore: row.querySelector(".own-score"),
}));
let state = { preset: 0, held: new Map() };
let spoken = data.ranks;
let waiting = 0;

function local() {
  return tree.locals[state.preset];
}

function solve() {
  const shares = heldShares(tree, local(), state.held);
  const totals = totalsOf(tree, shares);
  return { shares, totals, ranks: ranksOf(totals) };
}

function ties(ranks, i) {
  return ranks.filter((rank) => rank === ranks[i]).length > 1 ? "=" : "";
}

function changed() {
  return state.preset > 0 || state.held.size > 0;
}

function say(text) {
  clearTimeout(waiting);
  at("said").textContent = text;
}

// ---- showing ------------------------------------------------------------------------------------

function showWeights({ shares, totals }) {
  controls.forEach((control, i) => {
    const held = state.held.has(i);
    const value = held ? state.held.get(i) / MICRO : shares[i] * 100;
    const told = held ? `${value} %` : percent(shares[i]);
    control.range.value = value;
    control.range.setAttribute("aria-valuetext", held ? `${told}, held` : told);
    if (document.activeElement !== control.field) {
      control.field.value = held ? value : point(value, 1);
    }
    control.box.classList.toggle("held", held);
    control.free.hidden = !held;
    const interval = stay(tree, local(), state.held, i, shares, totals);
    for (const part of [control.range, control.field, control.less, control.more]) {
      part.disabled = interval === null;
    }
    const [lower, upper] = interval ?? [0, 0];
    control.band.setAttribute("x", (lower * 100).toFixed(2));
    control.band.setAttribute("width", ((upper - lower) * 100).toFixed(2));
    control.interval.textContent = interval
      ? `stays first from ${percent(lower)} to ${percent(upper)}`
      : `cannot be moved${hindrance(i)}`;
  });
}

function hindrance(node) {
  if (!weighty(tree, local(), node)) return ": nothing in it weighs anything";
  return state.held.size ? " while the others are held" : ": nothing else weighs anything";
}

function showResults({ totals, ranks }) {
  const places = placesFor(totals);
  const order = totals.map((_, i) => i).sort((a, b) => ranks[a] - ranks[b] || a - b);
  rows.forEach((parts, i) => {
    parts.rank.textContent = ranks[i] + ties(ranks, i);
    parts.score.textContent = point(totals[i], places);
    parts.fill.setAttribute("width", totals[i].toFixed(2));
  });
  const body = at("results");
  order.forEach((option, place) => {
    const { row } = rows[option];
    if (body.children[place] !== row) body.insertBefore(row, body.children[place]);
  });
}

// Who leads and by how much, in the words of the program.
function answer({ totals, ranks }) {
  const leaders = ranks.flatMap((rank, i) => (rank === 1 ? [data.options[i]] : []));
  if (leaders.length > 1) return `${listed(leaders)} share the highest score: it is a tie.`;
  const lead = Math.max(...totals) - Math.max(...totals.filter((_, i) => ranks[i] !== 1));
  const { indifference } = data;
  if (lead < indifference - TIE) {
    const told = point(lead, placesFor([lead, indifference]));
    return `${leaders[0]} has the highest score. Too close to call: its lead is ${told}.`;
  }
  return `${leaders[0]} has the highest score, ahead by ${point(lead, 1)}.`;
}

function weights() {
  const moved = [...state.held.keys()].map((i) => data.nodes[i][1]);
  const begin = state.preset ? `the profile ${data.presets[state.preset][1]}` : "the model's weights";
  return `${begin}${moved.length ? `, with ${listed(moved)} moved` : ""}`;
}

function showState(found) {
  const begin = state.held.size ? `Your scenario, from ${weights()}` : `Weights of ${weights()}`;
  at("state").textContent = `${changed() ? begin : "The model's weights"}: ${answer(found)}`;
  at("outside").hidden = !changed();
  bench.classList.toggle("changed", changed());
  at("reset").disabled = !changed();
  at("command").value = commandOf(tree, state);
  for (const button of bench.querySelectorAll("[data-preset]")) {
    const own = data.presets[state.preset][0] === button.dataset.preset;
    button.setAttribute("aria-pressed", own && !state.held.size ? "true" : "false");
  }
}

// Says who moved, once the weights have come to rest.
function speak({ ranks }) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const joined = (i) => ranks[i] === spoken[i] && ties(ranks, i) !== ties(spoken, i);
    const up = ranks.map((_, i) => i).filter((i) => ranks[i] < spoken[i] || joined(i));
    const told = up.sort((a, b) => ranks[a] - ranks[b]).slice(0, 3).map((i) => {
      const how = ties(ranks, i) ? "shares" : joined(i) ? "is alone on" : "moves to";
      return `${data.options[i]} ${how} ${ordinal(ranks[i])}`;
    });
    spoken = ranks;
    if (told.length) at("said").textContent = `${told.join("; ")}.`;
  }, PATIENCE);
}

function show() {
  const found = solve();
  showWeights(found);
  showResults(found);
  showState(found);
  speak(found);
}

// Tells at the top of the page that its address holds other weights, and what of it was left out.
function announce(left) {
  at("linked")?.remove();
  if (!changed() && !left.length) return;
  const box = document.createElement("p");
  box.id = "linked";
  box.className = "state";
  const out = left.length ? ` Left out, as it cannot be: ${left.join(", ")}.` : "";
  const link = document.createElement("a");
  link.href = "#bench";
  link.textContent = "See them";
  box.append(`The address of this page holds weights of its own. From ${weights()}: ${answer(solve())}${out} `, link);
  at("main").prepend(box);
}

// ---- what a reader does -------------------------------------------------------------------------

function change() {
  at("linked")?.remove();
  try {
    history.replaceState(null, "", `#${fragmentOf(tree, state)}`);
  } catch {
    // a sandbox may forbid it; the page works all the same
  }
  show();
}

// Puts a weight where it is wanted, or as near as the held ones let it.
function put(node, wanted) {
  const { least, most } = limits(tree, local(), state.held, node);
  const micro = Math.min(Math.max(Math.round(wanted * MICRO), least), most);
  const others = [...state.held.keys()].some((i) => i !== node);
  state.held.set(node, micro);
  change();
  if (Math.abs(micro - wanted * MICRO) > 0.5) {
    const side = least === most ? "only" : wanted * MICRO < least ? "at least" : "at most";
    const why = others ? " while others are held" : "";
    say(`${data.nodes[node][1]} can be ${side} ${micro / MICRO} %${why}.`);
  }
}

function present(node) {
  return state.held.has(node)
    ? state.held.get(node) / MICRO
    : heldShares(tree, local(), state.held)[node] * 100;
}

function step(node, by) {
  const now = present(node);
  const next = by > 0 ? Math.floor(now + 1e-9) + by : Math.ceil(now - 1e-9) + by;
  put(node, Math.min(100, Math.max(0, next)));
}

function bind(control, node) {
  control.range.addEventListener("input", () => put(node, Number(control.range.value)));
  control.range.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in KEYS) step(node, KEYS[event.key]);
    else if (event.key === "Home") put(node, 0);
    else if (event.key === "End") put(node, 100);
    else return;
    event.preventDefault();
  });
  control.field.addEventListener("change", () => {
    const wanted = control.field.valueAsNumber;
    if (wanted >= 0 && wanted <= 100) put(node, wanted);
    else refuse(control);
    control.field.value = state.held.has(node) ? present(node) : point(present(node), 1);
  });
  control.less.addEventListener("click", () => step(node, -1));
  control.more.addEventListener("click", () => step(node, 1));
  control.free.addEventListener("click", () => {
    state.held.delete(node);
    change();
    control.range.focus();
  });
}

function refuse(control) {
  const told = "Write a number from 0 to 100, with a point before decimals.";
  control.interval.textContent = told; // where the reader looks, on a small screen too
  say(told);
}

function copy() {
  const field = at("command");
  field.select();
  const done = () => say("Copied.");
  const older = () => document.execCommand("copy") && done();
  if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, older);
  else older();
}

// Follows a link within the page and leaves the weights in its address.
function follow(event) {
  const link = event.target.closest('a[href^="#"]');
  const target = link && changed() && at(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView();
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function begin(preset) {
  state = { preset, held: new Map() };
  change();
}

function arrive() {
  if (location.hash && !location.hash.includes("=")) return; // a place of the page
  const found = readFragment(tree, location.hash);
  state = found.state;
  show();
  announce(found.left);
}

// ---- opening ------------------------------------------------------------------------------------

// Whether the page's own arithmetic differs from the numbers that the program wrote.
function differs() {
  const own = tree.locals[0];
  const shares = sharesOf(tree, own);
  const totals = totalsOf(tree, shares);
  const wanted = ranksOf(data.totals);
  const far = (one, other) => !(Math.abs(one - other) <= TIE);
  if (totals.some((total, i) => far(total, data.totals[i]) || ranksOf(totals)[i] !== wanted[i])) return true;
  return data.intervals.some((interval, i) => {
    const found = stay(tree, own, new Map(), i, shares, totals);
    if (interval === null || found === null) return interval !== found;
    return interval.some((end, k) => far(end, found[k]) && !level(i, end));
  });
}

// Whether two options lead side by side where a node has that share of the model's weights.
function level(node, share) {
  const held = new Map([[node, share * WHOLE]]);
  const totals = totalsOf(tree, heldShares(tree, tree.locals[0], held));
  const [first, second] = [...totals].sort((a, b) => b - a);
  return first - second < 100 * TIE;
}

function check() {
  const wrong = differs();
  const box = at("selfcheck");
  box.classList.toggle("wrong", wrong);
  box.textContent = wrong
    ? "This page does not get the numbers that policyscore wrote into it. Do not use what it shows of other weights."
    : "Checked when the page was opened: it gets the model's scores, ranks and intervals, to a billionth.";
  if (wrong) box.setAttribute("role", "alert");
}

function start() {
  bench.hidden = false;
  const places = placesFor(data.totals);
  rows.forEach((parts, i) => {
    const own = point(data.totals[i], places);
    parts.ownScore.textContent = `${own}, ${data.ranks[i]}${ties(data.ranks, i)}`;
    parts.own.setAttribute("transform", `translate(${data.totals[i].toFixed(2)} 0)`);
  });
  controls.forEach(bind);
  for (const button of bench.querySelectorAll("[data-preset]")) {
    const preset = data.presets.findIndex(([id]) => id === button.dataset.preset);
    button.addEventListener("click", () => begin(preset));
  }
  at("reset").addEventListener("click", () => begin(0));
  at("copy").addEventListener("click", copy);
  document.addEventListener("click", follow);
  addEventListener("hashchange", arrive);
  check();
  show();
  if (location.hash.includes("=")) arrive();
}

start();

// For whoever wants to hold these formulas against others, as the tests of policyscore do: weights
// of a profile ("" for the model's own) with some held, given as pairs of an id and a percentage.
window.policyscore = (profile, pairs) => {
  const own = tree.locals[data.presets.findIndex(([id]) => id === profile)];
  const held = new Map(pairs.map(([id, share]) => [tree.index.get(id), Math.round(share * MICRO)]));
  const shares = heldShares(tree, own, held);
  const totals = totalsOf(tree, shares);
  const ranks = ranksOf(totals);
  const places = placesFor(totals);
  return {
    shares,
    totals,
    ranks,
    told: totals.map((total) => point(total, places)),
    answer: answer({ totals, ranks }),
    limits: data.nodes.map((_, i) => Object.values(limits(tree, own, held, i)).map((x) => x / MICRO)),
    stay: data.nodes.map((_, i) => stay(tree, own, held, i, shares, totals)),
  };
};
