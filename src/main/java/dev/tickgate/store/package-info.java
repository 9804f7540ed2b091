/**
 * The way to a PostgreSQL: pools that notice a peer that is gone, and our own tables there, each
 * part's by version. Knows nobody.
 */
package dev.tickgate.store;
