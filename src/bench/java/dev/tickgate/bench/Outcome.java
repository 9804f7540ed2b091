package dev.tickgate.bench;

import java.util.List;

/**
 * What a run brought.
 *
 * @param right whether everybody got everything, in order, once
 */
record Outcome(List<Figure> figures, boolean right) {}
