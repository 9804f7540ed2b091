/**
 * Health checks and metrics for operators, on a port of their own, which answers while the public
 * one is busy or closed.
 */
package dev.tickgate.ops;
