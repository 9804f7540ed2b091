package dev.tickgate.feed;

/** The types of PostgreSQL that a column of a feed may have. */
public enum ColumnType {
  INTEGER,
  FLOAT,
  NUMERIC,
  MONEY,
  TEXT,
  ENUM,
  TIMESTAMP,
  TIMESTAMPTZ,
  OTHER;

  private static final String STRINGS = "S";
  private static final String ENUMS = "E";

  /**
   * @param name as {@code regtype} writes it; for a domain, the name of its base type
   * @param category as {@code pg_type.typcategory}
   */
  static ColumnType of(String name, String category) {
    return switch (name) {
      case "smallint", "integer", "bigint" -> INTEGER;
      case "real", "double precision" -> FLOAT;
      case "numeric" -> NUMERIC;
      case "money" -> MONEY;
      case "timestamp without time zone" -> TIMESTAMP;
      case "timestamp with time zone" -> TIMESTAMPTZ;
      default -> ofCategory(category);
    };
  }

  private static ColumnType ofCategory(String category) {
    return switch (category) {
      case STRINGS -> TEXT;
      case ENUMS -> ENUM;
      default -> OTHER;
    };
  }

  boolean isTime() {
    return this == TIMESTAMP || this == TIMESTAMPTZ;
  }

  boolean isInteger() {
    return this == INTEGER;
  }

  /** Whether the column may have prices. The values of a text column are checked row by row. */
  boolean isPrice() {
    return !isTime() && this != ENUM && this != OTHER;
  }

  boolean isSymbol() {
    return this == TEXT || this == ENUM || this == INTEGER;
  }

  /**
   * Returns an SQL expression for the price, as the shortest text of the number. The expression
   * cuts a text that is longer than any published price, so that no row takes much memory.
   */
  String price(String column) {
    int cut = Prices.LONGEST + 1;
    return switch (this) {
      case NUMERIC -> "left(trim_scale(%s)::text, %d)".formatted(column, cut);
      case MONEY -> "trim_scale(%s::numeric)::text".formatted(column);
      case TEXT -> "left(%s::text, %d)".formatted(column, cut);
      default -> column + "::text";
    };
  }
}
