/**
 * The mounts of the HTTP server: {@code /ws}, {@code /eventbus}, {@code /sse}, the API and the
 * pages. Each command of a client becomes one call of the hub.
 */
package dev.tickgate.endpoint;
