package dev.tickgate.ops;

/**
 * A failure as the text of one value, in the log and on the command line: its message, without the
 * name of its class where the message is a sentence.
 */
public final class FailureText {
  private FailureText() {}

  public static String of(Throwable failure) {
    String message = failure.getMessage();
    // Some messages are only a name: UnknownHostException has the host, an Error the missing class.
    return message != null && message.contains(" ") && !(failure instanceof Error)
        ? message
        : failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  /** Returns the text of the value of a field. */
  static String ofValue(Object value) {
    return value instanceof Throwable failure ? of(failure) : String.valueOf(value);
  }
}
