// Generates the records of the Java client from the JSON Schemas that the server checks events
// with: npm run types. test/types.test.js fails where the file is another one.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const SCHEMA = new URL('../../src/main/resources/schemas/room-event.json', import.meta.url);

export const RECORDS = fileURLToPath(
  new URL('../../src/main/java/dev/tickgate/client/RoomEvent.java', import.meta.url),
);

// What the server adds where it is missing.
const ADDED = 'timestamp';

/** @param {string} name */
function camel(name) {
  return name.replace(/_(\w)/g, (match, letter) => letter.toUpperCase());
}

/**
 * A component of a record: its type, the method of ObjectText that writes it, and what it is.
 *
 * @param {any} property
 */
function component(property) {
  if (property.format === 'date-time') {
    return { type: 'Instant', writer: 'time', meaning: 'a time; the client sends milliseconds' };
  }
  switch (property.type) {
    case 'string':
      return { type: 'String', writer: 'text', meaning: 'a text' };
    case 'integer':
      return { type: 'long', writer: 'number', meaning: 'a whole number' };
    case 'object':
      return { type: 'String', writer: 'json', meaning: 'the text of a JSON object' };
    default:
      return { type: 'String', writer: 'json', meaning: 'the text of a JSON value' };
  }
}

/** @param {string} type */
function boxed(type) {
  return type === 'long' ? 'Long' : type;
}

/** @param {any} schema */
function record(schema) {
  const names = Object.keys(schema.properties).filter((name) => name !== 'type');
  const parts = names.map((name) => {
    const part = component(schema.properties[name]);
    const optional = name === ADDED || !schema.required.includes(name);
    return { ...part, name, field: camel(name), optional };
  });
  const type = schema.properties.type.const;
  const params = parts.map((part) => {
    const added = part.name === ADDED ? '; where empty, the server adds it' : '';
    return `* @param ${part.field} {@code ${part.name}}, ${part.meaning}${added}`;
  });
  const components = parts.map((part) =>
    part.optional ? `Optional<${boxed(part.type)}> ${part.field}` : `${part.type} ${part.field}`,
  );
  const writes = parts.map((part) =>
    part.optional
      ? `${part.field}.ifPresent(value -> text.${part.writer}("${part.name}", value));`
      : `text.${part.writer}("${part.name}", ${part.field});`,
  );
  return `
  /**
   * ${schema.description ?? 'An event {@code ' + type + '}.'}
   *
   ${params.join('\n   ')}
   */
  record ${schema.title}(${components.join(', ')}) implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "${type}");
      ${writes.join('\n      ')}
      return text.end();
    }
  }`;
}

/** The text of the file, but for its white space. */
export async function generateRecords() {
  const schema = JSON.parse(await readFile(SCHEMA, 'utf8'));
  return `// Generated from src/main/resources/schemas by "npm run types".
package dev.tickgate.client;

import java.time.Instant;
import java.util.Optional;

/** An event of a room or of a user. */
public sealed interface RoomEvent {
  /**
   * The event as it is published.
   *
   * @return the text of a JSON object
   */
  String json();
${schema.oneOf.map(record).join('\n')}
}
`;
}
