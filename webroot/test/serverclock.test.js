import assert from 'node:assert/strict';
import test from 'node:test';
import { createServerClock } from '../js/serverclock.js';
import { fakeClock } from './fakes.js';

const SERVER = Date.parse('2026-02-16T13:05:00.000Z');

/** A server whose answer takes so long each way. */
async function ask(clock, device, now, there = 20, back = 20) {
  await clock.ask(async () => {
    device.advance(there);
    const answer = { now: new Date(now).toISOString() };
    device.advance(back);
    return answer;
  });
}

for (const minutes of [10, -10]) {
  test(`a device whose clock is wrong by ${minutes} minutes sees the server's time`, async () => {
    const device = fakeClock(SERVER + minutes * 60_000);
    const clock = createServerClock(device);
    await ask(clock, device, SERVER + 20);
    assert.equal(clock.now(), SERVER + 40);
    device.advance(5_000);
    assert.equal(clock.now(), SERVER + 5_040);
  });
}

test('an answer that took long does not make it less exact', async () => {
  const device = fakeClock(SERVER);
  const clock = createServerClock(device);
  await ask(clock, device, SERVER + 20);
  await ask(clock, device, SERVER + 40 + 2_900, 2_900, 100);
  assert.equal(clock.now(), SERVER + 3_040);
});

test('a clock that was set is noticed with the next answer', async () => {
  const device = fakeClock(SERVER);
  const clock = createServerClock(device);
  await ask(clock, device, SERVER + 20);
  device.advance(-3_600_000);
  await ask(clock, device, SERVER + 140, 100, 100);
  assert.equal(clock.now(), SERVER + 240);
});
