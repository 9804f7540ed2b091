package dev.tickgate.lead;

/**
 * The position from which a feed continues. Every row that is visible to a snapshot with this
 * {@code xmin}, and whose key is at least {@code from}, was published.
 *
 * @param xmin a transaction number of the source's PostgreSQL cluster, 64 bits
 * @param from the first key of the look-back window
 */
public record Cursor(long xmin, long from) {}
