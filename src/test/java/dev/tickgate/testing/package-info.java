/**
 * What the tests need from outside the JVM: browsers, load balancers, processes and ports. What
 * cannot be had fails and says what to install; nothing is skipped.
 */
package dev.tickgate.testing;
