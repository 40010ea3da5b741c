"use strict";
// Weighs anew in the page. First pure functions over plain arrays, the same formulas as the program's
// (weights.py: with_shares; scoring.py; analyses/tipping.py), then what binds them to the controls.

(function () {
  const MICRO = 1e6; // weights that were moved are kept in millionths of a percent, as whole numbers
  const WHOLE = 100 * MICRO;
  const TIE = 1e-9; // points; what differs by less shares a rank
  const PATIENCE = 500; // milliseconds before a change is spoken

  // ---- weights --------------------------------------------------------------------------------

  // What the page was given: nodes in the order of the tree, parents first, by index.
  function prepare(data) {
    const index = new Map(data.nodes.map(([id], i) => [id, i]));
    const parents = data.nodes.map(([, , within]) => (within === null ? -1 : index.get(within)));
    const children = data.nodes.map(() => []);
    const roots = [];
    parents.forEach((parent, i) => (parent < 0 ? roots : children[parent]).push(i));
    const leaves = data.leaves.map((id) => index.get(id));
    return { data, index, parents, children, roots, leaves };
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

  function weighty(tree, local, i) {
    const { free } = below(tree, local, new Map(), i);
    return !tree.children[i].length || free.some(([, part]) => part > 0);
  }

  // From where to where a node can be moved while the others are held, in millionths of a percent.
  function limits(tree, local, held, node) {
    const others = new Map([...held].filter(([i]) => i !== node));
    let top = tree.parents[node];
    while (top >= 0 && !others.has(top)) top = tree.parents[top];
    const around = below(tree, local, others, top);
    const within = (i) => {
      for (let at = i; at >= 0; at = tree.parents[at]) if (at === node) return true;
      return false;
    };
    const sum = (list) => list.reduce((total, i) => total + others.get(i), 0);
    const own = sum(around.inner.filter(within));
    const taken = sum(around.inner.filter((i) => !within(i)));
    const most = (top < 0 ? WHOLE : others.get(top)) - taken;
    const freeAround = around.free.some(([i, part]) => part > 0 && !within(i));
    const freeWithin =
      !tree.children[node].length || around.free.some(([i, part]) => part > 0 && within(i));
    if (!freeAround) return { least: most, most };
    return freeWithin ? { least: own, most } : { least: own, most: own };
  }

  // ---- scores ---------------------------------------------------------------------------------

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

  // From where to where a node's share can go, 0 to 1, before another option gets ahead of the leader.
  function stay(tree, local, held, node, shares, totals) {
    const range = limits(tree, local, held, node);
    const [least, most] = [range.least / WHOLE, range.most / WHOLE];
    const now = shares[node];
    if (most - least < 1e-12 || !weighty(tree, local, node)) return [now, now];
    const far = now - least > most - now ? least : most; // the end further away is the better lever
    const moved = new Map(held).set(node, far * WHOLE);
    const then = totalsOf(tree, heldShares(tree, local, moved));
    const slopes = then.map((total, i) => (total - totals[i]) / (far - now));
    const leader = totals.indexOf(Math.max(...totals));
    let [lower, upper] = [least, most];
    totals.forEach((total, i) => {
      const gap = totals[leader] - total;
      const closing = slopes[i] - slopes[leader];
      const at = now + gap / closing;
      if (closing > 1e-12) upper = Math.min(upper, at);
      else if (closing < -1e-12) lower = Math.max(lower, at);
    });
    return [Math.min(lower, now), Math.max(upper, now)];
  }

  // ---- words ----------------------------------------------------------------------------------

  // A share of 1 in percent; it reads 0 % or 100 % only where it is exactly that.
  function percent(share) {
    const value = share * 100;
    if (value === 0 || value === 100) return `${value} %`;
    if (Math.abs(value - 100) < 1e-9) return "100 %";
    if (value < 0.1) return "<0.1 %";
    if (value > 99.9) return ">99.9 %";
    return `${value.toFixed(1)} %`;
  }

  // Points with as many decimals as it takes to tell different totals apart.
  function points(totals) {
    for (let places = 1; places < 9; places++) {
      const told = totals.map((total) => total.toFixed(places));
      const apart = totals.every((total, i) =>
        totals.every((other, j) => told[i] !== told[j] || Math.abs(total - other) < TIE),
      );
      if (apart) return told;
    }
    return totals.map((total) => total.toFixed(1));
  }

  function ordinal(rank) {
    const teen = rank % 100 > 10 && rank % 100 < 14;
    return rank + ((!teen && { 1: "st", 2: "nd", 3: "rd" }[rank % 10]) || "th");
  }

  function listed(names) {
    return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  }

  function flagText(micro) {
    return String(micro / MICRO);
  }

  function command(tree, state) {
    const preset = tree.data.presets[state.preset][0];
    const flags = [...state.held]
      .sort(([a], [b]) => a - b)
      .map(([i, micro]) => ` -w ${tree.data.nodes[i][0]}=${flagText(micro)}%`);
    return tree.data.command + (preset ? ` --profile ${preset}` : "") + flags.join("");
  }

  function fragment(tree, state) {
    const preset = tree.data.presets[state.preset][0];
    const parts = [...state.held]
      .sort(([a], [b]) => a - b)
      .map(([i, micro]) => `${tree.data.nodes[i][0]}=${flagText(micro)}`);
    return (preset ? [`profile=${preset}`, ...parts] : parts).join("&");
  }

  // The state that a fragment tells; what it does not know or cannot be is left out.
  function read(tree, text) {
    const state = { preset: 0, held: new Map() };
    const pairs = text.replace(/^#/, "").split("&").map((pair) => pair.split("="));
    for (const [name, value] of pairs) {
      const preset = tree.data.presets.findIndex(([id]) => id === value);
      if (name === "profile" && preset > 0) state.preset = preset;
    }
    const local = tree.data.presets[state.preset][2];
    for (const [name, value] of pairs) {
      const node = tree.index.get(name);
      if (node === undefined || !/^\d+(\.\d+)?$/.test(value) || !weighty(tree, local, node)) continue;
      const { least, most } = limits(tree, local, state.held, node);
      const micro = Math.round(Number(value) * MICRO);
      if (micro >= least && micro <= most) state.held.set(node, micro);
    }
    return state;
  }

  // ---- the page -------------------------------------------------------------------------------

  const source = document.getElementById("bench-data");
  if (!source) return;
  const tree = prepare(JSON.parse(source.textContent));
  const { data } = tree;
  const at = (id) => document.getElementById(id);
  const bench = at("bench");
  const controls = data.nodes.map(([id]) => {
    const box = bench.querySelector(`[data-node="${id}"]`);
    return {
      box,
      range: box.querySelector("[type=range]"),
      field: box.querySelector("[type=number]"),
      free: box.querySelector(".free"),
      less: box.querySelector(".less"),
      more: box.querySelector(".more"),
      band: box.querySelector(".stay rect"),
      interval: box.querySelector(".interval"),
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
    return data.presets[state.preset][2];
  }

  function solve() {
    const shares = heldShares(tree, local(), state.held);
    const totals = totalsOf(tree, shares);
    return { shares, totals, ranks: ranksOf(totals) };
  }

  function ties(ranks, i) {
    return ranks.filter((rank) => rank === ranks[i]).length > 1 ? "=" : "";
  }

  function showWeights({ shares, totals }) {
    controls.forEach((control, i) => {
      const held = state.held.has(i);
      const value = held ? state.held.get(i) / MICRO : shares[i] * 100;
      const told = held ? `${value} %` : percent(shares[i]);
      control.range.value = value;
      control.range.setAttribute("aria-valuetext", held ? `${told}, held` : told);
      if (document.activeElement !== control.field) {
        control.field.value = held ? value : value.toFixed(1);
      }
      control.box.classList.toggle("held", held);
      control.free.hidden = !held;
      if (control.range.disabled) return;
      const [lower, upper] = stay(tree, local(), state.held, i, shares, totals);
      control.band.setAttribute("x", (lower * 100).toFixed(2));
      control.band.setAttribute("width", ((upper - lower) * 100).toFixed(2));
      control.interval.textContent = `stays first from ${percent(lower)} to ${percent(upper)}`;
    });
  }

  function showResults({ totals, ranks }) {
    const told = points(totals);
    const order = totals.map((_, i) => i).sort((a, b) => ranks[a] - ranks[b] || a - b);
    rows.forEach((parts, i) => {
      parts.rank.textContent = ranks[i] + ties(ranks, i);
      parts.score.textContent = told[i];
      parts.fill.setAttribute("width", totals[i].toFixed(2));
    });
    const body = at("results");
    order.forEach((option, place) => {
      const { row } = rows[option];
      if (body.children[place] !== row) body.insertBefore(row, body.children[place]);
    });
  }

  function answer({ totals, ranks }) {
    const leaders = ranks.flatMap((rank, i) => (rank === 1 ? [data.options[i]] : []));
    if (leaders.length > 1) return `${listed(leaders)} share the highest score: it is a tie.`;
    const rest = totals.filter((_, i) => ranks[i] !== 1);
    if (!rest.length) return `${leaders[0]} is the only option.`;
    const lead = Math.max(...totals) - Math.max(...rest);
    const close = lead < data.indifference - TIE ? " It is too close to call." : "";
    return `${leaders[0]} has the highest score, ahead by ${points([lead, data.indifference])[0]}.${close}`;
  }

  function changed() {
    return state.preset > 0 || state.held.size > 0;
  }

  function showState(found) {
    const moved = [...state.held.keys()].map((i) => data.nodes[i][1]);
    const begin = state.preset ? `Weights of ${data.presets[state.preset][1]}` : "The model's weights";
    const told = moved.length ? `${begin}, with ${listed(moved)} moved` : begin;
    at("state").textContent = `${changed() ? "Your weights, not the model's. " : ""}${told}: ${answer(found)}`;
    bench.classList.toggle("changed", changed());
    at("reset").disabled = !changed();
    at("command").value = command(tree, state);
    for (const button of bench.querySelectorAll("[data-preset]")) {
      const own = data.presets[state.preset][0] === button.dataset.preset;
      button.setAttribute("aria-pressed", own && !state.held.size ? "true" : "false");
    }
  }

  // Says who moved, once the weights have come to rest.
  function speak({ ranks }) {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const up = ranks.map((_, i) => i).filter((i) => ranks[i] < spoken[i] || newTie(ranks, i));
      const told = up.sort((a, b) => ranks[a] - ranks[b]).slice(0, 3).map((i) =>
        ties(ranks, i)
          ? `${data.options[i]} shares ${ordinal(ranks[i])}`
          : `${data.options[i]} moves to ${ordinal(ranks[i])}`,
      );
      spoken = ranks;
      if (told.length) at("said").textContent = `${told.join("; ")}.`;
    }, PATIENCE);
  }

  function newTie(ranks, i) {
    return ranks[i] === spoken[i] && ties(ranks, i) !== ties(spoken, i);
  }

  function show() {
    const found = solve();
    showWeights(found);
    showResults(found);
    showState(found);
    speak(found);
  }

  function change() {
    try {
      history.replaceState(null, "", `#${fragment(tree, state)}`);
    } catch {
      // a sandbox may forbid it; the page works all the same
    }
    show();
  }

  // Puts a weight where it is wanted, or as near as the held ones let it.
  function put(node, wanted) {
    const { least, most } = limits(tree, local(), state.held, node);
    const micro = Math.min(Math.max(Math.round(wanted * MICRO), least), most);
    if (Math.abs(micro - wanted * MICRO) > 0.5) {
      const side = micro === most ? "at most" : "at least";
      at("said").textContent = `${data.nodes[node][1]} can be ${side} ${flagText(micro)} % while others are held.`;
    }
    state.held.set(node, micro);
    change();
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

  const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

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
      control.field.value = present(node);
    });
    control.less.addEventListener("click", () => step(node, -1));
    control.more.addEventListener("click", () => step(node, 1));
    control.free.addEventListener("click", () => {
      state.held.delete(node);
      change();
      control.range.focus();
    });
  }

  function copy() {
    const field = at("command");
    field.select();
    const done = () => (at("said").textContent = "Copied.");
    if (navigator.clipboard) {
      navigator.clipboard.writeText(field.value).then(done, () => document.execCommand("copy") && done());
    } else if (document.execCommand("copy")) done();
  }

  // Holds the page's own arithmetic against the numbers that the program wrote.
  function check() {
    const local = data.presets[0][2];
    const shares = sharesOf(tree, local);
    const totals = totalsOf(tree, shares);
    const ranks = ranksOf(totals);
    const none = new Map();
    const differs = (one, other) => !(Math.abs(one - other) <= TIE);
    const wrong =
      totals.some((total, i) => differs(total, data.totals[i]) || ranks[i] !== data.ranks[i]) ||
      data.intervals.some(
        ([lower, upper], i) =>
          !controls[i].range.disabled &&
          stay(tree, local, none, i, shares, totals).some((end, k) => differs(end, [lower, upper][k])),
      );
    const box = at("selfcheck");
    box.classList.toggle("wrong", wrong);
    box.textContent = wrong
      ? "This page does not get the numbers that policyscore wrote into it. Do not use what it shows of other weights."
      : "Checked when the page was opened: it gets the model's scores, ranks and intervals, to a billionth.";
    if (wrong) box.setAttribute("role", "alert");
  }

  function start() {
    bench.hidden = false;
    const own = points(data.totals);
    rows.forEach((parts, i) => {
      parts.ownScore.textContent = `${own[i]}, ${data.ranks[i]}${ties(data.ranks, i)}`;
      parts.own.setAttribute("transform", `translate(${data.totals[i].toFixed(2)} 0)`);
    });
    controls.forEach(bind);
    for (const button of bench.querySelectorAll("[data-preset]")) {
      button.addEventListener("click", () => {
        state = { preset: data.presets.findIndex(([id]) => id === button.dataset.preset), held: new Map() };
        change();
      });
    }
    at("reset").addEventListener("click", () => {
      state = { preset: 0, held: new Map() };
      change();
    });
    at("copy").addEventListener("click", copy);
    addEventListener("hashchange", () => {
      state = read(tree, location.hash);
      show();
    });
    check();
    state = read(tree, location.hash);
    show();
  }

  start();
  // For whoever wants to hold these formulas against others, as the tests of policyscore do.
  window.policyscore = {
    weigh(profile, flags) {
      const preset = data.presets.findIndex(([id]) => id === profile);
      const held = new Map(flags.map(([id, share]) => [tree.index.get(id), Math.round(share * MICRO)]));
      const shares = heldShares(tree, data.presets[preset][2], held);
      const totals = totalsOf(tree, shares);
      return { shares, totals, ranks: ranksOf(totals) };
    },
    limits(profile, flags, id) {
      const preset = data.presets.findIndex(([name]) => name === profile);
      const held = new Map(flags.map(([name, share]) => [tree.index.get(name), Math.round(share * MICRO)]));
      const { least, most } = limits(tree, data.presets[preset][2], held, tree.index.get(id));
      return [least / MICRO, most / MICRO];
    },
    stay(profile, flags, id) {
      const preset = data.presets.findIndex(([name]) => name === profile);
      const held = new Map(flags.map(([name, share]) => [tree.index.get(name), Math.round(share * MICRO)]));
      const local = data.presets[preset][2];
      const shares = heldShares(tree, local, held);
      return stay(tree, local, held, tree.index.get(id), shares, totalsOf(tree, shares));
    },
  };
})();
