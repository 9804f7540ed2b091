package dev.tickgate.exchange;

import java.util.Set;

/**
 * An error frame of an exchange.
 *
 * @param subjects it may be about; empty where the frame does not say: then it is about the command
 *     that was sent last
 * @param code as the exchange wrote it
 * @param message as the exchange wrote it
 * @param isTemporary whether the same command may succeed later, such as after a rate limit
 */
record Refusal(Set<Subject> subjects, String code, String message, boolean isTemporary) {
  Refusal {
    subjects = Set.copyOf(subjects);
  }
}
