/**
 * Topics × sessions of one event loop: who hears what, from where on, and what happens to who reads
 * too slowly. Knows transports, never the cluster.
 */
package dev.tickgate.hub;
