export { TickgateProvider, useClient } from './context.js';
export { useRealtimeEvents } from './events.js';
export { useTopic } from './topic.js';

/**
 * @typedef {import('./topic.js').TopicView} TopicView
 */

/**
 * @template K
 * @typedef {import('./events.js').RealtimeEventsOptions<K>} RealtimeEventsOptions
 */
