/**
 * A gateway's checked copy of the newest publications of each topic: gaps on the bus are found by
 * offset and repaired from the leader, then every hub of the node receives the same publication.
 */
package dev.tickgate.replica;
