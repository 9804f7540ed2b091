export { createClient } from './client.js';
export { RequestError } from './connection.js';
export { PublishError } from './publish.js';
export { createStore } from './store.js';

/**
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./client.js').ClientOptions} ClientOptions
 * @typedef {import('./client.js').EventOptions} EventOptions
 * @typedef {import('./connection.js').ConnectionState} ConnectionState
 * @typedef {import('./inbox.js').InboxListener} InboxListener
 * @typedef {import('./prices.js').PricesListener} PricesListener
 * @typedef {import('./prices.js').PricesState} PricesState
 * @typedef {import('./prices.js').PriceUpdate} PriceUpdate
 * @typedef {import('./prices.js').Stock} Stock
 * @typedef {import('./prices.js').Total} Total
 * @typedef {import('./realtime.js').BusinessEvent} BusinessEvent
 * @typedef {import('./realtime.js').RealtimeListener} RealtimeListener
 * @typedef {import('./rooms.js').Room} Room
 * @typedef {import('./rooms.js').RoomListener} RoomListener
 * @typedef {import('./rooms.js').RoomState} RoomState
 * @typedef {import('./topics.js').TopicListener} TopicListener
 * @typedef {import('./topics.js').Delivery} Delivery
 * @typedef {import('./publish.js').Published} Published
 * @typedef {import('./types.js').TokenSource} TokenSource
 * @typedef {import('./types.js').Position} Position
 */
