/**
 * Relays between topics and other systems: records of Kafka and entries of Redis are published, and
 * publications of the journal are sent to Kafka and Redis. One process in the cluster runs each
 * relay.
 */
package dev.tickgate.relay;
