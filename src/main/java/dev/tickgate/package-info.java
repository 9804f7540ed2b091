/**
 * The process: arguments become a {@link dev.tickgate.Config}, that becomes running parts. Knows
 * every package, and none knows it.
 *
 * <pre>
 * conf/tickgate.yaml ─▶ file ─▶ TICKGATE_… ─▶ arguments ─▶ Settings ─▶ Config ─▶ the node
 * </pre>
 */
package dev.tickgate;
