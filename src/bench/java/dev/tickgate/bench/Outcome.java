package dev.tickgate.bench;

import java.util.List;

/**
 * The result of a run.
 *
 * @param right whether each client got every publication, in order, once
 */
record Outcome(List<Figure> figures, boolean right) {}
