/**
 * Inserts the quotes of a topic into a table, one row a second. A feed may read the same table:
 * exchange, recorder, table, poller, browser.
 */
package dev.tickgate.recorder;
