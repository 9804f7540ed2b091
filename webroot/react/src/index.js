export { TickgateProvider, useClient } from './context.js';
export { useRealtimeEvents } from './events.js';
export { useRealtimePrices } from './prices.js';
export { useTopic } from './topic.js';

/**
 * @typedef {import('./prices.js').RealtimePrices} RealtimePrices
 * @typedef {import('./prices.js').RealtimePricesOptions} RealtimePricesOptions
 * @typedef {import('./topic.js').TopicView} TopicView
 */

/**
 * @template K
 * @typedef {import('./events.js').RealtimeEventsOptions<K>} RealtimeEventsOptions
 */
