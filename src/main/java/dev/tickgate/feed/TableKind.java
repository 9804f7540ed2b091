package dev.tickgate.feed;

/** The kinds of relation that a name in {@code from} can stand for. */
enum TableKind {
  TABLE("r", "a table", true),
  PARTITIONED("p", "a partitioned table", true),
  MATERIALIZED_VIEW("m", "a materialized view", true),
  VIEW("v", "a view", false),
  FOREIGN_TABLE("f", "a foreign table", false),
  OTHER("", "no table", false);

  private final String code;
  private final String words;
  private final boolean transactionNumbers;

  TableKind(String code, String words, boolean transactionNumbers) {
    this.code = code;
    this.words = words;
    this.transactionNumbers = transactionNumbers;
  }

  /**
   * @param code as {@code pg_class.relkind}
   */
  static TableKind of(String code) {
    for (TableKind kind : values()) {
      if (kind.code.equals(code)) {
        return kind;
      }
    }
    return OTHER;
  }

  String words() {
    return words;
  }

  /** Whether {@code xmin} of a row identifies the transaction that wrote it. */
  boolean hasTransactionNumbers() {
    return transactionNumbers;
  }
}
