/**
 * The edge of the HTTP server: admission of connections, time-outs, rate limits, origins, proxies,
 * TLS and error answers. Does not depend on topics.
 */
package dev.tickgate.http;
