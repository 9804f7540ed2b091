/**
 * The clustered event bus, as we use it: publications by topic, and the question a gateway asks a
 * feed's leader. The only package that calls {@code eventBus()} or knows Hazelcast.
 */
package dev.tickgate.bus;
