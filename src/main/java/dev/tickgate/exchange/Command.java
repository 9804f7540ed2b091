package dev.tickgate.exchange;

import java.util.Set;

/**
 * A text frame for an exchange. The connection sends the next one when the exchange has answered
 * for all subjects of this one, or after {@link Limits#answer}.
 *
 * @param subjects the subjects to which the frame subscribes; empty where it subscribes to none
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
