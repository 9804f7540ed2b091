/**
 * @typedef {object} StraightQuote
 * @property {string} symbol as in the topics of the hub
 * @property {string} bid
 * @property {string} ask
 *
 * @typedef {object} Venue How a page connects to an exchange.
 * @property {string} name
 * @property {RegExp} symbol that the exchange may have, as in the topics of the hub
 * @property {string} example of a symbol
 * @property {(symbols: string[]) => string} path below the base of its WebSockets
 * @property {(symbols: string[]) => string[]} commands
 * @property {number} pace milliseconds between two commands
 * @property {(frame: any) => StraightQuote[]} quotes
 * @property {(frame: any) => number | null} time of the exchange in the frame
 */

const ADDED = 'symbol';

/** @param {string} symbol */
const lower = (symbol) => symbol.toLowerCase();

/** @param {unknown} time */
const millis = (time) => {
  const parsed = typeof time === 'number' ? time : Date.parse(String(time));
  return Number.isNaN(parsed) ? null : parsed;
};

/**
 * @param {string} name
 * @param {RegExp} symbol
 * @param {string} example
 * @returns {Venue}
 */
const gmoVenue = (name, symbol, example) => ({
  name,
  symbol,
  example,
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
    symbol: /^[A-Z0-9]{4,20}$/,
    example: 'SOLUSDT',
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
  gmoFx: gmoVenue('GMO Coin FX', /^[A-Z]{3}_[A-Z]{3}$/, 'GBP_JPY'),
  gmo: gmoVenue('GMO Coin', /^[A-Z0-9]{2,10}(_JPY)?$/, 'ETH_JPY'),
  kraken: {
    name: 'Kraken',
    symbol: /^[A-Z0-9]{1,10}_[A-Z0-9]{1,10}$/,
    example: 'SOL_USD',
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

/**
 * @typedef {{venue: string, symbol: string}} Place A symbol at an exchange.
 * @typedef {{name: string, quotes: Place[], added: boolean}} QuoteGroup An instrument and where it is
 *     traded; added by the user, or offered at first
 */

/** Instruments of several exchanges, each with its symbol there. */
const GROUPS = [
  { name: 'BTC/USD', symbols: { binance: 'BTCUSDT', kraken: 'BTC_USD' } },
  { name: 'ETH/USD', symbols: { binance: 'ETHUSDT', kraken: 'ETH_USD' } },
  { name: 'BTC/JPY', symbols: { gmo: 'BTC_JPY', kraken: 'BTC_JPY' } },
  { name: 'USD/JPY', symbols: { gmoFx: 'USD_JPY', kraken: 'USD_JPY' } },
  { name: 'EUR/JPY', symbols: { gmoFx: 'EUR_JPY', kraken: 'EUR_JPY' } },
];

/**
 * The instruments that the page shows at first: those that the enabled exchanges have.
 *
 * @param {readonly string[]} enabled
 * @returns {QuoteGroup[]}
 */
export function groupsOf(enabled) {
  return GROUPS.map(({ name, symbols }) => ({
    name,
    quotes: Object.entries(symbols)
      .filter(([venue]) => enabled.includes(venue))
      .map(([venue, symbol]) => ({ venue, symbol })),
    added: false,
  })).filter(({ quotes }) => quotes.length > 0);
}

/**
 * The symbol in the spelling of the topics; null where the exchange cannot have it.
 *
 * @param {string} venue
 * @param {string} text of the user
 */
export function symbolOf(venue, text) {
  const upper = text.trim().toUpperCase();
  const symbol = venue === 'binance' ? upper.replace(/[/_-]/g, '') : upper.replace(/[/-]/g, '_');
  return VENUES[venue].symbol.test(symbol) ? symbol : null;
}

/**
 * The groups of symbols that the user has added, which are in the address of the page.
 *
 * @param {string} search
 * @param {readonly string[]} enabled
 * @returns {QuoteGroup[]}
 */
export function addedGroups(search, enabled) {
  return new URLSearchParams(search)
    .getAll(ADDED)
    .map((text) => text.split('.'))
    .filter(([venue, symbol]) => enabled.includes(venue) && symbolOf(venue, symbol ?? '') === symbol)
    .map(([venue, symbol]) => groupOf({ venue, symbol }));
}

/**
 * @param {Place} place
 * @returns {QuoteGroup}
 */
export function groupOf(place) {
  return { name: place.symbol.replace('_', '/'), quotes: [place], added: true };
}

/**
 * The search of an address with these symbols.
 *
 * @param {string} search
 * @param {readonly QuoteGroup[]} groups
 */
export function withGroups(search, groups) {
  const parameters = new URLSearchParams(search);
  parameters.delete(ADDED);
  for (const { quotes, added } of groups) {
    if (added) quotes.forEach(({ venue, symbol }) => parameters.append(ADDED, `${venue}.${symbol}`));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
