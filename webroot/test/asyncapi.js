// Generates docs/asyncapi.yaml from the JSON Schemas that the server checks messages with:
// npm run asyncapi. test/asyncapi.test.js fails where the file is another one.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

const SCHEMAS = new URL('../../src/main/resources/schemas/', import.meta.url);

const INTERVALS = ['1s', '1m', '5m', '15m', '30m', '1h', '4h', '1d'];

/** The generated file. */
export const FILE = fileURLToPath(new URL('../../docs/asyncapi.yaml', import.meta.url));

const COMMENT = '# Generated from src/main/resources/schemas by "npm run asyncapi".\n';

/**
 * The messages of a file.
 *
 * @param {string} name
 * @returns {Promise<[string, object][]>} their titles and schemas
 */
async function messages(name) {
  const file = JSON.parse(await readFile(new URL(name + '.json', SCHEMAS), 'utf8'));
  const { $schema: dialect, ...schema } = file;
  return (schema.oneOf ?? [schema]).map((/** @type {{title: string}} */ one) => [one.title, one]);
}

/** @param {[string, object][]} messages */
function components(messages) {
  return Object.fromEntries(
    messages.map(([title, schema]) => [title, { name: title, payload: schema }]),
  );
}

/** @param {[string, object][]} messages */
function references(messages) {
  return Object.fromEntries(
    messages.map(([title]) => [title, { $ref: '#/components/messages/' + title }]),
  );
}

/**
 * @param {'send' | 'receive'} action of the client
 * @param {string} channel
 * @param {string} summary
 */
function operation(action, channel, summary) {
  return { action, channel: { $ref: '#/channels/' + channel }, summary };
}

/** The text of the file. */
export async function generate() {
  const commands = await messages('room-command');
  const answers = await messages('room-answer');
  const events = await messages('room-event');
  const business = await messages('event');
  const candles = await messages('candle');
  const deltas = await messages('delta');
  return (
    COMMENT +
    stringify(
      {
        asyncapi: '3.0.0',
        info: {
          title: 'Tickgate',
          version: '1',
          description:
            'Rooms, business events and candles. Clients subscribe to topics on /ws, on /eventbus (SockJS) and on event streams: docs/protocol.md. Events have the fields epoch and offset beside those of their schemas.',
          license: { name: 'Apache-2.0' },
        },
        defaultContentType: 'application/json',
        channels: {
          commands: {
            address: 'tickgate.commands',
            description: 'The same messages are commands on /ws.',
            messages: references(commands),
          },
          answers: {
            address: null,
            description: 'To the session that gave the command.',
            messages: references(answers),
          },
          room: {
            address: 'room.game_{game_session_id}',
            parameters: { game_session_id: { description: 'The session of a game.' } },
            messages: references(events),
          },
          user: {
            address: 'user.{user_id}',
            parameters: { user_id: { description: 'The subject of the token.' } },
            messages: references(events),
          },
          events: {
            address: 'events.{channel}',
            parameters: { channel: { description: 'A channel of realtime.channels.' } },
            messages: references(business),
          },
          candles: {
            address: 'candles.{symbol}.{interval}',
            parameters: {
              symbol: { description: 'A symbol of a feed: GET /api/symbols.' },
              interval: {
                description: 'Of the mid; 1m.bid and 1m.ask are those of the other prices.',
                enum: INTERVALS.flatMap((one) => [one, `${one}.bid`, `${one}.ask`]),
              },
            },
            messages: references(candles),
          },
          deltas: {
            address: null,
            description: 'In place of whole publications, to a session that subscribed with "delta": true.',
            messages: references(deltas),
          },
        },
        operations: {
          command: operation('send', 'commands', 'Join, leave, act and chat.'),
          hearAnswers: operation('receive', 'answers', 'The answers to commands.'),
          hearRoom: operation('receive', 'room', 'What happens in a room.'),
          hearUser: operation('receive', 'user', 'What is for one user.'),
          hearEvents: operation('receive', 'events', 'What happens in a business.'),
          hearCandles: operation('receive', 'candles', 'The candles of a symbol.'),
          hearDeltas: operation('receive', 'deltas', 'What has changed in a topic.'),
        },
        components: {
          messages: components([...commands, ...answers, ...events, ...business, ...candles, ...deltas]),
        },
      },
      { lineWidth: 0, aliasDuplicateObjects: false },
    )
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(FILE, await generate());
}
