/** Quotes and what is computed from them. Pure Java; prices are exact decimals, times are UTC. */
package dev.tickgate.market;
