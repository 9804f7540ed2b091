import assert from 'node:assert/strict';
import test from 'node:test';
import { EMPTY, after, mayPlace } from '../js/noughts.js';

const place = (user_id, cell) => ({ type: 'action_received', user_id, action: 'place', data: { cell } });
const play = (...moves) => moves.reduce((game, [user, cell]) => after(game, place(user, cell)), EMPTY);

test('two users take turns, and others are no players', () => {
  const game = play(['anna', 0], ['anna', 1], ['ben', 0], ['ben', 4], ['carl', 8]);

  assert.deepEqual(game.players, ['anna', 'ben']);
  assert.deepEqual(game.cells.slice(0, 5), ['anna', null, null, null, 'ben']);
  assert.equal(game.cells[8], null);
  assert.equal(mayPlace(game, 'anna'), true);
  assert.equal(mayPlace(game, 'ben'), false);
  assert.equal(mayPlace(game, null), false);
});

test('three in a row win, and nobody moves after that', () => {
  const game = play(['anna', 0], ['ben', 3], ['anna', 1], ['ben', 4], ['anna', 2], ['ben', 5]);

  assert.equal(game.winner, 'anna');
  assert.equal(game.over, true);
  assert.equal(game.cells[5], null);
  assert.equal(after(game, { type: 'action_received', user_id: 'ben', action: 'new_game' }), EMPTY);
});

test('a full board without a row is over', () => {
  const cells = [0, 1, 2, 4, 3, 5, 7, 6, 8];
  const game = play(...cells.map((cell, i) => [i % 2 ? 'ben' : 'anna', cell]));

  assert.equal(game.winner, null);
  assert.equal(game.over, true);
});

test('who comes later takes over what another member tells, once', () => {
  const game = play(['anna', 0], ['ben', 4]);
  const told = { type: 'action_received', user_id: 'ben', action: 'state', data: { ...game } };

  assert.deepEqual(after(EMPTY, told), game);
  const other = play(['anna', 8]);
  assert.equal(after(other, told), other);
  assert.equal(after(EMPTY, { ...told, data: { cells: [1], players: [] } }), EMPTY);
});
