import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, createRealtimeApi, refusalOf } from '../js/realtimeapi.js';

/** @param {Response} answer */
const answering = (answer) => createRealtimeApi(() => null, async () => answer);

test('an answer that refuses is read to its end, which frees its connection', async () => {
  const answer = new Response('{"code":"ACCESS_DENIED"}', { status: 403 });

  await assert.rejects(answering(answer).status(), (failure) => refusalOf(failure).status === 403);
  assert.ok(answer.bodyUsed);
});

test('a request without an answer is a refusal of status 0', async () => {
  const failing = createRealtimeApi(() => null, async () => Promise.reject(new TypeError('no network')));

  const refusal = await failing.status().catch(refusalOf);
  assert.ok(refusal instanceof ApiError && refusal.status === 0);
});
