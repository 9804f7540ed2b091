package dev.tickgate.feed;

/**
 * The reason why one row of the outbox is not published.
 *
 * @param rule that the payload breaks, for the author of the publisher; empty where the code says
 *     all
 */
record OutboxReason(OutboxRejection code, String rule) {
  // It names fields of the payload, which may be long.
  private static final int MOST_RULE = 300;

  OutboxReason(OutboxRejection code) {
    this(code, "");
  }

  /** For the column {@code error}. */
  String text() {
    return rule.isEmpty() ? code.text() : code.text() + " " + shortened();
  }

  private String shortened() {
    return rule.length() <= MOST_RULE ? rule : rule.substring(0, MOST_RULE) + "…";
  }
}
