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
   * @param name as {@code regtype} writes it; of a domain, the type below it
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

  /** Of a text each row is judged by itself. */
  boolean isPrice() {
    return !isTime() && this != ENUM && this != OTHER;
  }

  boolean isSymbol() {
    return this == TEXT || this == ENUM || this == INTEGER;
  }

  /**
   * An expression: the price as text, the shortest that is the number. It is cut where it is longer
   * than any price that is published, so that no row takes much memory.
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
