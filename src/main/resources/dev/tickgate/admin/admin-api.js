import { text } from './admin-language.js';

/** The key of the operator: in memory only. */
let key = '';

/** A failure of a call, with the code of the answer. */
class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Asks the node; fails with {@link Refused}. */
export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`admin/${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}` },
      body: body && JSON.stringify(body),
      cache: 'no-store',
    });
  } catch {
    throw new Refused('unreachable', text('unreachable'));
  }
  const json = await response.json();
  if (!response.ok) {
    throw new Refused(json.code, json.message);
  }
  return json;
}

/** Shows this key from now on; none where it is empty. */
export function show(shown) {
  key = shown;
}

export const hasKey = () => key !== '';
