/**
 * The process. {@link dev.tickgate.Main} turns arguments into a configuration, {@link
 * dev.tickgate.Node} starts the parts from it. It may depend on every package; no package depends
 * on it.
 *
 * <pre>
 *  table ─▶ feed ─drafts─▶ lead ─publications─▶ bus ─▶ replica ─▶ hub ─▶ transport ─▶ client
 *                                                               endpoint, http ◀─ requests ─┘
 * </pre>
 */
package dev.tickgate;
