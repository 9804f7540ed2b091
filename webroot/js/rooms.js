import { createClient } from '../client/src/index.js';
import { createStore } from '../client/src/store.js';
import { systemClock as clock } from './clock.js';
import { part, write } from './dom.js';
import { errorText, translate } from './i18n.js';
import { bindIndicator } from './indicator.js';
import { bindLanguage, createLanguage } from './language.js';
import { bindNavigation } from './navigation.js';
import { EMPTY, after, mayPlace } from './noughts.js';
import { createNotices } from './notices.js';
import { bindStrip } from './strip.js';

/** @typedef {import('../client/src/rooms.js').Room} Room */

const SHOWN_MESSAGES = 200;
const TOAST_FOR = 6_000;
// What an observer may not do.
const SENDING = ['new-game', 'chat-form'];
const REFUSED = new Set(['UNAUTHORIZED', 'TOKEN_EXPIRED']);

const language = createLanguage();
const notices = createNotices(clock);
const latency = createStore(/** @type {number | null} */ (null));
const game = createStore(EMPTY);
const entrance = /** @type {HTMLFormElement} */ (part('entrance'));
const cells = part('cells');
let token = /** @type {string | null} */ (null);
let client = createClient({ token: () => token });
let room = /** @type {Room | null} */ (null);
let followed = /** @type {string | null} */ (null);
// Messages before the answer to the user's own question belong to a game whose beginning is unknown.
let asked = false;
// The events since the question; null once another member has told the game.
let untold = /** @type {Record<string, unknown>[] | null} */ ([]);

/** @param {string} session */
function join(session) {
  client.close();
  client = createClient({ token: () => token, onError: onProblem });
  indicator.follow(client);
  game.set(EMPTY);
  followed = null;
  asked = false;
  untold = [];
  part('messages').replaceChildren();
  const joined = client.joinRoom(session, {
    onEvent: (event) => joined === room && onEvent({ ...event }),
    onReset: () => game.set(EMPTY),
  });
  room = joined;
  joined.state.subscribe(draw);
  joined.state.subscribe(ask);
  draw();
}

/** A token that the server does not accept is not tried again. @param {{code: string}} problem */
function onProblem({ code }) {
  if (!REFUSED.has(code.toUpperCase())) {
    notices.show(code, '');
    return;
  }
  client.close();
  room = null;
  draw();
  write(part('refusal'), errorText(language.get(), { code: code.toUpperCase(), message: '' }));
}

/** Asks the others once where the game stands. */
function ask() {
  const { phase, role } = room?.state.get() ?? {};
  if (phase !== 'joined' || asked || role === null) return;
  asked = true;
  // An observer sends nothing; each other member sends the game when a member joins.
  if (role !== 'observer') void act('ask');
}

/** @param {Record<string, unknown>} event */
function onEvent(event) {
  if (event.type === 'chat_message') addMessage(String(event.user_id), String(event.message));
  if (event.type === 'player_joined') tell(String(event.user_id));
  if (event.type === 'action_received') onAction(event);
}

/** @param {Record<string, unknown>} event */
function onAction(event) {
  const mine = event.user_id === room?.state.get().user;
  if (event.action === 'ask') {
    if (!mine) tell(String(event.user_id));
    else begin();
  } else if (event.action === 'state') {
    hearState(event);
  } else {
    untold = event.action === 'new_game' ? null : (untold?.concat(event) ?? null);
    game.set(after(game.get(), event));
  }
}

/** The moves since the question follow those of the answer. @param {Record<string, unknown>} event */
function hearState(event) {
  const { newcomer } = /** @type {Record<string, unknown>} */ (event.data ?? {});
  const told = after(EMPTY, event);
  if (untold === null || newcomer !== room?.state.get().user || told === EMPTY) return;
  game.set(untold.reduce(after, told));
  untold = null;
}

/** The own question has come back: from now on the page has every message. */
function begin() {
  untold = [];
  game.set(EMPTY);
}

/** The players send the game to a member that joins; one of them may be away. @param {string} user */
function tell(user) {
  if (room === null) return;
  const { user: mine } = room.state.get();
  const { players, cells: taken } = game.get();
  const plays = mine !== null && mine !== user && players.includes(mine);
  if (plays) void act('state', { newcomer: user, players, cells: taken });
}

/**
 * @param {string} action
 * @param {Record<string, unknown>} [data]
 */
async function act(action, data) {
  await room?.act(action, data).catch(refused);
}

/** @param {{code?: string, message?: string}} failure */
function refused({ code, message }) {
  notices.show(code ?? 'ERROR', message ?? '');
}

/**
 * @param {string} user
 * @param {string} message
 */
