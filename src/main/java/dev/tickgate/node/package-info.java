/**
 * The parts that one process runs, and the order in which they start and stop. Assembles the parts
 * of every other package; only the root and the command line depend on it.
 */
package dev.tickgate.node;
