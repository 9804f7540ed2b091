/**
 * Operators with a key see and change a cluster at the operations port: nodes, sessions, topics,
 * levels of the log; drain, kick, revoke. Any node answers for the cluster, by asking the others.
 */
package dev.tickgate.admin;
