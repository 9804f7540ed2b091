package dev.tickgate.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of server to connect to; {@code target_session_attrs} of libpq. */
public enum SessionTarget {
  ANY,
  READ_WRITE,
  READ_ONLY,
  PRIMARY,
  STANDBY,
  /** A standby where there is one, otherwise any. */
  PREFER_STANDBY;

  static Optional<SessionTarget> of(String text) {
    return Arrays.stream(values()).filter(target -> target.text().equals(text)).findFirst();
  }

  /** The value in a URL: {@code read-write}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean accepts(boolean standby, boolean readOnly) {
    return switch (this) {
      case ANY -> true;
      case READ_WRITE -> !readOnly;
      case READ_ONLY -> readOnly;
      case PRIMARY -> !standby;
      case STANDBY, PREFER_STANDBY -> standby;
    };
  }
}
