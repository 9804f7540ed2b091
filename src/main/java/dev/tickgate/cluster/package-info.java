/**
 * Starts Hazelcast and the clustered event bus, and works around their faults. The only package
 * that knows Hazelcast.
 */
package dev.tickgate.cluster;
