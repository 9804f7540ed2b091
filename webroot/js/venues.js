/**
 * @typedef {object} StraightQuote
 * @property {string} symbol as in the topics of the hub
 * @property {string} bid
 * @property {string} ask
 *
 * @typedef {object} Venue How a page connects to an exchange.
 * @property {string} name
 * @property {(symbols: string[]) => string} path below the base of its WebSockets
 * @property {(symbols: string[]) => string[]} commands
 * @property {number} pace milliseconds between two commands
 * @property {(frame: any) => StraightQuote[]} quotes
 * @property {(frame: any) => number | null} time of the exchange in the frame
 */

/** @param {string} symbol */
const lower = (symbol) => symbol.toLowerCase();

/** @param {unknown} time */
const millis = (time) => {
  const parsed = typeof time === 'number' ? time : Date.parse(String(time));
  return Number.isNaN(parsed) ? null : parsed;
};

/**
 * @param {string} name
 * @returns {Venue}
 */
const gmoVenue = (name) => ({
  name,
  path: () => '/ws/public/v1',
  commands: (symbols) =>
    symbols.map((symbol) => JSON.stringify({ command: 'subscribe', channel: 'ticker', symbol })),
  pace: 1_100,
  quotes: ({ symbol, bid, ask }) => (symbol && bid && ask ? [{ symbol, bid, ask }] : []),
  time: ({ timestamp }) => (timestamp === undefined ? null : millis(timestamp)),
});

/** @type {Record<string, Venue>} */
export const VENUES = {
  binance: {
    name: 'Binance',
    // Its quotes have no time, its trades have.
    path: (symbols) =>
      `/stream?streams=${symbols
        .flatMap((symbol) => [`${lower(symbol)}@bookTicker`, `${lower(symbol)}@trade`])
        .join('/')}`,
    commands: () => [],
    pace: 0,
    quotes: ({ data }) =>
      data?.b && data.a && data.s ? [{ symbol: data.s, bid: data.b, ask: data.a }] : [],
    time: ({ data }) => (data?.e === 'trade' ? millis(data.E) : null),
  },
  gmoFx: gmoVenue('GMO Coin FX'),
  gmo: gmoVenue('GMO Coin'),
  kraken: {
    name: 'Kraken',
    path: () => '/v2',
    commands: (symbols) => [
      JSON.stringify({
        method: 'subscribe',
        params: {
          channel: 'ticker',
          event_trigger: 'bbo',
          symbol: symbols.map((symbol) => symbol.replace('_', '/')),
        },
      }),
    ],
    pace: 0,
    quotes: ({ channel, data }) =>
      channel === 'ticker' && Array.isArray(data)
        ? data.map(({ symbol, bid, ask }) => ({ symbol: symbol.replace('/', '_'), bid, ask }))
        : [],
    time: ({ channel, data }) =>
      channel === 'ticker' && data?.[0]?.timestamp ? millis(data[0].timestamp) : null,
  },
};

/** Instruments of several exchanges, each with its symbol there. */
const GROUPS = [
  { name: 'BTC/USD', symbols: { binance: 'BTCUSDT', kraken: 'BTC_USD' } },
  { name: 'ETH/USD', symbols: { binance: 'ETHUSDT', kraken: 'ETH_USD' } },
  { name: 'BTC/JPY', symbols: { gmo: 'BTC_JPY', kraken: 'BTC_JPY' } },
  { name: 'USD/JPY', symbols: { gmoFx: 'USD_JPY', kraken: 'USD_JPY' } },
  { name: 'EUR/JPY', symbols: { gmoFx: 'EUR_JPY', kraken: 'EUR_JPY' } },
];

/**
 * The instruments that the enabled exchanges have.
 *
 * @param {readonly string[]} enabled
 */
export function groupsOf(enabled) {
  return GROUPS.map(({ name, symbols }) => ({
    name,
    quotes: Object.entries(symbols)
      .filter(([venue]) => enabled.includes(venue))
      .map(([venue, symbol]) => ({ venue, symbol })),
  })).filter(({ quotes }) => quotes.length > 0);
}
