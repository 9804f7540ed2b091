package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Where the rows of a table are: the relation and those that inherit from it, each with its file,
 * who may see which rows, and since when the server runs. Rows of old transactions can become
 * visible only where this changes. A server that was restored from a copy of moments ago gives out
 * the numbers of lost transactions again: a leader that was paused meanwhile could not tell.
 *
 * @param hash of all the parts
 * @param parts by their names; a policy's changes its name with each change
 * @param filled those that may hold rows
 */
record Relation(String hash, Set<String> parts, Set<String> filled) {
  /** The beginning of a statement: the table, whose name is given in SQL, and its descendants. */
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

  /** A scalar query: the hash. */
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

  /** Whether it may hold rows that the other parts did not show. */
  boolean mayShowMoreThan(Set<String> others) {
    return !others.containsAll(filled);
  }
}
