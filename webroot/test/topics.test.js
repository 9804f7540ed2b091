import assert from 'node:assert/strict';
import test from 'node:test';
import { createTopics } from '../client/src/topics.js';

const TOPIC = 'events.orders';

function build() {
  const subscriptions = new Map();
  const topics = createTopics({
    subscribe(address, subscription) {
      subscriptions.set(address, subscription);
      return () => subscriptions.delete(address);
    },
  });
  const receive = (body, snapshot = false) =>
    subscriptions.get(TOPIC).onMessage({ kind: 'message', address: TOPIC, body, snapshot });
  return { topics, subscriptions, receive, since: () => subscriptions.get(TOPIC).since() };
}

function listener() {
  const heard = [];
  const resets = [];
  return {
    heard,
    resets,
    onMessage: ({ order }) => heard.push(order),
    onReset: () => resets.push(heard.length),
  };
}

const publication = (offset, epoch = 7) => ({ order: offset, epoch, offset });
const subscribed = (offset, recovered, epoch = 7) => ({
  type: 'subscribed',
  topic: TOPIC,
  epoch,
  offset,
  recovered,
});

test('a topic without publications is resumed from the position it had', () => {
  const { topics, receive, since } = build();
  topics.subscribe(TOPIC, listener());
  assert.equal(since(), '1.0');
  receive(subscribed(0, false));
  assert.equal(since(), '7.0');
});

test('the newest publication at the first subscription is no reset', () => {
  const { topics, receive } = build();
  const mine = listener();
  const snapshots = [];
  topics.subscribe(TOPIC, mine);
  topics.subscribe(TOPIC, { onMessage: (_, { snapshot }) => snapshots.push(snapshot) });
  receive(subscribed(4, false));
  receive(publication(4));
  receive(publication(5));
  assert.deepEqual([mine.heard, mine.resets], [[4, 5], []]);
  assert.deepEqual(snapshots, [true, false]);
});

test('what the server repeats is not given again', () => {
  const { topics, receive, since } = build();
  const mine = listener();
  topics.subscribe(TOPIC, mine);
  for (const offset of [1, 2, 2, 1, 3]) receive(publication(offset));
  receive(subscribed(4, true));
  receive(publication(3));
  receive(publication(4));
  assert.deepEqual(mine.heard, [1, 2, 3, 4]);
  assert.equal(since(), '7.4');
});

test('lost continuity is told, and the newest publication is given', () => {
  const { topics, receive } = build();
  const mine = listener();
  topics.subscribe(TOPIC, mine);
  receive(publication(9));
  receive(subscribed(2, false, 8));
  receive(publication(2, 8), true);
  receive(publication(3, 8));
  assert.deepEqual([mine.heard, mine.resets], [[9, 2, 3], [1]]);
});

test('a payload has no position', () => {
  const { topics, receive } = build();
  let given;
  topics.subscribe(TOPIC, { onMessage: (payload, delivery) => (given = { payload, delivery }) });
  receive(publication(1), true);
  assert.deepEqual(given, {
    payload: { order: 1 },
    delivery: { position: { epoch: 7, offset: 1 }, snapshot: true },
  });
});

test('a second listener gets the newest at once, and the last to leave ends the subscription', () => {
  const { topics, receive, subscriptions } = build();
  const [first, second] = [listener(), listener()];
  const endFirst = topics.subscribe(TOPIC, first);
  receive(publication(1));
  receive(publication(2));
  const endSecond = topics.subscribe(TOPIC, second);
  endFirst();
  receive(publication(3));
  assert.deepEqual([first.heard, second.heard], [[1, 2], [2, 3]]);
  endSecond();
  endSecond();
  assert.equal(subscriptions.size, 0);
});

test('an error of the topic is told', () => {
  const { topics, receive } = build();
  const errors = [];
  topics.subscribe(TOPIC, { onMessage() {}, onError: (error) => errors.push(error.code) });
  receive({ type: 'error', code: 'FEED_STALE', message: 'm', timestamp: 't', topic: TOPIC });
  assert.deepEqual(errors, ['FEED_STALE']);
});

test('who asks for differences gets whole payloads', () => {
  const { topics, subscriptions, receive, since } = build();
  const heard = [];
  topics.subscribe(TOPIC, { onMessage: (payload) => heard.push(payload) }, { delta: true });
  assert.equal(subscriptions.get(TOPIC).delta, true);
  receive({ type: 'quote', bid: 1, skipped: 3, epoch: 7, offset: 4 });
  receive({ type: 'delta', topic: TOPIC, epoch: 7, offset: 5, patch: { bid: 2, skipped: null } });
  receive({ type: 'delta', topic: TOPIC, epoch: 7, offset: 6, patch: { ask: 3 } });
  assert.deepEqual(heard, [
    { type: 'quote', bid: 1, skipped: 3 },
    { type: 'quote', bid: 2 },
    { type: 'quote', bid: 2, ask: 3 },
  ]);
  assert.equal(since(), '7.6');
});

test('a difference to what never came is not guessed at: the topic begins whole again', () => {
  const { topics, subscriptions, receive, since } = build();
  const mine = listener();
  const end = topics.subscribe(TOPIC, mine, { delta: true });
  receive(publication(4));
  const before = subscriptions.get(TOPIC);
  receive({ type: 'delta', topic: TOPIC, epoch: 7, offset: 6, patch: { order: 6 } });
  assert.notEqual(subscriptions.get(TOPIC), before);
  assert.equal(since(), '7.4');
  receive(publication(5));
  receive({ type: 'delta', topic: TOPIC, epoch: 7, offset: 6, patch: { order: 6 } });
  assert.deepEqual(mine.heard, [4, 5, 6]);
  end();
  assert.equal(subscriptions.has(TOPIC), false);
});
