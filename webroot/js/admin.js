import { part, write } from './dom.js';
import { createTimeFormat, zoneFor } from './format.js';
import { spanText, translate } from './i18n.js';
import { ApiError } from './realtimeapi.js';

// Rows of the table.
const SHOWN = 200;

/**
 * The connections of the cluster, for administrators; others are asked for a token. The status of
 * the server says whether the user is one: a request that the server refuses is not made.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('./realtimeapi.js').createRealtimeApi>} options.api
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {(token: string) => void} options.signIn
 * @param {(code: string, message: string) => void} options.onError
 */
export function bindAdmin({ api, language, signIn, onError }) {
  const table = part('connections');
  const rows = part('connection-rows');
  const form = part('sign-in');
  const note = part('admin-note');
  const button = /** @type {HTMLButtonElement} */ (part('send-test'));
  const result = part('test-result');
  /** @type {readonly import('./realtimeapi.js').Connection[]} */
  let connections = [];

  /**
   * @param {import('./realtimeapi.js').Status | ApiError} status
   */
  async function refresh(status) {
    if (status instanceof ApiError) return show(isOfUser(status) ? 'form' : 'note');
    if (!status.enabled) return show('note');
    if (!status.administrator) return show('form');
    try {
      connections = await api.connections();
      show('table');
      draw();
    } catch {
      show('note');
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
  });
  language.subscribe(draw);
  return { refresh };
}

/** Whether another user would get an answer. @param {ApiError} refusal */
function isOfUser({ status }) {
  return status === 401 || status === 403;
}

function createRow() {
  const row = document.createElement('tr');
  for (let i = 0; i < 4; i += 1) row.append(document.createElement('td'));
  return row;
}
