/**
 * Which principal may read and write which topics: rules, topic patterns and grantees. Knows no
 * tokens and no sessions.
 */
package dev.tickgate.access;
