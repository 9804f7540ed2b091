package dev.tickgate.exchange;

import java.util.Set;

/**
 * A text frame for an exchange. The connection sends the next one when the exchange has answered
 * for all subjects of this one, or after {@link Limits#answer}.
 *
 * @param subjects it subscribes to; empty where it does not subscribe
 */
record Command(String frame, Set<Subject> subjects) {
  Command {
    subjects = Set.copyOf(subjects);
  }

  /** A frame that subscribes to nothing. */
  Command(String frame) {
    this(frame, Set.of());
  }
}
