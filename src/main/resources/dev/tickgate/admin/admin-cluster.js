import { number, span, text } from './admin-language.js';
import { at, button, fill } from './admin-table.js';

let cluster = { nodes: [] };
/** Deliveries of each node at the answer before, for the rate. */
const before = new Map();

/** Takes an answer of `admin/cluster` in. */
export function update(next) {
  const now = performance.now();
  for (const node of next.nodes.filter((one) => one.answered)) {
    const last = before.get(node.node);
    if (last) {
      node.rate = Math.round(((node.deliveries - last.deliveries) * 1000) / (now - last.now));
    }
    before.set(node.node, { deliveries: node.deliveries, now });
  }
  cluster = next;
}

/**
 * Draws the nodes, feeds, exchanges and relays of the newest answer.
 *
 * @param {(node: object) => void} drain begins or ends the drain of a node
 */
export function draw(drain) {
  drawNodes(drain);
  drawFeeds();
  drawLinks();
  drawChoice();
}

function stateOf(node) {
  if (isOtherService(node)) {
    return { text: text('otherService'), kind: '' };
  }
  if (!node.answered) {
    return { text: text('silent'), kind: 'bad' };
  }
  if (node.draining) {
    return { text: text('draining'), kind: 'bad' };
  }
  return node.ready
    ? { text: text('ready'), kind: 'good' }
    : { text: Object.entries(node.problems).map((check) => check.join(' ')).join('; '), kind: 'bad' };
}

/** A member of the cluster that is no node of Tickgate. */
function isOtherService(node) {
  return node.kind !== undefined;
}

function drawNodes(drain) {
  const focused = document.activeElement?.getAttribute('aria-label');
  const rows = cluster.nodes.map((node) => {
    const name = node.process ?? node.node.slice(0, 8);
    if (!node.answered) {
      return [name, '', stateOf(node), '', '', '', '', ''];
    }
    const transports = Object.entries(node.transports).map(([kind, n]) => `${kind} ${number(n)}`);
    return [
      name,
      node.roles.join(', '),
      stateOf(node),
      `${number(node.sessions)}${transports.length ? ` (${transports.join(', ')})` : ''}`,
      node.rate === undefined ? '–' : number(node.rate),
      number(node.skipped),
      number(node.waiting_bytes),
      button(node.draining ? 'serve' : 'drain', name, () => drain(node)),
    ];
  });
  fill(
    'nodes',
    [
      ['process'], ['roles'], ['state'], ['sessions', 'number'], ['deliveries', 'number'],
      ['skipped', 'number'], ['waiting', 'number'], [''],
    ],
    rows,
  );
  if (focused) {
    // The table was made anew: the keyboard stays where it was.
    document.querySelector(`button[aria-label="${CSS.escape(focused)}"]`)?.focus();
  }
}

function drawFeeds() {
  const names = new Set();
  const leaders = new Map();
  for (const node of cluster.nodes.filter((one) => one.answered)) {
    Object.keys(node.stale).forEach((feed) => names.add(feed));
    for (const feed of node.feeds) {
      names.add(feed.feed);
      leaders.set(feed.feed, { ...feed, process: node.process });
    }
  }
  fill(
    'feeds',
    [['feed'], ['leader'], ['term', 'number'], ['published', 'number']],
    [...names].sort().map((name) => {
      const leader = leaders.get(name);
      return leader
        ? [name, leader.process, number(leader.term), number(leader.published)]
        : [name, { text: text('nobody'), kind: 'bad' }, '', ''];
    }),
  );
}

function drawLinks() {
  const rows = [];
  for (const node of cluster.nodes.filter((one) => one.answered)) {
    for (const one of node.exchanges) {
      const state = one.connected ? 'connected' : 'notConnected';
      const age = one.age_seconds === undefined ? '' : span('dataAge', one.age_seconds);
      rows.push([one.venue, node.process, { text: text(state), kind: one.connected ? 'good' : '' }, age]);
    }
    for (const one of node.relays) {
      const state = one.running ? 'running' : 'stopped';
      const behind = one.behind === undefined ? '' : number(one.behind);
      rows.push([one.relay, node.process, { text: text(state), kind: one.running ? 'good' : '' }, behind]);
    }
    if (node.outbox?.waiting !== undefined) {
      const oldest = span('oldest', node.outbox.oldest_seconds);
      const behind = `${number(node.outbox.waiting)} ${text('rows')}, ${oldest}`;
      rows.push([text('outbox'), node.process, { text: text('read'), kind: 'good' }, behind]);
    }
  }
  fill('links', [['name'], ['process'], ['state'], ['behind', 'number']], rows);
}

function drawChoice() {
  const chosen = at('node').value || cluster.node;
  const options = cluster.nodes.filter((node) => !isOtherService(node)).map((node) => {
    const option = document.createElement('option');
    option.value = node.node;
    option.textContent = node.process ?? node.node.slice(0, 8);
    option.selected = node.node === chosen;
    return option;
  });
  const same = options.length === at('node').options.length
    && options.every((option, i) => option.value === at('node').options[i].value);
  if (!same) {
    at('node').replaceChildren(...options);
  }
}
