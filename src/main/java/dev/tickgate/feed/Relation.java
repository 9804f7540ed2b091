package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The state of a table that determines which rows can be visible: the relation and those that
 * inherit from it, each with its file, the row-level security, and the start time of the server.
 * Rows of old transactions can become visible only where one of these changes. The start time is a
 * part, because a server that was restored from a recent copy assigns the numbers of lost
 * transactions again. A leader that was paused meanwhile could not detect that otherwise.
 *
 * @param hash the hash of all the parts
 * @param parts the parts as texts; that of the policies changes with each change of a policy
 * @param filled the parts that may hold rows
 */
record Relation(String hash, Set<String> parts, Set<String> filled) {
  /**
   * The beginning of a statement, which selects the table and its descendants. Its parameter is an
   * SQL expression for the table's name.
   */
  static final String RELATIONS =
      """
      with recursive relations as (
        select to_regclass(%1$s)::oid as oid
        union
        select i.inhrelid from relations r
        cross join lateral (
          select inhrelid from pg_inherits where inhparent = r.oid offset 0) i)
      """;

  private static final String PARTS =
      RELATIONS.stripTrailing()
          + """
      ,
      parts as (
        select oid, oid || ':' || coalesce(pg_relation_filenode(oid)::text, '') as part
        from relations where oid is not null
        union all
        select null, 'rows:' || string_agg(
          row_security_active(oid) || coalesce((
            select string_agg(p.oid || ':' || p.xmin::text, ' ' order by p.oid)
            from pg_policy p where p.polrelid = relations.oid), ''), ' ' order by oid)
        from relations where oid is not null
        union all
        select null, 'server:' || pg_postmaster_start_time())
      """;
  private static final String HASH = "select md5(string_agg(part, ',' order by part)) from parts";

  /** Returns a scalar query for the hash. */
  static String hashQuery(Feed feed) {
    return PARTS.formatted(literal(feed)) + HASH;
  }

  static String query(Feed feed) {
    return PARTS.formatted(literal(feed))
        + "select (%s) as hash, part, oid is null or coalesce(pg_relation_size(oid), 0) > 0 as filled from parts"
            .formatted(HASH);
  }

  private static String literal(Feed feed) {
    return "'" + Identifier.quotedPath(feed.table()).replace("'", "''") + "'";
  }

  static Relation of(RowSet<Row> answer) {
    Set<String> parts = new HashSet<>();
    Set<String> filled = new HashSet<>();
    String hash = null;
    for (Row row : answer) {
      hash = row.getString("hash");
      parts.add(row.getString("part"));
      if (row.getBoolean("filled")) {
        filled.add(row.getString("part"));
      }
    }
    return new Relation(hash, parts, filled);
  }

  /** Whether it may hold rows that the other parts did not have. */
  boolean mayShowMoreThan(Set<String> others) {
    return !others.containsAll(filled);
  }
}