function addMessage(user, message) {
  const list = part('messages');
  const line = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = user;
  line.append(name, ` ${message}`);
  list.append(line);
  while (list.children.length > SHOWN_MESSAGES) list.firstElementChild?.remove();
  line.scrollIntoView({ block: 'nearest' });
}

/** The events of the user alone. @param {Record<string, unknown>} event */
function onOwnEvent(event) {
  if (event.type === 'sp_update') {
    write(part('sp'), String(event.current_sp));
    const change = Number(event.amount_changed);
    toast(`${change > 0 ? '+' : '−'}${Math.abs(change)} SP`, String(event.description));
  }
  if (event.type === 'notification' || event.type === 'sp_insufficient') {
    toast(translate(language.get(), 'notification'), String(event.message));
  }
}

/**
 * @param {string} title
 * @param {string} text
 */
function toast(title, text) {
  const element = document.createElement('div');
  element.className = 'toast';
  const line = document.createElement('p');
  const strong = document.createElement('strong');
  const words = document.createElement('span');
  strong.textContent = title;
  words.textContent = text;
  line.append(strong, ' ', words);
  element.append(line);
  part('toasts').append(element);
  clock.setTimeout(() => element.remove(), TOAST_FOR);
}

function draw() {
  const state = room?.state.get();
  const inside = state?.phase === 'joined' || (state?.phase === 'joining' && state.role !== null);
  const isOff = features.get()?.rooms === false;
  entrance.hidden = inside || isOff;
  part('rooms-off').hidden = !isOff;
  part('link').hidden = room === null;
  for (const name of ['game', 'presence', 'chat']) part(name).hidden = !inside;
  const code = state?.phase === 'refused' ? (state.code ?? '') : '';
  write(part('refusal'), code === '' ? '' : errorText(language.get(), { code, message: '' }));
  if (state === undefined || !inside) return;
  follow(state.user);
  write(part('member-count'), String(state.count));
  part('members').replaceChildren(
    ...state.members.map((member) => {
      const line = document.createElement('li');
      line.textContent = member;
      line.classList.toggle('me', member === state.user);
      return line;
    }),
  );
  drawGame(state.user, state.role);
}

/** @param {string | null} user */
function follow(user) {
  if (user === null || user === followed) return;
  followed = user;
  client.inbox({ user }, { onEvent: onOwnEvent, onError: refused });
}

/**
 * @param {string | null} user
 * @param {string | null} role
 */
function drawGame(user, role) {
  const { cells: taken, players, winner, over } = game.get();
  const words = language.get();
  const mine = role !== 'observer' && mayPlace(game.get(), user);
  const turn = winner !== null ? 'gameWon' : over ? 'gameDrawn' : mine ? 'yourTurn' : 'othersTurn';
  write(part('turn'), translate(words, turn, { name: winner ?? '' }));
  while (cells.children.length < 9) cells.append(createCell(cells.children.length));
  taken.forEach((owner, i) => {
    const cell = /** @type {HTMLButtonElement} */ (cells.children[i]);
    const mark = owner === null ? '' : owner === players[0] ? '×' : '○';
    write(cell, mark);
    cell.disabled = owner !== null || !mine;
    const place = translate(words, 'cell', { row: Math.floor(i / 3) + 1, column: (i % 3) + 1 });
    cell.setAttribute('aria-label', owner === null ? place : `${place}: ${mark} ${owner}`);
  });
  for (const control of SENDING.flatMap(controls)) control.disabled = role === 'observer';
}

/**
 * The buttons and fields that a part is or has.
 *
 * @param {string} name
 */
function controls(name) {
  const element = part(name);
  const inside = element instanceof HTMLFormElement ? [...element.elements] : [element];
  return /** @type {(HTMLButtonElement | HTMLInputElement)[]} */ (inside);
}

/** @param {number} number */
function createCell(number) {
  const cell = document.createElement('button');
  cell.type = 'button';
  cell.dataset.cell = String(number);
  cell.addEventListener('click', () => act('place', { cell: number }));
  return cell;
}

entrance.addEventListener('submit', (event) => {
  event.preventDefault();
  token = /** @type {HTMLInputElement} */ (part('token')).value.trim();
  join(/** @type {HTMLInputElement} */ (part('session')).value.trim());
});
part('chat-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const input = /** @type {HTMLInputElement} */ (part('message'));
  room?.say(input.value).catch(refused);
  input.value = '';
});
part('new-game').addEventListener('click', () => act('new_game'));
part('leave').addEventListener('click', () => void room?.leave());

bindLanguage(part('lang-switch'), language);
const { features } = bindNavigation(language);
bindStrip(notices, language);
const indicator = bindIndicator({ stream: client, latency, language, clock });
features.subscribe(draw);
game.subscribe(draw);
language.subscribe(draw);
