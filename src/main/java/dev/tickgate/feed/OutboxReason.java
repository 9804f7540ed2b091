package dev.tickgate.feed;

/**
 * The reason why one row of the outbox is not published.
 *
 * @param rule the rule that the payload violates, for the author of the publisher; empty where the
 *     code is enough
 */
record OutboxReason(OutboxRejection code, String rule) {
  // A rule contains names of fields of the payload, which may be long.
  private static final int MOST_RULE = 300;

  OutboxReason(OutboxRejection code) {
    this(code, "");
  }

  /** The text for the column {@code error}. */
  String text() {
    return rule.isEmpty() ? code.text() : code.text() + " " + shortened();
  }

  private String shortened() {
    return rule.length() <= MOST_RULE ? rule : rule.substring(0, MOST_RULE) + "…";
  }
}
