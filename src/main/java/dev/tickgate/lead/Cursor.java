package dev.tickgate.lead;

/**
 * Where a feed continues: everything visible to a snapshot whose {@code xmin} this is, and with a
 * key of at least {@code from}, was published.
 *
 * @param xmin 64 bits, of the source's cluster
 * @param from where the look-back window begins
 */
public record Cursor(long xmin, long from) {}
