package dev.tickgate.exchange;

import java.util.Set;

/**
 * An error frame of an exchange.
 *
 * @param subjects the subjects to which the error may apply. It is empty where the frame does not
 *     name them; then the error applies to a command without an answer.
 * @param code as the exchange wrote it
 * @param message as the exchange wrote it
 * @param isTemporary whether the same command may succeed later, such as after a rate limit
 */
record Refusal(Set<Subject> subjects, String code, String message, boolean isTemporary) {
  Refusal {
    subjects = Set.copyOf(subjects);
  }
}
