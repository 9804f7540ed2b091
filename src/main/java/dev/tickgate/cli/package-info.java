/**
 * The commands of the command line: run, check, notify, outbox, journal, hash-key, archive, top,
 * capacity. A command parses its arguments and calls the parts of a node; only the root depends on
 * this package.
 */
package dev.tickgate.cli;
