/**
 * Quotes, and the values that are computed from them. Pure Java; prices are exact decimals, times
 * are UTC.
 */
package dev.tickgate.market;
