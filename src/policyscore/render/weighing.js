"use strict";
// Weighing anew: pure functions over plain arrays, with the formulas of the program (weights.py,
// scoring.py, analyses/tipping.py) and its rounding (figures.py). Weights that are held are kept in
// millionths of a percent, as whole numbers, so that adding them up is exact.

const MICRO = 1e6;
const WHOLE = 100 * MICRO;
const TIE = 1e-9; // points; what differs by less shares a rank
const MOST_PLACES = 12;

// What the page was given: nodes in the order of the tree, parents first, by index.
function prepare(data) {
  const index = new Map(data.nodes.map(([id], i) => [id, i]));
  const parents = data.nodes.map(([, , within]) => (within === null ? -1 : index.get(within)));
  const children = data.nodes.map(() => []);
  const roots = [];
  parents.forEach((parent, i) => (parent < 0 ? roots : children[parent]).push(i));
  const leaves = data.leaves.map((id) => index.get(id));
  const tree = { data, index, parents, children, roots, leaves };
  tree.locals = data.presets.map(([, , weights]) => localOf(tree, weights));
  return tree;
}

// The share of each node among its siblings, 0 to 1, from what they weigh beside each other.
function localOf(tree, weights) {
  const wholes = [tree.roots, ...tree.children].map((list) =>
    list.reduce((sum, i) => sum + weights[i], 0),
  );
  return weights.map((weight, i) => {
    const whole = wholes[tree.parents[i] + 1];
    return whole > 0 ? weight / whole : 0;
  });
}

// The share of each node, 0 to 1, from the shares among siblings.
function sharesOf(tree, local) {
  const shares = [];
  tree.parents.forEach((parent, i) => {
    shares.push(local[i] * (parent < 0 ? 1 : shares[parent]));
  });
  return shares;
}

// The uppermost held nodes below a node (-1: the top), and the free leaves with their parts of it.
function below(tree, local, held, top) {
  const inner = [];
  const free = [];
  const waiting = (top < 0 ? tree.roots : tree.children[top]).map((i) => [i, local[i]]);
  for (const [i, part] of waiting) {
    if (held.has(i)) inner.push(i);
    else if (tree.children[i].length) {
      for (const child of tree.children[i]) waiting.push([child, part * local[child]]);
    } else free.push([i, part]);
  }
  return { inner, free };
}

function spread(tree, local, held, top, whole, shares) {
  const { inner, free } = below(tree, local, held, top);
  let rest = whole;
  for (const i of inner) rest -= held.get(i) / WHOLE;
  if (rest < 1e-12) rest = 0; // nothing is left, but for what adding up in floats leaves
  const all = free.reduce((sum, [, part]) => sum + part, 0);
  for (const [i, part] of free) shares[i] = all > 0 ? (part * rest) / all : 0;
  for (const i of inner) {
    if (tree.children[i].length) spread(tree, local, held, i, held.get(i) / WHOLE, shares);
    else shares[i] = held.get(i) / WHOLE;
  }
}

// The shares of all nodes with some held and all others in proportion.
function heldShares(tree, local, held) {
  if (!held.size) return sharesOf(tree, local);
  const shares = new Array(local.length).fill(0);
  spread(tree, local, held, -1, 1, shares);
  for (let i = local.length - 1; i >= 0; i--) {
    if (tree.children[i].length) {
      shares[i] = tree.children[i].reduce((sum, child) => sum + shares[child], 0);
    }
  }
  return shares;
}

// Whether something in a node weighs anything, so that it has a score; a leaf always has.
function weighty(tree, local, node) {
  if (!tree.children[node].length) return true;
  return below(tree, local, new Map(), node).free.some(([, part]) => part > 0);
}

// From where to where a node can be moved while the others are held, in millionths of a percent.
function limits(tree, local, held, node) {
  const others = new Map([...held].filter(([i]) => i !== node));
  let top = tree.parents[node];
  while (top >= 0 && !others.has(top)) top = tree.parents[top];
  const within = (i) => {
    for (let at = i; at >= 0; at = tree.parents[at]) if (at === node) return true;
    return false;
  };
  const sum = (list) => list.reduce((total, i) => total + others.get(i), 0);
  const around = below(tree, local, others, top);
  const own = sum(around.inner.filter(within));
  const taken = sum(around.inner.filter((i) => !within(i)));
  const most = (top < 0 ? WHOLE : others.get(top)) - taken;
  const weighs = ([, part]) => part > 0;
  if (!around.free.filter(([i]) => !within(i)).some(weighs)) return { least: most, most };
  const loose = !tree.children[node].length || below(tree, local, others, node).free.some(weighs);
  return { least: own, most: loose ? most : own };
}

function totalsOf(tree, shares) {
  return tree.data.scores.map((row) =>
    row.reduce((sum, score, j) => sum + score * shares[tree.leaves[j]], 0),
  );
}

