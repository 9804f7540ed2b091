package dev.tickgate.admin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a session of a node, written {@code <hub>.<number>}. Pages list sessions by hub, then
 * in the order in which they were opened.
 *
 * @param hub the index of its event loop at the node
 */
record SessionId(int hub, long number) {
  /** The position before the first session. */
  static final SessionId START = new SessionId(0, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,18})");

  static Optional<SessionId> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new SessionId(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  /** Returns the message for a value that is no id of a session. */
  static String wrongForm(String name) {
    return name + " must be the id of a session, <event loop>.<number>, such as 0.17";
  }

  @Override
  public String toString() {
    return hub + "." + number;
  }
}
