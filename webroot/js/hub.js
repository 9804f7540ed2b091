import { createClient } from '../client/src/index.js';
import { createStore } from '../client/src/store.js';
import { systemClock as clock } from './clock.js';
import { part, write } from './dom.js';
import { createTimeFormat, formatLatency, zoneFor } from './format.js';
import { bindGroup } from './groupview.js';
import { translate } from './i18n.js';
import { bindIndicator } from './indicator.js';
import { bindLanguage, createLanguage } from './language.js';
import { createNotices } from './notices.js';
import { createRace, quoteKey } from './race.js';
import { createServerClock } from './serverclock.js';
import { connectStraight } from './straight.js';
import { bindStrip } from './strip.js';
import { VENUES, groupsOf } from './venues.js';

/**
 * @typedef {object} Connector
 * @property {string} venue
 * @property {string} url
 * @property {string} state
 * @property {string} [since]
 * @property {string} [reason]
 * @property {number} [subscriptions]
 */

const STATES_EVERY = 2_000;
const DRAWN_EVERY = 250;
const TIMEOUT = 10_000;

const language = createLanguage();
const notices = createNotices(clock);
// The badge of this page has no figure.
const latency = createStore(/** @type {number | null} */ (null));
const serverClock = createServerClock(clock);
const client = createClient({ onError: ({ code }) => notices.show(code, '') });
/** @type {Map<string, ReturnType<typeof createRace>>} */
const races = new Map();
/** @type {Map<string, string[]>} */
const symbols = new Map();
/** @type {ReturnType<typeof bindGroup>[]} */
const groups = [];
/** @type {Map<string, () => void>} */
const straight = new Map();
/** @type {Connector[]} */
let connectors = [];

/** @param {string} path @returns {Promise<{now: string, exchanges: Connector[]}>} */
async function load(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT) });
  if (response.status === 404) return { now: new Date(serverClock.now()).toISOString(), exchanges: [] };
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

async function states() {
  try {
    const { exchanges } = await serverClock.ask(() => load('api/exchanges'));
    connectors = exchanges.filter(({ venue }) => venue in VENUES);
    part('no-exchanges').hidden = connectors.length > 0;
    part('ways').hidden = part('states').hidden = connectors.length === 0;
    if (connectors.length === 0) return;
    if (groups.length === 0) begin();
  } catch {
    notices.show('SYMBOLS_UNAVAILABLE', '');
  }
  clock.setTimeout(states, STATES_EVERY);
}

function begin() {
  for (const group of groupsOf(connectors.map(({ venue }) => venue))) {
    const view = bindGroup(group, serverClock);
    groups.push(view);
    for (const { venue, symbol } of group.quotes) {
      symbols.set(venue, [...(symbols.get(venue) ?? []), symbol]);
      client.subscribe(`ticks.${venue}.${symbol}`, (/** @type {any} */ tick, { snapshot }) => {
        if (tick.type !== 'ticker') return;
        const { bid, ask, status } = tick;
        view.show(venue, { bid, ask, status, at: Date.parse(tick.received) });
        if (!snapshot) races.get(venue)?.throughHub(quoteKey(symbol, bid, ask), clock.now());
      });
    }
  }
}

function compare() {
  if (straight.size > 0) {
    straight.forEach((end) => end());
    return;
  }
  for (const { venue, url } of connectors) {
    // Quotes from before this connection would be compared with repetitions of them.
    const race = createRace();
    races.set(venue, race);
    const end = connectStraight({
      base: url,
      venue: VENUES[venue],
      symbols: symbols.get(venue) ?? [],
      clock,
      onFrame(frame) {
        const at = clock.now();
        const time = VENUES[venue].time(frame);
        if (time !== null) race.delayed(serverClock.now() - time);
        for (const { symbol, bid, ask } of VENUES[venue].quotes(frame)) {
          race.direct(quoteKey(symbol, bid, ask), at);
        }
      },
      onEnd: () => straight.delete(venue),
    });
    straight.set(venue, end);
  }
}

/**
 * @param {HTMLElement} body
 * @param {string[][]} rows
 */
function fill(body, rows) {
  while (body.children.length > rows.length) body.lastElementChild?.remove();
  rows.forEach((cells, i) => {
    const row = body.children[i] ?? body.appendChild(document.createElement('tr'));
    cells.forEach((text, j) => {
      write(row.children[j] ?? row.appendChild(document.createElement('td')), text);
    });
  });
}

/** @param {number | null} milliseconds */
function delayText(milliseconds) {
  return (milliseconds === null ? null : formatLatency(milliseconds)) ?? '–';
}

/** @param {number | null} milliseconds */
function signed(milliseconds) {
  if (milliseconds === null) return '–';
  return `${milliseconds < 0 ? '−' : '+'}${Math.abs(Math.round(milliseconds))} ms`;
}

function draw() {
  const words = language.get();
  const number = new Intl.NumberFormat(words);
  const time = createTimeFormat(zoneFor(words));
  groups.forEach((group) => group.draw(words));
  fill(
    part('way-rows'),
    connectors.map(({ venue }) => {
      const { direct, hub, difference, compared } = (races.get(venue) ?? createRace()).result();
      const name = VENUES[venue].name;
      return [name, delayText(direct), delayText(hub), signed(difference), number.format(compared)];
    }),
  );
  fill(
    part('state-rows'),
    connectors.map(({ venue, state, since, subscriptions, reason }) => [
      VENUES[venue].name,
      translate(words, /** @type {import('./i18n.js').Key} */ (`state_${state}`)),
      since === undefined ? '–' : time.second(Date.parse(since)),
      number.format(subscriptions ?? 0),
      reason || '–',
    ]),
  );
  const text = straight.size > 0 ? 'endStraight' : 'connectStraight';
  write(part('straight'), translate(words, text));
}

function drawOften() {
  draw();
  clock.setTimeout(drawOften, DRAWN_EVERY);
}

bindLanguage(part('lang-switch'), language);
bindStrip(notices, language);
bindIndicator({ stream: client, latency, language, clock });
part('straight').addEventListener('click', compare);
language.subscribe(draw);
void states();
drawOften();
