/**
 * The topics and sessions of one event loop: subscriptions, resumption, delivery, and the treatment
 * of slow clients. Depends on transports, and not on the cluster.
 */
package dev.tickgate.hub;
