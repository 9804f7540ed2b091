package dev.tickgate.bench;

import java.util.List;

/**
 * The result of a run.
 *
 * @param right whether every reader got every publication once and in order
 */
record Outcome(List<Figure> figures, boolean right) {}
