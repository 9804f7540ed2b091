/**
 * What operators see of a process: is it alive, is it ready, and its metrics. Served on a port of
 * its own, so that it answers while the public one is busy or closed.
 */
package dev.tickgate.ops;
