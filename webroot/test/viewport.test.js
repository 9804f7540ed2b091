import assert from 'node:assert/strict';
import test from 'node:test';
import { createViewport } from '../js/candles/viewport.js';

function viewport({ first = 0, last = 999, width = 800, spacing = 8 } = {}) {
  const created = createViewport(10_000, spacing);
  created.resize(width);
  created.bound(first, last);
  return created;
}

test('it begins with the newest candles, and a margin', () => {
  const shown = viewport();
  assert.equal(shown.to(), 999);
  assert.equal(shown.count(), 100);
  assert.equal(shown.from(), 905);
  assert.equal(shown.view.following, true);
});

test('newer candles move the view while it follows', () => {
  const shown = viewport();
  const x = shown.x(999);
  shown.bound(0, 1_003);
  assert.equal(shown.x(1_003), x);
});

test('it stands still while it does not follow', () => {
  const shown = viewport();
  shown.pan(400);
  assert.equal(shown.view.following, false);
  const x = shown.x(900);
  shown.bound(-500, 1_003);
  assert.equal(shown.x(900), x);
});

test('panning moves candles as far as the pointer', () => {
  const shown = viewport();
  const x = shown.x(950);
  shown.pan(120);
  assert.equal(shown.x(950), x + 120);
});

test('zooming keeps the candle under the cursor', () => {
  const shown = viewport();
  shown.pan(800);
  const index = shown.indexAt(300);
  const x = shown.x(index);
  shown.zoom(1.5, x);
  assert.ok(Math.abs(shown.x(index) - x) < 1e-9);
  assert.equal(shown.view.spacing, 12);
  assert.equal(shown.indexAt(shown.x(index)), index);
});

test('it never shows more candles than it may, nor none', () => {
  const shown = viewport();
  for (let n = 0; n < 100; n += 1) shown.zoom(0.5, 10);
  assert.ok(Math.abs(shown.count() - 10_000) < 1e-6);
  for (let n = 0; n < 100; n += 1) shown.zoom(2, 10);
  assert.equal(shown.view.spacing, 60);
  shown.pan(1e9);
  assert.ok(shown.to() >= 0);
  shown.pan(-1e9);
  assert.ok(shown.from() <= 999);
  assert.equal(shown.view.following, true);
});

test('a span is shown up to the newest candle', () => {
  const shown = viewport();
  shown.pan(2_000);
  shown.show(200);
  assert.equal(shown.count(), 200);
  assert.equal(shown.to(), 999);
});

test('another width keeps the newest in view', () => {
  const shown = viewport();
  shown.resize(320);
  assert.equal(shown.to(), 999);
  assert.equal(shown.count(), 40);
});

test('a candle out of view is brought into it', () => {
  const shown = viewport();
  shown.reveal(500);
  assert.equal(shown.from(), 500);
  shown.reveal(700);
  assert.equal(shown.to(), 700);
});

test('zooming out of the newest candles opens no void behind them', () => {
  const shown = viewport();
  shown.zoom(0.25, 100);
  assert.equal(shown.to(), 999);
  assert.equal(shown.view.right, 1_000 + 400 * 0.05);
});
