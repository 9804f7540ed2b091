import { createBackoff } from './backoff.js';
import { bindBadge } from './badge.js';
import { bindBoard } from './board.js';
import { bindChart } from './chart.js';
import { systemClock as clock } from './clock.js';
import { createConnection } from './connection.js';
import { part } from './dom.js';
import { bindExtent } from './extent.js';
import { loadHistory } from './history.js';
import { bindLanguage, createLanguage } from './language.js';
import { createNotices } from './notices.js';
import { bindRange } from './range.js';
import { createSeries } from './series.js';
import { openSockJs } from './sockjs.js';
import { statusOf } from './status.js';
import { createStore } from './store.js';
import { bindStrip } from './strip.js';
import { createTicker } from './ticker.js';
import { bindTiming } from './timing.js';
import { bindTitle } from './title.js';

const SYMBOL = 'USD_JPY';
// One tick a second: a quarter of an hour.
const HISTORY = 900;
const VIEW_EVERY = 250;

const language = createLanguage();
const notices = createNotices(clock);
const series = createSeries();
const range = createStore({ seconds: HISTORY, following: true });
const connection = createConnection({
  open: () => openSockJs(new URL('eventbus', document.baseURI).href),
  clock,
  backoff: createBackoff(),
  onRefused: (code) => notices.show(code, ''),
});
const ticker = createTicker({
  symbol: SYMBOL,
  connection,
  series,
  history: (limit) => loadHistory(SYMBOL, limit),
  limit: HISTORY,
  clock,
  onError: notices.show,
});
const view = createStore(look());

/** @returns {import('./badge.js').View} */
function look() {
  const now = clock.now();
  const state = connection.state.get();
  const { freshAt, heardAt, latency } = ticker.state.get();
  const heard = heardAt !== null && heardAt >= state.since;
  const status = statusOf({ connection: state, freshAt, heard }, now);
  return { status, connection: state, freshAt, latency, now };
}

function renew() {
  view.set(look());
}

function renewOften() {
  renew();
  clock.setTimeout(renewOften, VIEW_EVERY);
}

function onTicker() {
  if (view.get().status !== 'live') renew();
  if (view.get().status === 'live') notices.recovered();
}

bindLanguage(part('lang-switch'), language);
bindBadge(view, language, connection.retryNow);
bindBoard(ticker.state, language, clock);
bindTiming(ticker.state, view, language);
bindTitle(ticker.state, view, language);
bindStrip(notices, language);
bindRange(range);
bindExtent(series, range, language);
bindChart(series, range, language);

connection.state.subscribe(renew);
ticker.state.subscribe(onTicker);
range.subscribe(() => ticker.reachBack(range.get().seconds));
window.addEventListener('online', connection.wake);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') connection.wake();
});
ticker.start();
connection.start();
renewOften();
