/**
 * Mounts for conformance suites and a source of lines for measurements. Off unless configured;
 * nothing of the product depends on it.
 */
package dev.tickgate.diagnostics;
