import { createClient } from '../client/src/index.js';
import { createStore } from '../client/src/store.js';
import { bindChooser } from './chooser.js';
import { systemClock as clock } from './clock.js';
import { bindCompanySearch } from './companysearch.js';
import { part } from './dom.js';
import { bindLanguage, createLanguage } from './language.js';
import { bindListForm } from './listform.js';
import { createListPrices } from './listprices.js';
import { bindNavigation } from './navigation.js';
import { createNotices } from './notices.js';
import { bindPricesBadge } from './pricesbadge.js';
import { rowsOf } from './pricerows.js';
import { bindPriceTable } from './pricetable.js';
import { createServerClock } from './serverclock.js';
import { bindSignIn } from './signin.js';
import { bindStrip } from './strip.js';
import { loadSymbols } from './symbols.js';
import { bindTotals } from './totals.js';
import { bindUndoBar } from './undobar.js';
import { createWatchlistApi } from './watchlistapi.js';
import { createWatchlists } from './watchlists.js';

const PARAMETER = 'list';

const language = createLanguage();
const notices = createNotices(clock);
const signIn = bindSignIn(language, begin, 'SESSION_NEEDED');
const api = createWatchlistApi(signIn.token);
const watchlists = createWatchlists(api, clock, {
  onProblem: notices.show,
  onUnauthorized: () => signIn.ask('UNAUTHORIZED'),
});
const client = createClient({ token: () => signIn.token() });
const prices = createListPrices(client, clock, {
  onMismatch: () => void watchlists.refresh(),
  onUnauthorized: (code) => signIn.ask(code),
});
const shown = createStore(shownNow());
const undoBar = bindUndoBar(language, clock);

/** Loads the lists; with another token, too. */
function begin() {
  void watchlists.load(watchlists.open.get()?.id ?? wanted());
}

function wanted() {
  const id = Number(new URLSearchParams(location.search).get(PARAMETER));
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** @returns {import('./pricetable.js').Shown} */
function shownNow() {
  const list = watchlists.open.get();
  return { rows: rowsOf(list?.items ?? [], prices.stocks.get()), mayEdit: list?.owner ?? false };
}

/** Another list is open, or the items of this one are others. */
function onList() {
  const list = watchlists.open.get();
  if (list?.id !== prices.watchlistId()) undoBar.hide();
  prices.follow(list, signIn.token());
  remember(list?.id ?? null);
  shown.set(shownNow());
}

/** @param {number | null} id */
function remember(id) {
  const address = new URL(location.href);
  if (id === null) address.searchParams.delete(PARAMETER);
  else address.searchParams.set(PARAMETER, String(id));
  if (address.href !== location.href) history.replaceState(null, '', address);
}

/** @param {import('./pricerows.js').PriceRow} row */
async function remove({ id, symbol, name }) {
  const items = watchlists.open.get()?.items ?? [];
  const item = items.find(({ company_id }) => company_id === id);
  if (item === undefined || !(await watchlists.drop(id))) return;
  const order = items.map(({ company_id }) => company_id);
  undoBar.offer(`${symbol} ${name}`, async () => {
    if (await watchlists.restore(item, order)) table.focus(id);
  });
}

/** @type {import('./positioncells.js').PositionActions['save']} */
function save({ id, quantity, purchasePrice }, position) {
  return watchlists.setPosition({ company_id: id, quantity, purchase_price: purchasePrice }, position);
}

async function markDemo() {
  const symbols = await loadSymbols(createServerClock(clock)).catch(() => []);
  part('demo').hidden = part('demo-hint').hidden = !symbols.some(({ demo }) => demo);
}

bindLanguage(part('lang-switch'), language);
bindNavigation(language);
bindStrip(notices, language);
bindChooser(watchlists, language, prices.refusal);
bindListForm(watchlists.open, language, watchlists);
bindCompanySearch({
  find: api.companies,
  onChoose: ({ id }) => watchlists.add(id),
  language,
  clock,
});
const table = bindPriceTable({ shown, trail: prices.trail, language, actions: { save, remove, reorder: watchlists.reorder } });
bindTotals(prices.totals, language);
const drawBadge = bindPricesBadge({
  freshness: prices.freshness,
  interval: watchlists.updateInterval,
  retry: prices.retryNow,
  language,
  clock,
});
watchlists.open.subscribe(onList);
prices.stocks.subscribe(() => shown.set(shownNow()));
prices.onState(drawBadge);
begin();
void markDemo();
