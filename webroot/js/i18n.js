/**
 * @typedef {import('./types.js').Language} Language
 * @typedef {keyof typeof en} Key
 */

const en = {
  demo: 'Demo data',
  demoHint: 'Demo: simulated quotes, not prices of a market.',
  symbol: 'Symbol',
  mid: 'Mid',
  bid: 'Bid',
  ask: 'Ask',
  sell: 'sell',
  buy: 'buy',
  spread: 'Spread',
  pips: 'pips',
  high: 'High',
  low: 'Low',
  change: 'Change',
  chart: 'Mid price',
  range: 'Range of the chart',
  range5: '5 min',
  range15: '15 min',
  range60: '1 h',
  last: 'Last {n} min',
  times: 'Times in {zone}',
  empty: 'Waiting for the first tick',
  timing: 'Timing',
  sourceTime: 'Source time',
  lastTick: 'Last tick',
  latency: 'Latency',
  latencyHint: 'source to browser',
  clockAhead: 'source clock {span} ahead',
  oldRow: 'row {span} old',
  ago: '{span} ago',
  seconds: '{n} s',
  minutes: '{n} min',
  hours: '{n} h',
  connecting: 'Connecting',
  live: 'Live',
  stale: 'Stale',
  closed: 'Market closed',
  disconnected: 'Disconnected',
  staleDetail: 'No tick for {span}',
  staleNever: 'No tick yet',
  closedDetail: 'Opens {time} JST',
  countdown: 'Retry in {n} s',
  stopped: 'The server asked not to come back',
  retry: 'Retry now',
  dismiss: 'Dismiss',
  switchTo: '日本語',
  quoteSpoken: '{name}: bid {bid}, ask {ask}, spread {spread} pips',
  footnote: '1 pip = {pip}. The line shows the last mid price of every {span}.',
  attribution: 'Charts by TradingView Lightweight Charts™',
  DB_POLLING_FAILED: 'Prices cannot be read from the database right now. Trying again.',
  FEED_STALE: 'The price source has stopped sending. The last price shown may be old.',
  HISTORY_UNAVAILABLE: 'Earlier prices could not be loaded. The chart starts with what arrives now.',
  UNKNOWN_SYMBOL: 'There is no such symbol here.',
  SYMBOLS_UNAVAILABLE: 'The server does not answer. Trying again.',
  access_denied: 'This page may not receive these prices.',
  error: 'The server reported a problem.',
};

/** @type {typeof en} */
const ja = {
  demo: 'デモデータ',
  demoHint: 'デモ：模擬データであり、実際の市場価格ではありません。',
  symbol: '銘柄',
  mid: '仲値',
  bid: 'BID',
  ask: 'ASK',
  sell: '売',
  buy: '買',
  spread: 'スプレッド',
  pips: 'pips',
  high: '高値',
  low: '安値',
  change: '変化',
  chart: '仲値チャート',
  range: 'チャートの表示期間',
  range5: '5分',
  range15: '15分',
  range60: '1時間',
  last: '直近{n}分',
  times: '時刻は{zone}',
  empty: '最初のティックを待っています',
  timing: '時刻と遅延',
  sourceTime: '配信元時刻',
  lastTick: '最終ティック',
  latency: '遅延',
  latencyHint: '配信元からブラウザーまで',
  clockAhead: '配信元の時計が{span}進んでいます',
  oldRow: '{span}前の行',
  ago: '{span}前',
  seconds: '{n}秒',
  minutes: '{n}分',
  hours: '{n}時間',
  connecting: '接続中',
  live: 'ライブ',
  stale: '更新停止',
  closed: '市場休止',
  disconnected: '切断',
  staleDetail: '最終ティックから{span}',
  staleNever: 'ティック未受信',
  closedDetail: '{time} JST に再開',
  countdown: '{n}秒後に再接続',
  stopped: 'サーバーが再接続を断りました',
  retry: '今すぐ再接続',
  dismiss: '閉じる',
  switchTo: 'English',
  quoteSpoken: '{name}、売 {bid}、買 {ask}、スプレッド {spread} pips',
  footnote: '1 pip = {pip}。線は{span}ごとの最後の仲値です。',
  attribution: 'チャート: TradingView Lightweight Charts™',
  DB_POLLING_FAILED: 'データベースから価格を読み取れません。自動的に再試行しています。',
  FEED_STALE: '価格の配信元が止まっています。表示中の価格は古い可能性があります。',
  HISTORY_UNAVAILABLE: '過去の価格を読み込めませんでした。チャートはこれから届く価格で始まります。',
  UNKNOWN_SYMBOL: 'この銘柄はありません。',
  SYMBOLS_UNAVAILABLE: 'サーバーが応答しません。自動的に再試行しています。',
  access_denied: 'このページはこの価格を受信できません。',
  error: 'サーバーで問題が発生しました。',
};

const texts = { en, ja };

/**
 * A text of the page, with its `{places}` filled.
 *
 * @param {Language} language
 * @param {Key} key
 * @param {Record<string, string | number>} [values]
 */
export function translate(language, key, values = {}) {
  return texts[language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * A length of time in the unit a person would use; what is left over is cut off.
 *
 * @param {Language} language
 * @param {number} milliseconds
 */
export function spanText(language, milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 120) return translate(language, 'seconds', { n: seconds });
  if (seconds < 7_200) return translate(language, 'minutes', { n: Math.floor(seconds / 60) });
  return translate(language, 'hours', { n: Math.floor(seconds / 3_600) });
}

/**
 * The sentence for an error code; what the server says itself where the code is new to us.
 *
 * @param {Language} language
 * @param {{code: string, message: string}} error
 */
export function errorText(language, { code, message }) {
  if (Object.hasOwn(en, code)) return texts[language][/** @type {Key} */ (code)];
  return message || texts[language].error;
}

/**
 * The language asked for in the address, else the one remembered, else the browser's.
 *
 * @param {string} search
 * @param {string | null} remembered
 * @param {readonly string[]} preferred
 * @returns {Language}
 */
export function chooseLanguage(search, remembered, preferred) {
  const wishes = [new URLSearchParams(search).get('lang'), remembered, ...preferred];
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split('-')[0];
    if (language === 'ja' || language === 'en') return language;
  }
  return 'en';
}
