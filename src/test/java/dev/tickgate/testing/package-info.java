/**
 * Programs and resources outside the JVM: browsers, load balancers, processes and ports. A test
 * without its program fails and names the package to install; no test is skipped.
 */
package dev.tickgate.testing;
