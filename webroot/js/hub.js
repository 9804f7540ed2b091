import { createClient } from '../client/src/index.js';
import { all, createStore } from '../client/src/store.js';
import { bindAddForm } from './addform.js';
import { backgroundFetch, repeatWhileVisible } from './background.js';
import { systemClock as clock } from './clock.js';
import { part, write } from './dom.js';
import { createTimeFormat, formatLatency, zoneFor } from './format.js';
import { bindGroup } from './groupview.js';
import { translate } from './i18n.js';
import { bindIndicator } from './indicator.js';
import { bindLanguage, createLanguage } from './language.js';
import { bindNavigation, loadFeatures } from './navigation.js';
import { createNotices } from './notices.js';
import { createRace, quoteKey } from './race.js';
import { ApiError, jsonOf } from './realtimeapi.js';
import { createServerClock } from './serverclock.js';
import { bindSignIn } from './signin.js';
import { connectStraight } from './straight.js';
import { bindStrip } from './strip.js';
import { VENUES, addedGroups, groupOf, groupsOf, withGroups } from './venues.js';

/**
 * @typedef {object} Connector
 * @property {string} venue
 * @property {string} url
 * @property {string} state
 * @property {string} [since]
 * @property {string} [reason]
 * @property {number} [subscriptions]
 * @property {boolean} simulated
 * @property {{topic: string, reason: string}[]} [refused]
 */

const STATES_EVERY = 2_000;
const DRAWN_EVERY = 250;
const TIMEOUT = 10_000;

const language = createLanguage();
const notices = createNotices(clock);
// The badge of this page has no figure.
const latency = createStore(/** @type {number | null} */ (null));
const serverClock = createServerClock(clock);
const signIn = bindSignIn(language, restart);
const form = bindAddForm(language, add);
let client = connect();
/** @type {Map<string, ReturnType<typeof createRace>>} */
const races = new Map();
/** @type {Map<ReturnType<typeof bindGroup>, () => void>} how to end the subscriptions of each group */
const groups = new Map();
/** @type {Map<string, () => void>} */
const straight = new Map();
/** @type {Connector[]} */
let connectors = [];

function connect() {
  return createClient({
    token({ refresh }) {
      if (refresh) signIn.ask('UNAUTHORIZED');
      return signIn.token();
    },
    onError: ({ code }) => refused(code),
  });
}

/** Connects with another token. */
function restart() {
  client.close();
  client = connect();
  indicator.follow(client);
  for (const view of groups.keys()) groups.set(view, follow(view));
  void ask();
}

/** @param {string} code */
function refused(code) {
  if (/^(access_denied|ACCESS_DENIED|UNAUTHORIZED|TOKEN_EXPIRED)$/.test(code)) signIn.ask(code);
  else notices.show(code, '');
}

/** @param {string} path @returns {Promise<{now: string, exchanges: Connector[]}>} */
async function load(path) {
  const token = signIn.token();
  const headers = token === null ? undefined : { Authorization: `Bearer ${token}` };
  return jsonOf(await backgroundFetch(path, { headers, signal: AbortSignal.timeout(TIMEOUT) }));
}

/** Asks for the states of the exchanges, where the server has any. */
async function start() {
  const features = await loadFeatures();
  if (features?.exchanges === false) show([]);
  else repeatWhileVisible(ask, STATES_EVERY, clock);
}

/** @param {Connector[]} known */
function show(known) {
  connectors = known;
  part('no-exchanges').hidden = connectors.length > 0;
  part('link').hidden = connectors.length === 0;
  part('ways').hidden = part('states').hidden = connectors.length === 0;
}

async function ask() {
  try {
    const { exchanges } = await serverClock.ask(() => load('api/exchanges'));
    show(exchanges.filter(({ venue }) => venue in VENUES));
    const demo = connectors.some(({ simulated }) => simulated);
    part('demo').hidden = part('demo-hint').hidden = !demo;
    if (groups.size === 0) begin();
    for (const view of groups.keys()) {
      for (const { venue, symbol } of view.group.quotes) view.refuse(venue, refusal(venue, symbol));
    }
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 401) signIn.ask('UNAUTHORIZED');
    else notices.show('SYMBOLS_UNAVAILABLE', '');
  }
}

/** @param {string} venue @param {string} symbol */
function refusal(venue, symbol) {
  const topic = `ticks.${venue}.${symbol}`;
  const connector = connectors.find((one) => one.venue === venue);
  return connector?.refused?.find((one) => one.topic === topic)?.reason ?? '';
}

function begin() {
  const enabled = connectors.map(({ venue }) => venue);
  form.offer(enabled);
  for (const group of [...groupsOf(enabled), ...addedGroups(location.search, enabled)]) open(group);
}

/** @param {import('./venues.js').QuoteGroup} group */
function open(group) {
  const view = bindGroup(group, serverClock, () => {
    groups.get(view)?.();
    groups.delete(view);
    view.remove();
    remember();
  });
  groups.set(view, follow(view));
}

/** @param {import('./venues.js').Place} place */
function add({ venue, symbol }) {
  if (symbols(venue).includes(symbol)) return;
  open(groupOf({ venue, symbol }));
  remember();
}

function remember() {
  const shown = [...groups.keys()].map(({ group }) => group);
  history.replaceState(null, '', location.pathname + withGroups(location.search, shown));
}

/** The symbols of an exchange that the page shows. @param {string} venue */
function symbols(venue) {
  return [...groups.keys()]
    .flatMap(({ group }) => group.quotes)
    .filter((place) => place.venue === venue)
    .map(({ symbol }) => symbol);
}

/** @param {ReturnType<typeof bindGroup>} view @returns {() => void} */
function follow(view) {
  return all(
    ...view.group.quotes.map(({ venue, symbol }) =>
      client.subscribe(`ticks.${venue}.${symbol}`, {
        onMessage(/** @type {any} */ tick, { snapshot }) {
          if (tick.type !== 'ticker') return;
          const { bid, ask, status } = tick;
          view.show(venue, { bid, ask, status, at: Date.parse(tick.received) });
          if (!snapshot) races.get(venue)?.throughHub(quoteKey(symbol, bid, ask), clock.now());
        },
        onError: ({ code }) => refused(code),
        onNotice: ({ type, code }) => {
          if (type === 'resumed' && code === notices.current.get()?.code) notices.recovered();
        },
      }),
    ),
  );
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
      symbols: symbols(venue),
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
      onFailure: () => notices.show('DIRECT_FAILED', ''),
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
  for (const view of groups.keys()) view.draw(words);
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
bindNavigation(language);
bindStrip(notices, language);
const indicator = bindIndicator({ stream: client, latency, language, clock });
part('straight').addEventListener('click', compare);
language.subscribe(draw);
void start();
drawOften();
