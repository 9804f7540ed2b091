import { part, write } from './dom.js';
import { createTimeFormat, zoneFor } from './format.js';
import { spanText, translate } from './i18n.js';
import { ApiError } from './realtimeapi.js';

const EVERY = 5_000;

// Rows of the table.
const SHOWN = 200;

/**
 * The connections of the cluster, for administrators; others are asked for a token.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('./realtimeapi.js').createRealtimeApi>} options.api
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {import('./types.js').Clock} options.clock
 * @param {(token: string) => void} options.signIn
 * @param {(code: string, message: string) => void} options.onError
 */
export function bindAdmin({ api, language, clock, signIn, onError }) {
  const table = part('connections');
  const rows = part('connection-rows');
  const form = part('sign-in');
  const note = part('admin-note');
  const button = /** @type {HTMLButtonElement} */ (part('send-test'));
  const result = part('test-result');
  let timer = 0;
  /** @type {readonly import('./realtimeapi.js').Connection[]} */
  let connections = [];

  async function refresh() {
    clock.clearTimeout(timer);
    const refused = await look();
    clock.clearTimeout(timer);
    // The page asks a server that refused again when a token is there.
    if (!refused) timer = clock.setTimeout(refresh, EVERY);
  }

  /** Whether the server refused to tell them to this user. */
  async function look() {
    try {
      connections = await api.connections();
      show('table');
      draw();
      return false;
    } catch (failure) {
      const status = failure instanceof ApiError ? failure.status : 0;
      const refused = status === 401 || status === 403;
      show(refused ? 'form' : 'note');
      return refused;
    }
  }

  /** @param {'table' | 'form' | 'note'} part of the card */
  function show(part) {
    table.hidden = part !== 'table' || connections.length === 0;
    button.hidden = part !== 'table';
    form.hidden = part !== 'form';
    note.hidden = part === 'form' || !table.hidden;
    write(note, translate(language.get(), part === 'note' ? 'adminUnavailable' : 'noConnections'));
  }

  function draw() {
    const words = language.get();
    const time = createTimeFormat(zoneFor(words));
    const shown = connections.slice(0, SHOWN);
    while (rows.children.length > shown.length) rows.lastElementChild?.remove();
    while (rows.children.length < shown.length) rows.append(createRow());
    shown.forEach(({ clientId, connectedAt, lastEventAt, durationMs }, i) => {
      const cells = rows.children[i].children;
      write(cells[0], clientId);
      write(cells[1], time.second(Date.parse(connectedAt)));
      write(cells[2], lastEventAt === null ? '–' : time.second(Date.parse(lastEventAt)));
      write(cells[3], spanText(words, durationMs));
    });
  }

  async function test() {
    button.disabled = true;
    write(result, '');
    try {
      await api.test();
      write(result, translate(language.get(), 'testSent'));
    } catch {
      onError('TEST_FAILED', '');
    }
    button.disabled = false;
  }

  button.addEventListener('click', test);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (part('token'));
    signIn(input.value.trim());
    input.value = '';
    void refresh();
  });
  language.subscribe(draw);
  void refresh();
}

function createRow() {
  const row = document.createElement('tr');
  for (let i = 0; i < 4; i += 1) row.append(document.createElement('td'));
  return row;
}
