package dev.tickgate.http;

/** A connection that speaks HTTP. Confined to its event loop. */
interface HttpConnectionTimeout {
  /**
   * Whether it takes too long.
   *
   * @param request nanoseconds that the first head, or a body, may take
   * @param idle nanoseconds between requests
   */
  boolean isOverdue(long request, long idle);

  /** Takes the next request, where one waits and may be taken now. */
  void proceed();

  void leave();
}
