package dev.tickgate.recorder;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A row of the table.
 *
 * @param second the time of the row, without a fraction
 */
record SecondRow(Instant second, BigDecimal bid, BigDecimal ask) {}
