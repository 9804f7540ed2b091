// Runs the first program of each package's README.
import { Window } from 'happy-dom';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRoot } from 'react-dom/client';
import ts from 'typescript';
import { fakeServer, settled } from './streams.js';

const WEBROOT = fileURLToPath(new URL('..', import.meta.url));

const window = new Window({ url: 'http://localhost/' });
Object.assign(globalThis, { window, document: window.document, WebSocket: undefined });

/** Begins the program; its imports are those of this folder. Returns its promise, and how to end it. */
async function run(readme, globals) {
  Object.assign(globalThis, globals);
  const text = await readFile(join(WEBROOT, readme), 'utf8');
  const [, code] = /```jsx?\n(.*?)```/s.exec(text);
  const { outputText } = ts.transpileModule(`${code}\nexport { client };\n`, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      jsx: ts.JsxEmit.ReactJSX,
    },
  });
  const folder = await mkdtemp(join(WEBROOT, 'node_modules', '.readme-'));
  const file = join(folder, 'program.mjs');
  await writeFile(file, outputText);
  const program = import(pathToFileURL(file).href);
  return {
    program,
    async end() {
      (await program).client.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function request(server, pattern) {
  for (let i = 0; i < 1_000; i += 1) {
    const found = server.requests.find(({ address }) => pattern.test(address));
    if (found) return found;
    await settled();
  }
  assert.fail(`no request with ${pattern}`);
}

/** Answers the subscription of the program with a tick. */
async function publish(server, tick) {
  const frames = await request(server, /^https:\/\/example\.com\/eventbus\/\d+\/\d+\/xhr_streaming$/);
  await frames.open();
  await frames.send('o\n');
  const sent = await request(server, /\/xhr_send$/);
  assert.match(sent.body, /ticks\.USD_JPY/);
  const body = { ...tick, epoch: 7, offset: 1 };
  const frame = JSON.stringify({ type: 'rec', address: 'ticks.USD_JPY', body });
  await frames.send(`a${JSON.stringify([frame])}\n`);
}

test('the program of @tickgate/client reads a topic and events, and publishes', async () => {
  const server = fakeServer();
  const heard = [];
  const { program, end } = await run('client/README.md', {
    fetch: server.fetch,
    fetchToken: () => 'token',
    show: (...prices) => heard.push(prices),
    add: (event) => heard.push(event.payload.id),
    reload: () => {},
  });

  await publish(server, { bid: 1.5, ask: 2 });
  const events = await request(server, /\/api\/realtime\/events\?channels=orders/);
  await events.open();
  await events.send('id: a\ndata: {"type":"event","data":{"type":"X","payload":{"id":"17"}}}\n\n');
  const published = await request(server, /\/api\/publish\/events\.orders/);
  assert.equal(published.headers.Authorization, 'Bearer token');
  await published.answer(200, { topic: 'events.orders', epoch: 7, offset: 1 });
  await program;
  await end();

  assert.deepEqual(heard, [[1.5, 2], '17']);
});

test('the program of @tickgate/react shows a price', async () => {
  const server = fakeServer();
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  const { end } = await run('react/README.md', { fetch: server.fetch, root });

  await publish(server, { mid: 151.247 });
  for (let i = 0; i < 1_000 && container.textContent !== '151.247'; i += 1) await settled();

  assert.equal(container.textContent, '151.247');
  root.unmount();
  await end();
});
