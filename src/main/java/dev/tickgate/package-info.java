/**
 * The process. {@link dev.tickgate.Main} turns arguments into a configuration, {@link
 * dev.tickgate.Node} turns that into running parts. Knows every package; no package knows it.
 *
 * <pre>
 *  table ─▶ feed ─drafts─▶ lead ─publications─▶ bus ─▶ replica ─▶ hub ─▶ transport ─▶ client
 *                                                               endpoint, http ◀─ requests ─┘
 * </pre>
 */
package dev.tickgate;
