/**
 * Authentication: verifies tokens, gives them principals, and tells the hubs of revocations. Knows
 * nothing of connections.
 */
package dev.tickgate.auth;
