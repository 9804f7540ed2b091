package dev.tickgate.feed;

import dev.tickgate.feed.OutboxUnavailable.Kind;
import dev.tickgate.feed.TableCheck.Finding;
import dev.tickgate.feed.TableCheck.Level;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/** Reports whether rows of the outbox can be read and removed. */
public final class OutboxReport {
  private OutboxReport() {}

  /**
   * Changes nothing.
   *
   * @param ours whether the leader creates the table
   * @return failed where the database does not answer
   */
  public static Future<Finding> run(Pool source, boolean ours) {
    return new OutboxTable(source, ours).check().map(problem -> finding(problem, ours));
  }

  private static Finding finding(Optional<Kind> problem, boolean ours) {
    if (problem.isEmpty()) {
      return new Finding(Level.OK, "rows of tickgate.outbox can be read and removed");
    }
    return switch (problem.get()) {
      case MISSING ->
          new Finding(
              Level.OK,
              ours
                  ? "there is no table tickgate.outbox yet: the first leader creates it"
                  : Kind.MISSING.sentence());
      case READ_ONLY -> new Finding(Level.WARNING, Kind.READ_ONLY.sentence());
      default -> new Finding(Level.ERROR, problem.get().sentence());
    };
  }
}
