/**
 * Connections to PostgreSQL, opened as their URL says, and our own tables there, each part's by
 * version. Depends on no other package.
 */
package dev.tickgate.store;