// The rank of each option; equal ones share it and the next is skipped.
function ranksOf(totals) {
  const order = totals.map((_, i) => i).sort((a, b) => totals[b] - totals[a] || a - b);
  const ranks = [];
  order.forEach((option, place) => {
    const above = order[place - 1];
    const tied = place > 0 && totals[above] - totals[option] < TIE;
    ranks[option] = tied ? ranks[above] : place + 1;
  });
  return ranks;
}

// From where to where a node's share can go, 0 to 1, before another gets ahead of who leads now: of
// those that share the lead, the first. Null where it cannot be moved.
function stay(tree, local, held, node, shares, totals) {
  const range = limits(tree, local, held, node);
  const [least, most] = [range.least / WHOLE, range.most / WHOLE];
  const now = shares[node];
  if (most <= least || !weighty(tree, local, node)) return null;
  const far = now - least > most - now ? least : most; // the end further away is the better lever
  const moved = new Map(held).set(node, far * WHOLE);
  const then = totalsOf(tree, heldShares(tree, local, moved));
  const slopes = then.map((total, i) => (total - totals[i]) / (far - now));
  const leader = ranksOf(totals).indexOf(1);
  let [lower, upper] = [least, most];
  totals.forEach((total, i) => {
    const gap = totals[leader] - total;
    const closing = slopes[i] - slopes[leader];
    const at = now + (gap < TIE ? 0 : gap) / closing;
    if (closing > 1e-12) upper = Math.min(upper, Math.max(at, now));
    else if (closing < -1e-12) lower = Math.max(lower, Math.min(at, now));
  });
  const snapped = (at, end) => (Math.abs(at - end) < 1e-9 ? end : at);
  return [snapped(lower, least), snapped(upper, most)];
}

// ---- figures ------------------------------------------------------------------------------------

// A number from 0 to 100 with so many decimals, halves rounded up, more where it would read as 0 or
// as 100 and is not.
function point(value, places) {
  if (value < TIE) return (0).toFixed(places);
  while (value < 0.5 / 10 ** places && places < MOST_PLACES) places++;
  const told = () => (value + Math.min(1e-11, 0.01 / 10 ** places)).toFixed(places);
  while (value < 100 - TIE && told().startsWith("100") && places < MOST_PLACES) places++;
  return told();
}

// How many decimals tell different numbers apart.
function placesFor(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const distinct = sorted.filter((value, i) => i === 0 || value - sorted[i - 1] >= TIE);
  for (let places = 1; places < MOST_PLACES; places++) {
    if (new Set(distinct.map((value) => point(value, places))).size === distinct.length) return places;
  }
  return 1;
}

// A share of 1 in percent; it reads 0 % or 100 % only where it is exactly that.
function percent(share) {
  const value = share * 100;
  if (value < TIE) return "0 %";
  if (value > 100 - TIE) return "100 %";
  if (value < 0.1 - TIE) return "<0.1 %";
  if (value > 99.9 + TIE) return ">99.9 %";
  return `${(value + 1e-11).toFixed(1)} %`;
}

function ordinal(rank) {
  const teen = rank % 100 > 10 && rank % 100 < 14;
  return rank + ((!teen && { 1: "st", 2: "nd", 3: "rd" }[rank % 10]) || "th");
}

function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}

// ---- the address and the command ----------------------------------------------------------------

function flags(tree, held) {
  return [...held]
    .sort(([a], [b]) => a - b)
    .map(([i, micro]) => [tree.data.nodes[i][0], String(micro / MICRO)]);
}

function commandOf(tree, state) {
  const preset = tree.data.presets[state.preset][0];
  const told = flags(tree, state.held).map(([id, share]) => ` -w ${id}=${share}%`);
  return tree.data.command + (preset ? ` --profile ${preset}` : "") + told.join("");
}

function fragmentOf(tree, state) {
  const preset = tree.data.presets[state.preset][0];
  const parts = flags(tree, state.held).map(([id, share]) => `${id}=${share}`);
  return (preset ? [`profile=${preset}`, ...parts] : parts).join("&");
}

// The state that a fragment tells, and the parts of it that are unknown or cannot be.
function readFragment(tree, text) {
  const pairs = text.replace(/^#/, "").split("&").filter(Boolean).map((pair) => pair.split("="));
  const told = pairs.find(([name]) => name === "profile");
  const preset = told ? tree.data.presets.findIndex(([id]) => id && id === told[1]) : 0;
  const state = { preset: Math.max(0, preset), held: new Map() };
  const local = tree.locals[state.preset];
  let waiting = pairs.filter(([name]) => name !== "profile");
  const put = ([name, value]) => {
    const node = tree.index.get(name);
    if (node === undefined || !/^\d+(\.\d+)?$/.test(value ?? "")) return false;
    const { least, most } = limits(tree, local, state.held, node);
    const micro = Math.round(Number(value) * MICRO);
    const fits = micro >= least && micro <= most && weighty(tree, local, node);
    if (fits) state.held.set(node, micro);
    return fits;
  };
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length; // some fit only once others are held
    waiting = waiting.filter((pair) => !put(pair));
  }
  const left = preset < 0 ? [told, ...waiting] : waiting;
  return { state, left: left.map((pair) => pair.join("=")) };
}
