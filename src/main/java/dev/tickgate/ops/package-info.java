/**
 * Health checks and metrics for operators, on a separate port, which answers while the public port
 * is busy or closed.
 */
package dev.tickgate.ops;
