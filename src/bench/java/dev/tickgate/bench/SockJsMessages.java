package dev.tickgate.bench;

/** Passes on the messages in frames of SockJS, {@code a["…","…"]}, without unescaping them. */
final class SockJsMessages implements Inbox {
  private final Inbox inbox;
  // The length of the last message; the next one most likely has the same length, or one more
  // digit.
  private int usual;

  SockJsMessages(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public void message(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    switch (bytes[from]) {
      case 'a' -> split(bytes, from + 1, to);
      case 'c' -> inbox.goodbye();
      case 'o', 'h' -> {}
      default -> throw new IllegalArgumentException("a SockJS frame of type " + bytes[from]);
    }
  }

  private void split(byte[] bytes, int bracket, int to) {
    int at = bracket + 1;
    while (at < to && bytes[at] == '"') {
      int start = at + 1;
      int end = end(bytes, start, to);
      usual = end - start;
      inbox.message(bytes, start, end);
      at = end + 2;
    }
  }

  private int end(byte[] bytes, int start, int to) {
    int guess = start + usual;
    if (isEnd(bytes, guess, to)) {
      return guess;
    }
    if (isEnd(bytes, guess + 1, to)) {
      return guess + 1;
    }
    int at = start;
    while (at < to && bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    if (at >= to) {
      throw new IllegalArgumentException("a SockJS message without an end");
    }
    return at;
  }

  /**
   * Whether a message ends here: a quote inside a message follows a backslash, so {@code }"} is its
   * end.
   */
  private static boolean isEnd(byte[] bytes, int at, int to) {
    return at < to && bytes[at] == '"' && bytes[at - 1] == '}';
  }

  @Override
  public void ping(byte[] bytes, int from, int to) {
    inbox.ping(bytes, from, to);
  }

  @Override
  public void goodbye() {
    inbox.goodbye();
  }
}
