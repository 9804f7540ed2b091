import assert from 'node:assert/strict';
import test from 'node:test';
import { perFrame } from '../js/frame.js';

function fakeFrames() {
  const waiting = new Map();
  let id = 0;
  return {
    requestAnimationFrame: (run) => {
      id += 1;
      waiting.set(id, run);
      return id;
    },
    cancelAnimationFrame: (cancelled) => waiting.delete(cancelled),
    pass: () => {
      const runs = [...waiting.values()];
      waiting.clear();
      runs.forEach((run) => run());
    },
  };
}

test('a thousand requests in one frame draw once', () => {
  const frames = fakeFrames();
  let drawn = 0;
  const frame = perFrame(() => (drawn += 1), frames);
  for (let request = 0; request < 1_000; request += 1) frame.request();
  frames.pass();
  assert.equal(drawn, 1);
  frames.pass();
  assert.equal(drawn, 1);
  frame.request();
  frames.pass();
  assert.equal(drawn, 2);
});

test('what is cancelled is not drawn, and can be asked for again', () => {
  const frames = fakeFrames();
  let drawn = 0;
  const frame = perFrame(() => (drawn += 1), frames);
  frame.request();
  frame.cancel();
  frames.pass();
  assert.equal(drawn, 0);
  frame.request();
  frames.pass();
  assert.equal(drawn, 1);
});
