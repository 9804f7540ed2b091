/**
 * The interface for operators with a key, at the operations port: nodes, sessions, topics, levels
 * of the log; drain, kick, revoke. Any node answers for the cluster, by requests to the others.
 */
package dev.tickgate.admin;
