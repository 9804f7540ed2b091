/**
 * Inserts the quotes of a topic into a table, one row a second. The table is the same that a feed
 * may read: exchange, recorder, table, poller, browser.
 */
package dev.tickgate.recorder;
