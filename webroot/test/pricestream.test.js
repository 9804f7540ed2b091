import assert from 'node:assert/strict';
import test from 'node:test';
import { openPriceStream } from '../client/src/pricestream.js';
import { fakeServer, settled } from './streams.js';

async function open() {
  const server = fakeServer();
  const heard = [];
  const socket = openPriceStream('https://example.com/sse', 'watchlist.7', 'ticket', server.fetch);
  socket.onopen = () => heard.push('open');
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
  socket.onclose = ({ code, reason }) => heard.push([code, reason]);
  await settled();
  return { server, socket, heard };
}

test('the messages of the topic are those of the WebSocket', async () => {
  const { server, heard } = await open();
  assert.equal(server.last().address, 'https://example.com/sse?topic=watchlist.7');
  assert.equal(server.last().headers.Authorization, 'Bearer ticket');
  await server.last().open();
  await server.last().send('id: 5.1\ndata: {"type":"price_update","watchlist_id":7}\n\n');
  assert.deepEqual(heard, ['open', { type: 'price_update', watchlist_id: 7 }]);
});

test('a refused list closes it for good, once', async () => {
  const { server, heard } = await open();
  await server.last().answer(403, { code: 'ACCESS_DENIED' });
  assert.deepEqual(heard, [[1008, 'ACCESS_DENIED']]);
});

test('a token that is not accepted closes it with the code of that', async () => {
  const { server, heard } = await open();
  await server.last().answer(401, { code: 'UNAUTHORIZED' });
  assert.deepEqual(heard, [[4401, '']]);
});
