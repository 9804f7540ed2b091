/**
 * Starts Hazelcast and the clustered event bus, and works around their faults. The only package
 * that uses Hazelcast.
 */
package dev.tickgate.cluster;
