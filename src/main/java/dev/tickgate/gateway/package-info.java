/**
 * The HTTP server and what happens on it: each topic is taken from the bus once per node, checked
 * for holes, and handed to the hub of every event loop; each command of a client becomes one call.
 */
package dev.tickgate.gateway;
