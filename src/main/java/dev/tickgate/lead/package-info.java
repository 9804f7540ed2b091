/**
 * Leadership of a feed and its journal, for any source: {@link dev.tickgate.lead.Lease} names the
 * leader, {@link dev.tickgate.lead.Sequencer} assigns positions, {@link dev.tickgate.lead.Journal}
 * stores the publications. Does not depend on tables or ticks.
 */
package dev.tickgate.lead;
