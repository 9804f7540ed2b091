import { call } from './admin-api.js';
import { number, text } from './admin-language.js';
import { at, button, fill, tell } from './admin-table.js';

/**
 * The sessions and topics of the chosen node.
 *
 * @param {(error: Error) => void} failed
 */
export function createSessions(failed) {
  const sessions = pages(
    'sessions',
    [['session'], ['user'], ['transport'], ['topics', 'number'], ['waiting', 'number'], ['request'], ['']],
    (one) => [
      one.session, one.user, one.transport, number(one.topics), number(one.waiting_bytes), one.request,
      button('end', one.session, () => end(one).catch(failed)),
    ],
    failed,
  );
  const topics = pages(
    'topics',
    [['topic'], ['subscribers', 'number']],
    (one) => [one.topic, number(one.subscribers)],
    failed,
  );

  async function end(session) {
    await call('POST', 'kick', { node: session.node, session: session.session });
    tell(text('ended'), '');
    await sessions.load(query());
  }

  return {
    async load() {
      await sessions.load(query());
      await topics.load({ node: at('node').value, limit: '50' });
    },
    draw() {
      sessions.draw();
      topics.draw();
    },
  };
}

/** A page of entries, behind those that are shown or in their place. */
function pages(name, heads, row, failed) {
  const more = at(`more-${name}`);
  let shown = [];
  let next;
  const draw = () => fill(name, heads, shown.map(row));
  const append = async (asked) => {
    const page = await call('GET', `${name}?${new URLSearchParams(asked)}`);
    shown = shown.concat(page[name].map((entry) => ({ ...entry, node: page.node })));
    next = page.next && { ...asked, after: page.next };
    more.hidden = !next;
    draw();
  };
  more.addEventListener('click', () => append(next).catch(failed));
  const load = (asked) => {
    shown = [];
    return append(asked);
  };
  return { load, draw };
}

function query() {
  const asked = { node: at('node').value, limit: '50' };
  for (const name of ['user', 'topic']) {
    if (at(name).value) {
      asked[name] = at(name).value;
    }
  }
  return asked;
}
