package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether a feed can read its table: the table, the rights, the columns, their types, the
 * index of the key. A takeover depends on the same facts.
 */
public final class TableCheck {
  private TableCheck() {}

  /** The severity of a finding. */
  public enum Level {
    OK,
    /** The feed works, with a disadvantage. */
    WARNING,
    /** The feed does not work. */
    ERROR
  }

  /**
   * One line for the operator.
   *
   * @param text a sentence without the feed's name
   */
  public record Finding(Level level, String text) {}

  /**
   * Queries the database of the table.
   *
   * @return at least one finding; failed where the database does not answer
   */
  public static Future<List<Finding>> run(Feed feed, SqlClient client) {
    return client
        .preparedQuery(TableFacts.QUERY)
        .execute(TableFacts.parameters(feed))
        .map(answer -> findings(feed, TableFacts.of(answer)))
        .recover(failure -> refused(Misconfigured.of(feed, failure)));
  }

  private static Future<List<Finding>> refused(Throwable failure) {
    return failure instanceof Misconfigured
        ? Future.succeededFuture(List.of(new Finding(Level.ERROR, failure.getMessage())))
        : Future.failedFuture(failure);
  }

  private static List<Finding> findings(Feed feed, TableFacts facts) {
    List<Finding> findings = new ArrayList<>();
    facts.problems(feed).forEach(text -> findings.add(new Finding(Level.ERROR, text)));
    if (findings.isEmpty()) {
      findings.add(new Finding(Level.OK, summary(feed, facts)));
      facts.warnings(feed).forEach(text -> findings.add(new Finding(Level.WARNING, text)));
    }
    return findings;
  }

  private static String summary(Feed feed, TableFacts facts) {
    String columns =
        "%s is %s; key %s, timestamp %s, bid %s, ask %s"
            .formatted(
                feed.table(),
                facts.kind().words(),
                facts.described(feed.key().column()),
                facts.described(feed.columns().timestamp()),
                facts.described(feed.columns().bid()),
                facts.described(feed.columns().ask()));
    return feed.symbols() instanceof Symbols.Column symbol
        ? columns + ", symbol " + facts.described(symbol.name())
        : columns;
  }
}
