/**
 * The edge of the HTTP server: admission of connections, time-outs, rate limits, origins, proxies,
 * TLS and error answers. Knows no topic.
 */
package dev.tickgate.http;
