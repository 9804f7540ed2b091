import { createBackoff } from '../client/src/backoff.js';
import { bindBadge } from './badge.js';
import { bindBoard } from './board.js';
import { bindCandles } from './candles/candleview.js';
import { symbolOfTopic } from './candles/intervals.js';
import { bindChart } from './chart.js';
import { systemClock as clock } from './clock.js';
import { createConnection } from '../client/src/connection.js';
import { part } from './dom.js';
import { bindExtent } from './extent.js';
import { bindHeading, bindSwitch } from './heading.js';
import { loadHistory } from './history.js';
import { bindLanguage, createLanguage } from './language.js';
import { bindNavigation, loadFeatures } from './navigation.js';
import { createNotices } from './notices.js';
import { createPriceFormat } from './price.js';
import { bindRange } from './range.js';
import { createSeries } from './series.js';
import { createServerClock } from './serverclock.js';
import { createSockJs } from '../client/src/sockjs.js';
import { noteOf, statusOf } from './status.js';
import { createStore } from '../client/src/store.js';
import { bindStrip } from './strip.js';
import { chooseSymbol, currencies, loadSymbol, loadSymbols } from './symbols.js';
import { createTicker } from './ticker.js';
import { bindTiming } from './timing.js';
import { bindTitle } from './title.js';
import { transportsOf } from '../client/src/transports.js';

const SECONDS = 900;
// The most points of a chart.
const MOST_POINTS = 900;
const VIEW_EVERY = 250;

const serverClock = createServerClock(clock);
const language = createLanguage();
const notices = createNotices(clock);
const backoff = createBackoff();
const connection = createConnection({
  open: createSockJs(new URL('eventbus', document.baseURI).href, transportsOf(window), clock),
  clock,
  backoff: createBackoff(),
  onRefused,
});

/** The symbols whose candles the server refuses; another list with each refusal. */
const candlesDenied = createStore(/** @type {readonly string[]} */ ([]));

/** @param {string} code @param {string | null} topic */
function onRefused(code, topic) {
  const symbol = code === 'access_denied' && topic !== null ? symbolOfTopic(topic) : null;
  if (symbol === null) notices.show(code, '');
  else candlesDenied.set([...candlesDenied.get().filter((other) => other !== symbol), symbol]);
}

bindLanguage(part('lang-switch'), language);
bindNavigation(language);
bindStrip(notices, language);
void start();

async function start() {
  const symbols = await untilLoaded();
  const symbol = chooseSymbol(symbols, location.search);
  bindSwitch(symbols, symbol?.symbol ?? null);
  if (symbol !== null) {
    const shown = symbols.length > 1 ? await detailed(symbol) : symbol;
    return follow(shown, symbols);
  }
  // Nothing is being connected to, and no tick will come.
  part('badge').hidden = true;
  part('chart-empty').hidden = true;
  notices.stay('UNKNOWN_SYMBOL');
}

/**
 * @param {import('./symbols.js').MarketSymbol} symbol
 * @returns {Promise<import('./symbols.js').MarketSymbol>}
 */
async function detailed(symbol) {
  const found = await loadSymbol(serverClock, symbol.symbol).catch(() => null);
  return found ?? symbol;
}

async function untilLoaded() {
  for (;;) {
    try {
      return await loadSymbols(serverClock);
    } catch {
      notices.show('SYMBOLS_UNAVAILABLE', '');
      await new Promise((resolve) => clock.setTimeout(() => resolve(null), backoff.next()));
    }
  }
}

/**
 * @param {import('./symbols.js').MarketSymbol} symbol
 * @param {readonly import('./symbols.js').MarketSymbol[]} symbols
 */
function follow(symbol, symbols) {
  const format = createPriceFormat(symbol);
  const hasHours = currencies(symbol.symbol) !== null;
  const range = createStore({ seconds: SECONDS, following: true });
  const span = () => {
    const { seconds } = range.get();
    return { seconds, points: Math.min(seconds, MOST_POINTS) };
  };
  const series = createSeries((SECONDS / span().points) * 1_000);
  const ticker = createTicker({
    topic: symbol.topic,
    connection,
    series,
    history: () => loadHistory(symbol.symbol, span(), serverClock),
    clock: serverClock,
    onError: notices.show,
  });
  const view = createStore(look());

  /** @returns {import('./badge.js').View} */
  function look() {
    const now = serverClock.now();
    const state = connection.state.get();
    const { quote, freshAt, known, latency, catchingUp, continuity } = ticker.state.get();
    const status = statusOf({ connection: state, freshAt, catchingUp, known, hasHours }, now);
    const note = noteOf(continuity, serverClock.ahead(), now);
    // Attempts are planned by the device's clock.
    const retryIn = state.retryAt === null ? null : state.retryAt - clock.now();
    return { status, retryIn, freshAt, hasQuote: quote !== null, latency, note, now };
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

  let seconds = range.get().seconds;
  function onRange() {
    if (range.get().seconds === seconds) return;
    seconds = range.get().seconds;
    ticker.fill();
  }

  // The device may have slept, and its clock been set.
  function setClock() {
    // Not of all symbols: many pages come back at once.
    loadSymbol(serverClock, symbol.symbol).catch(() => null);
  }

  function onConnection() {
    renew();
    if (connection.state.get().phase === 'connected' && ticker.state.get().quote) setClock();
  }

  function wake() {
    setClock();
    connection.wake();
  }

  bindHeading(symbol, series, language);
  bindBadge(view, language, connection.retryNow);
  bindBoard(ticker.state, language, clock, symbol, format);
  bindTiming(ticker.state, view, language);
  bindTitle(ticker.state, view, language, symbol, format);
  bindRange(range);
  bindExtent({ series, view, range, language, format });
  bindChart({ series, state: ticker.state, view, range, language, format });
  const { show: onError } = notices;
  const candles = { symbol, symbols, denied: candlesDenied, hasHours, connection, clock, language, format, onError };
  void loadFeatures().then((features) => bindCandles({ ...candles, isOffered: features?.candles ?? null }));

  connection.state.subscribe(onConnection);
  ticker.state.subscribe(onTicker);
  range.subscribe(onRange);
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) wake();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
  ticker.start();
  connection.start();
  renewOften();
}
