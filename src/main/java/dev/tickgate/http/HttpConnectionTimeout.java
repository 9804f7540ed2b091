package dev.tickgate.http;

/** The time-outs of one HTTP connection. Confined to its event loop. */
interface HttpConnectionTimeout {
  /**
   * Whether the connection has exceeded a time-out.
   *
   * @param request nanoseconds that the first head, or a body, may take
   * @param idle nanoseconds between requests
   */
  boolean isOverdue(long request, long idle);

  /** Decodes the next request, if one waits and may be decoded now. */
  void proceed();

  void leave();
}
