import { createClient } from '../client/src/index.js';
import { createStore } from '../client/src/store.js';
import { bindAdmin } from './admin.js';
import { backgroundFetch, repeatWhileVisible } from './background.js';
import { bindChannels } from './channelview.js';
import { systemClock as clock } from './clock.js';
import { bindDeliveries } from './deliveries.js';
import { part, write } from './dom.js';
import { createEventLog } from './eventlog.js';
import { bindIndicator } from './indicator.js';
import { bindLanguage, createLanguage } from './language.js';
import { bindNavigation } from './navigation.js';
import { createNotices } from './notices.js';
import { ApiError, createRealtimeApi, refusalOf } from './realtimeapi.js';
import { createServerClock } from './serverclock.js';
import { bindStrip } from './strip.js';
import { loadSymbols } from './symbols.js';
import { createToasts } from './toasts.js';
import { bindToasts } from './toastview.js';

const FIGURES_EVERY = 10_000;
// The gateways report their connections twice a second.
const REPORTED_WITHIN = 1_000;
const KEY = 'tickgate.token';

const serverClock = createServerClock(clock);
const language = createLanguage();
const notices = createNotices(clock);
const log = createEventLog(clock);
const toasts = createToasts(clock);
const total = createStore(0);
const seconds = createStore(0);
const latency = createStore(/** @type {number | null} */ (null));
const api = createRealtimeApi(token, backgroundFetch);
const client = createClient({ token, fetch: backgroundFetch });
let stream = follow(null);

function token() {
  return sessionStorage.getItem(KEY);
}

/** @param {string | null} lastEventId */
function follow(lastEventId) {
  const next = client.events({ lastEventId }, { onEvents, onReset, onError });
  next.state.subscribe(() => {
    if (next.state.get().phase === 'connected') clock.setTimeout(refresh, REPORTED_WITHIN);
  });
  return next;
}

/** @param {import('../client/src/realtime.js').BusinessEvent[]} events */
function onEvents(events) {
  log.add(events);
  toasts.add(events);
  const made = Date.parse(events.at(-1)?.timestamp ?? '');
  if (!Number.isNaN(made)) latency.set(serverClock.now() - made);
  total.set(log.total());
}

function onReset() {
  notices.show('EVENTS_MISSED', '');
}

/** @param {{code: string, message: string}} error */
function onError({ code, message }) {
  notices.show(code === '503' ? 'EVENTS_DISABLED' : code, message);
}

/** @param {string} shown */
function signIn(shown) {
  sessionStorage.setItem(KEY, shown);
  stream.stop();
  if (!stopped) resume();
  refresh();
}

function resume() {
  stream = follow(stream.lastEventId());
  indicator.follow(stream);
}

let stopped = false;
let before = 0;
function eachSecond() {
  const number = new Intl.NumberFormat(language.get());
  write(part('received'), number.format(log.total()));
  write(part('per-second'), number.format(log.total() - before));
  before = log.total();
  seconds.set(seconds.get() + 1);
  clock.setTimeout(eachSecond, 1_000);
}

async function figures() {
  const number = new Intl.NumberFormat(language.get());
  // One after the other: the figures take one connection of the browser's few.
  const status = await api.status().catch(refusalOf);
  await admin.refresh(status);
  if (status instanceof ApiError) return;
  setEnabled(status.enabled);
  write(part('active-connections'), number.format(status.activeConnections));
  if (stopped) return;
  const today = await api.today().catch(() => null);
  if (today !== null) {
    write(part('published-today'), number.format(today.published));
    write(part('delivered-today'), number.format(today.delivered));
  }
}

/** @param {boolean} enabled whether the server has events; without them no stream is tried */
function setEnabled(enabled) {
  if (enabled === !stopped) return;
  stopped = !enabled;
  if (stopped) {
    stream.stop();
    notices.show('EVENTS_DISABLED', '');
  } else {
    resume();
  }
}

async function setClock() {
  const symbols = await loadSymbols(serverClock).catch(() => []);
  const demo = symbols.some((symbol) => symbol.demo);
  part('demo').hidden = part('demo-hint').hidden = !demo;
}

bindLanguage(part('lang-switch'), language);
bindNavigation(language);
bindStrip(notices, language);
const indicator = bindIndicator({ stream, latency, language, clock });
bindChannels(log, total, language);
bindDeliveries(log, seconds, language);
bindToasts(toasts, language, clock);
const admin = bindAdmin({ api, language, signIn, onError: notices.show });
window.addEventListener('online', setClock);
void setClock();
const refresh = repeatWhileVisible(figures, FIGURES_EVERY, clock);
eachSecond();
