/**
 * The load generator: many connections of one kind, a line source that it feeds, and exact accounts
 * of what came. It knows nothing of the server but its addresses, so that it measures others, too.
 *
 * <pre>
 * Publisher ──lines──▶ server ──▶ Client ─ Parser ─ Stamps ─▶ Ledger (per connection), Loop (per thread)
 *                                                                └──────▶ Figure ▶ table, JSON
 * </pre>
 */
package dev.tickgate.bench;

