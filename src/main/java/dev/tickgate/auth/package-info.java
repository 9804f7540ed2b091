/**
 * Authentication: verifies tokens, maps them to principals, and reports revocations to the hubs.
 * Does not depend on connections.
 */
package dev.tickgate.auth;
