import { all } from '../client/src/store.js';
import { part, write } from './dom.js';
import { channelOf, dataText, OTHER } from './eventlog.js';
import { createTimeFormat, zoneFor } from './format.js';
import { perFrame } from './frame.js';
import { actionText, channelText, translate } from './i18n.js';

/**
 * The lists of the newest events, one for each channel. At most once a frame the rows that exist
 * are filled anew, so that a burst costs no more than a frame.
 *
 * @param {import('./eventlog.js').EventLog} log
 * @param {import('./types.js').Store<number>} total changes with every event
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindChannels(log, total, language) {
  const place = part('channels');
  /** @type {Map<string, ReturnType<typeof createList>>} */
  const lists = new Map();

  function draw() {
    const words = language.get();
    const time = createTimeFormat(zoneFor(words));
    for (const [channel, entries] of log.lists) {
      if (!lists.has(channel)) lists.set(channel, createList(channel, place));
      lists.get(channel)?.(entries, log.count(channel), words, time);
    }
  }

  draw();
  const frame = perFrame(draw);
  return all(total.subscribe(frame.request), language.subscribe(frame.request), () =>
    frame.cancel(),
  );
}

/**
 * @param {string} channel
 * @param {HTMLElement} place
 */
function createList(channel, place) {
  const section = copyOf('channel');
  section.dataset.channel = channel;
  section.dataset.testid = `channel-${channel}`;
  const title = /** @type {HTMLElement} */ (section.querySelector('h2'));
  title.id = `channel-${channel}`;
  section.setAttribute('aria-labelledby', title.id);
  const count = /** @type {HTMLElement} */ (section.querySelector('.count'));
  const list = /** @type {HTMLElement} */ (section.querySelector('ol'));
  // A list that scrolls can be reached by the keyboard.
  list.tabIndex = 0;
  list.setAttribute('aria-labelledby', title.id);
  const none = /** @type {HTMLElement} */ (section.querySelector('.none'));
  place.append(section);
  let drawn = -1;
  let language = '';

  /**
   * @param {readonly import('./eventlog.js').Entry[]} entries
   * @param {number} total
   * @param {import('./types.js').Language} words
   * @param {ReturnType<typeof createTimeFormat>} time
   */
  return (entries, total, words, time) => {
    if (total === drawn && words === language) return;
    drawn = total;
    language = words;
    write(title, channelText(words, channel));
    write(count, new Intl.NumberFormat(words).format(total));
    write(none, translate(words, 'noEvents'));
    none.hidden = entries.length > 0;
    while (list.children.length < entries.length) list.append(copyOf('row'));
    entries.forEach(({ event }, i) => {
      const [at, action, id, data] = list.children[i].children;
      write(at, time.second(Date.parse(event.timestamp)));
      write(action, actionText(words, event.payload.action));
      action.setAttribute('data-action', event.payload.action);
      write(id, channelOf(event.type) === OTHER ? `${event.type} ${event.payload.id}` : event.payload.id);
      write(data, dataText(event));
    });
  };
}

/** @param {string} id of a template */
function copyOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  return /** @type {HTMLElement} */ (copy.firstElementChild);
}
