/**
 * Connections to PostgreSQL by URL, and the migrations of Tickgate's tables there, by part and
 * version. Depends on no other package.
 */
package dev.tickgate.store;
