/**
 * Mounts for conformance suites and a source of lines for measurements. Off unless configured; only
 * {@code node} depends on this package.
 */
package dev.tickgate.diagnostics;
