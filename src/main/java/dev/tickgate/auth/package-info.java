/**
 * Who somebody is: tokens become principals, and stop being theirs when they are revoked. Knows
 * nothing of connections; what it finds out goes to the hubs.
 */
package dev.tickgate.auth;
