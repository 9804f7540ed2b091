/**
 * Which principal may read and write which topics: rules, topic patterns and grantees. Does not
 * depend on tokens or sessions.
 */
package dev.tickgate.access;
