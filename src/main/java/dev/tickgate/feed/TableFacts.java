package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A feed's table as the catalog of PostgreSQL describes it.
 *
 * @param columns by name; empty where there is no such table
 * @param foreignParts whether rows come from a foreign table that is a partition of it
 * @param restricted whether row-level security applies to the user of the connection
 */
record TableFacts(
    TableKind kind, boolean foreignParts, boolean restricted, Map<String, Column> columns) {
  /** Parameter: the quoted name of the table. */
  static final String QUERY =
      """
      with recursive parts as (
        select to_regclass($1)::oid as oid
        union
        select i.inhrelid from parts p join pg_inherits i on i.inhparent = p.oid)
      select c.relkind::text as kind, row_security_active(c.oid) as restricted,
             exists (select from parts p join pg_class f on f.oid = p.oid
                     where f.relkind = 'f') as foreign_parts,
             a.attname::text as name, b.type, b.category, a.attnotnull as not_null,
             has_column_privilege(c.oid, a.attnum, 'SELECT') as readable,
             exists (select from pg_index i
                     where i.indrelid = c.oid and i.indisvalid and i.indpred is null
                       and i.indkey[0] = a.attnum) as indexed,
             exists (select from pg_index i
                     where i.indrelid = c.oid and i.indisvalid and i.indisunique
                       and i.indnkeyatts = 1 and i.indkey[0] = a.attnum) as is_unique,
             array(select o.attname::text from pg_index i join pg_attribute o
                     on o.attrelid = i.indrelid and o.attnum <> a.attnum
                       and o.attnum in (i.indkey[0], i.indkey[1])
                   where i.indrelid = c.oid and i.indisvalid and i.indpred is null
                     and i.indisunique and i.indnkeyatts = 2
                     and a.attnum in (i.indkey[0], i.indkey[1])) as unique_with
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      cross join lateral (
        with recursive base as (
          select t.* from pg_type t where t.oid = a.atttypid
          union all
          select t.* from base d join pg_type t on t.oid = d.typbasetype where d.typtype = 'd')
        select oid::regtype::text as type, typcategory::text as category
        from base where typtype <> 'd') b
      where c.oid = to_regclass($1)
      order by a.attnum
      """;

  /**
   * A column.
   *
   * @param typeName for a domain, the name of its base type
   * @param indexed whether an index begins with it
   * @param unique whether it alone is the key of a unique index
   * @param uniqueWith columns with which it is the key of a unique index, in any order
   */
  record Column(
      String typeName,
      ColumnType type,
      boolean notNull,
      boolean readable,
      boolean indexed,
      boolean unique,
      Set<String> uniqueWith) {}

  static Tuple parameters(Feed feed) {
    return Tuple.of(Identifier.quotedPath(feed.table()));
  }

  static TableFacts of(RowSet<Row> answer) {
    Map<String, Column> columns = new LinkedHashMap<>();
    TableKind kind = TableKind.OTHER;
    boolean foreignParts = false;
    boolean restricted = false;
    for (Row row : answer) {
      kind = TableKind.of(row.getString("kind"));
      foreignParts = row.getBoolean("foreign_parts");
      restricted = row.getBoolean("restricted");
      columns.put(row.getString("name"), column(row));
    }
    return new TableFacts(kind, foreignParts, restricted, columns);
  }

  private static Column column(Row row) {
    return new Column(
        row.getString("type"),
        ColumnType.of(row.getString("type"), row.getString("category")),
        row.getBoolean("not_null"),
        row.getBoolean("readable"),
        row.getBoolean("indexed"),
        row.getBoolean("is_unique"),
        Set.copyOf(Arrays.asList(row.getArrayOfStrings("unique_with"))));
  }

  /** Whether no two rows can have the same identity. */
  boolean isUnique(Feed feed) {
    Column key = columns.get(feed.key().column());
    return key.unique()
        || feed.isKeyedBySymbol()
            && feed.symbols() instanceof Symbols.Column symbol
            && (columns.get(symbol.name()).unique() || key.uniqueWith().contains(symbol.name()));
  }

  /** Why the feed cannot read the table, a sentence each; empty where it can. */
  List<String> problems(Feed feed) {
    if (columns.isEmpty()) {
      return List.of("there is no table " + feed.table());
    }
    List<String> problems = new ArrayList<>();
    if (kind == TableKind.OTHER) {
      problems.add(feed.table() + " is neither a table nor a view");
    } else if (!hasTransactionNumbers() && feed.mode() == Mode.VISIBILITY) {
      problems.add(
          "%s is %s, whose rows have no transaction numbers: set the feed's mode to key"
              .formatted(
                  feed.table(),
                  kind.hasTransactionNumbers() ? "partly a foreign table" : kind.words()));
    }
    keyProblem(feed.key(), problems);
    problem(
        feed.columns().timestamp(),
        "columns.timestamp",
        ColumnType::isTime,
        "a timestamp",
        problems);
    problem(
        feed.columns().bid(),
        "columns.bid",
        ColumnType::isPrice,
        "a number, money or text",
        problems);
    problem(
        feed.columns().ask(),
        "columns.ask",
        ColumnType::isPrice,
        "a number, money or text",
        problems);
    if (feed.symbols() instanceof Symbols.Column symbol) {
      problem(
          symbol.name(),
          "symbolColumn",
          ColumnType::isSymbol,
          "a text, an enum or an integer",
          problems);
    }
    return problems;
  }

  /** Properties of the table that cost the feed something, a sentence each. */
  List<String> warnings(Feed feed) {
    List<String> warnings = new ArrayList<>();
    String name = feed.key().column();
    Column key = columns.get(name);
    if (!hasTransactionNumbers()) {
      return List.of(
          "read by key: a row that appears further behind the newest key than the look-back is"
              + " neither published nor counted");
    }
    if (!key.indexed()) {
      warnings.add("no index begins with the key " + name + ": each look reads the whole table");
    }
    if (!isUnique(feed)) {
      warnings.add(
          feed.isKeyedBySymbol() && feed.symbols() instanceof Symbols.Column symbol
              ? "no unique index is on the columns %s and %s: of rows with both equal one is published"
                  .formatted(name, symbol.name())
              : "no unique index is on the key %s alone: of rows with equal keys one is published"
                  .formatted(name));
    }
    if (restricted) {
      warnings.add("row-level security applies: rows that a policy hides are not published");
    }
    return warnings;
  }

  /** A column and its type. */
  String described(String name) {
    return name + " " + columns.get(name).typeName();
  }

  Map<String, ColumnType> types() {
    return columns.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, column -> column.getValue().type()));
  }

  private boolean hasTransactionNumbers() {
    return kind.hasTransactionNumbers() && !foreignParts;
  }

  private void keyProblem(Key key, List<String> problems) {
    if (key instanceof Key.Time) {
      problem(key.column(), "key", ColumnType::isTime, "a timestamp, as its lookback is", problems);
    } else {
      problem(
          key.column(), "key", ColumnType::isInteger, "an integer, as its lookback is", problems);
    }
  }

  private void problem(
      String name, String use, Predicate<ColumnType> fits, String wanted, List<String> problems) {
    Column column = columns.get(name);
    if (column == null) {
      problems.add(
          "there is no column %s (%s); the table has %s"
              .formatted(name, use, String.join(", ", columns.keySet())));
    } else if (!column.readable()) {
      problems.add("the user may not read the column %s (%s): grant select".formatted(name, use));
    } else if (!fits.test(column.type())) {
      problems.add(
          "the column %s (%s) is of type %s and must be %s"
              .formatted(name, use, column.typeName(), wanted));
    }
  }
}
