import { texts } from './admin-texts.js';

const REFRESH_MS = 2000;

/** The key of the operator: in memory only. */
let key = '';
let language = navigator.language.startsWith('ja') ? 'ja' : 'en';
let cluster = { nodes: [] };
/** Deliveries of each node at the refresh before, for the rate. */
let before = new Map();
let timer = 0;
/** Tables that are not made anew at each refresh. */
const redraws = [];

const at = (id) => document.querySelector(`[data-testid="${id}"]`);
const text = (name) => texts[language][name] ?? name;
const number = (value) => new Intl.NumberFormat(language).format(value);

/** A failure of a call, with the code of the answer. */
class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`admin/${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}` },
      body: body && JSON.stringify(body),
      cache: 'no-store',
    });
  } catch {
    throw new Refused('unreachable', text('unreachable'));
  }
  const json = await response.json();
  if (!response.ok) {
    throw new Refused(json.code, json.message);
  }
  return json;
}

function translate() {
  document.documentElement.lang = language;
  document.title = `${text('title')} – Tickgate`;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
  redraws.forEach((redraw) => redraw());
  draw();
}

function say(state, name) {
  at('badge').dataset.state = state;
  at('status').dataset.text = name;
  at('status').textContent = text(name);
}

function tell(done, problem) {
  at('done').textContent = done;
  at('problem').textContent = problem;
}

function failed(error) {
  const known = texts[language][error.code];
  tell('', known ?? `${error.message} (${error.code ?? ''})`);
  if (error.code === 'UNAUTHORIZED' || error.code === 'ADMIN_DISABLED') {
    signOut();
  } else if (error.code === 'unreachable') {
    say('offline', 'away');
  }
}

/**
 * Replaces the rows of a table.
 *
 * @param {[string, string?][]} heads texts of the columns, each with a class
 * @param {(string | {text: string, kind: string} | Node)[][]} rows
 */
function fill(id, heads, rows) {
  const head = document.createElement('tr');
  for (const [name, kind] of heads) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = name && text(name);
    cell.className = kind ?? '';
    head.append(cell);
  }
  const body = rows.map((row) => {
    const line = document.createElement('tr');
    row.forEach((value, column) => {
      const cell = document.createElement('td');
      cell.className = heads[column][1] ?? '';
      if (value instanceof Node) {
        cell.append(value);
      } else {
        cell.textContent = value.text ?? value;
        if (value.kind) {
          cell.classList.add(value.kind);
        }
      }
      line.append(cell);
    });
    return line;
  });
  if (!rows.length) {
    const cell = document.createElement('td');
    cell.colSpan = heads.length;
    cell.textContent = text('none');
    const line = document.createElement('tr');
    line.append(cell);
    body.push(line);
  }
  at(id).replaceChildren(head, ...body);
}

function button(name, label, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button quiet';
  made.textContent = text(name);
  made.setAttribute('aria-label', `${text(name)}: ${label}`);
  made.addEventListener('click', () => action().catch(failed));
  return made;
}

function stateOf(node) {
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

async function drain(node) {
  if (node.draining) {
    await call('DELETE', `drain?node=${encodeURIComponent(node.node)}`);
    tell(text('served'), '');
  } else if (window.confirm(text('drainAsk'))) {
    await call('POST', 'drain', { node: node.node });
    tell(text('drainBegun'), '');
  }
  await refresh();
}

function drawNodes() {
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
      rows.push([one.venue, node.process, { text: text(state), kind: one.connected ? 'good' : '' }, '']);
    }
    for (const one of node.relays) {
      const state = one.running ? 'running' : 'stopped';
      const behind = one.behind === undefined ? '' : number(one.behind);
      rows.push([one.relay, node.process, { text: text(state), kind: one.running ? 'good' : '' }, behind]);
    }
  }
  fill('links', [['name'], ['process'], ['state'], ['behind', 'number']], rows);
}

function drawChoice() {
  const chosen = at('node').value || cluster.node;
  const options = cluster.nodes.map((node) => {
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

function draw() {
  if (!key) {
    return;
  }
  drawNodes();
  drawFeeds();
  drawLinks();
  drawChoice();
}

async function refresh() {
  const next = await call('GET', 'cluster');
  const now = performance.now();
  for (const node of next.nodes.filter((one) => one.answered)) {
    const known = before.get(node.node);
    if (known) {
      node.rate = Math.round(((node.deliveries - known.deliveries) * 1000) / (now - known.now));
    }
    before.set(node.node, { deliveries: node.deliveries, now });
  }
  cluster = next;
  say('live', 'signedIn');
  draw();
}

/** A page of entries, behind those that are shown or in their place. */
function pages(name, heads, row) {
  const more = at(`more-${name}`);
  let shown = [];
  let next;
  const redraw = () => fill(name, heads, shown.map(row));
  const load = async (query) => {
    const page = await call('GET', `${name}?${new URLSearchParams(query)}`);
    shown = shown.concat(page[name].map((entry) => ({ ...entry, node: page.node })));
    next = page.next && { ...query, after: page.next };
    more.hidden = !next;
    redraw();
  };
  more.addEventListener('click', () => load(next).catch(failed));
  redraws.push(redraw);
  return (query) => {
    shown = [];
    return load(query);
  };
}

async function end(session) {
  await call('POST', 'kick', { node: session.node, session: session.session });
  tell(text('ended'), '');
  await showSessions(query());
}

const showSessions = pages(
  'sessions',
  [['session'], ['user'], ['transport'], ['topics', 'number'], ['waiting', 'number'], ['request'], ['']],
  (one) => [
    one.session, one.user, one.transport, number(one.topics), number(one.waiting_bytes), one.request,
    button('end', one.session, () => end(one)),
  ],
);
const showTopics = pages('topics', [['topic'], ['subscribers', 'number']], (one) => [
  one.topic, number(one.subscribers),
]);

function query() {
  const asked = { node: at('node').value, limit: '50' };
  for (const name of ['user', 'topic']) {
    if (at(name).value) {
      asked[name] = at(name).value;
    }
  }
  return asked;
}

async function show() {
  await showSessions(query());
  await showTopics({ node: at('node').value, limit: '50' });
}

function signOut() {
  key = '';
  window.clearInterval(timer);
  at('panels').hidden = true;
  at('sign-in').hidden = false;
  say('offline', 'signedOut');
}

at('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  key = at('key').value.trim();
  at('key').value = '';
  tell('', '');
  refresh()
    .then(() => {
      at('sign-in').hidden = true;
      at('panels').hidden = false;
      timer = window.setInterval(() => refresh().catch(failed), REFRESH_MS);
      return show();
    })
    .catch(failed);
});
at('filter').addEventListener('submit', (event) => {
  event.preventDefault();
  show().catch(failed);
});
at('revoke').addEventListener('submit', (event) => {
  event.preventDefault();
  call('POST', 'revoke', { [at('kind').value]: at('value').value })
    .then(() => tell(text('revoked'), ''))
    .catch(failed);
});
at('lang-switch').addEventListener('click', () => {
  language = language === 'en' ? 'ja' : 'en';
  translate();
});
translate();
