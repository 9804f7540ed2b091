/**
 * Noughts and crosses, made of the events of a room: every member has them in the same order, so
 * every member sees the same game.
 *
 * @typedef {object} Game
 * @property {readonly (string | null)[]} cells by row, each with the user who took it
 * @property {readonly string[]} players in the order of their first moves
 * @property {string | null} winner
 * @property {boolean} over
 */

const LINES = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
];

/** @type {Game} */
export const EMPTY = { cells: Array(9).fill(null), players: [], winner: null, over: false };

/**
 * The game after an event; the same one where the event is no move of it.
 *
 * @param {Game} game
 * @param {Record<string, unknown>} event
 * @returns {Game}
 */
export function after(game, { type, user_id: user, action, data }) {
  if (type !== 'action_received' || typeof user !== 'string') return game;
  if (action === 'new_game') return EMPTY;
  const fields = /** @type {Record<string, unknown>} */ (data ?? {});
  if (action === 'state') return game === EMPTY ? (parse(fields) ?? game) : game;
  return action === 'place' ? place(game, user, Number(fields.cell)) : game;
}

/**
 * @param {Game} game
 * @param {string} user
 * @param {number} cell
 */
function place(game, user, cell) {
  if (!mayPlace(game, user) || game.cells[cell] !== null) return game;
  const players = game.players.includes(user) ? game.players : [...game.players, user];
  const cells = game.cells.map((owner, i) => (i === cell ? user : owner));
  const won = LINES.some((line) => line.every((i) => cells[i] === user));
  const over = won || cells.every((owner) => owner !== null);
  return { cells, players, winner: won ? user : null, over };
}

/**
 * Whether it is the turn of a user.
 *
 * @param {Game} game
 * @param {string | null} user
 */
export function mayPlace(game, user) {
  if (user === null || game.over) return false;
  const moves = game.cells.filter((owner) => owner !== null).length;
  const next = game.players[moves % 2];
  return next === undefined ? !game.players.includes(user) : next === user;
}

/**
 * The game that another member tells.
 *
 * @param {Record<string, unknown>} fields
 * @returns {Game | null}
 */
function parse({ cells, players }) {
  const isText = (/** @type {unknown} */ value) => typeof value === 'string';
  if (!Array.isArray(cells) || cells.length !== 9 || !Array.isArray(players)) return null;
  if (players.length > 2 || !players.every(isText)) return null;
  if (!cells.every((owner) => owner === null || players.includes(owner))) return null;
  const winner =
    players.find((user) => LINES.some((line) => line.every((i) => cells[i] === user))) ?? null;
  const over = winner !== null || cells.every((owner) => owner !== null);
  return { cells: [...cells], players: [...players], winner, over };
}
