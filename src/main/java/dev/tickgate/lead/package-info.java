/**
 * Leadership of a feed and its journal, for any source: {@link dev.tickgate.lead.Lease} says which
 * process leads, {@link dev.tickgate.lead.Sequencer} gives positions, {@link
 * dev.tickgate.lead.Journal} keeps the publications. Knows no tables and no ticks.
 */
package dev.tickgate.lead;
