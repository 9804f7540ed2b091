/**
 * The load generator: many connections of one kind, a connection to a line source, and exact counts
 * of the received publications. It depends only on the addresses of the server, so that it can
 * measure other servers, too.
 *
 * <pre>
 * Publisher ──lines──▶ server ──▶ Client ─ Parser ─ Stamps ─▶ Ledger per client, Loop per thread
 *                                                                └──────▶ Figure ▶ table, JSON
 * </pre>
 */
package dev.tickgate.bench;

