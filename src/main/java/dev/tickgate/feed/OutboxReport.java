package dev.tickgate.feed;

import dev.tickgate.feed.OutboxUnavailable.Kind;
import dev.tickgate.feed.TableCheck.Finding;
import dev.tickgate.feed.TableCheck.Level;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/** Reports whether rows of the outbox can be read and removed. */
public final class OutboxReport {
  private static final Finding FIRST_START =
      new Finding(Level.OK, "there is no table tickgate.outbox yet: the first leader creates it");

  private OutboxReport() {}

  /**
   * Checks the outbox, and changes nothing.
   *
   * @param ours whether the leader creates the table
   * @return failed where the database does not answer, or the leader could not create the table
   */
  public static Future<Finding> run(Pool source, boolean ours) {
    OutboxTable table = new OutboxTable(source, ours);
    return table
        .check()
        .compose(
            problem ->
                problem.filter(Kind.MISSING::equals).isPresent() && ours
                    ? table.rehearse().map(FIRST_START)
                    : Future.succeededFuture(finding(problem)));
  }

  private static Finding finding(Optional<Kind> problem) {
    if (problem.isEmpty()) {
      return new Finding(Level.OK, "rows of tickgate.outbox can be read and removed");
    }
    return switch (problem.get()) {
      // A missing table is no problem where no application uses the outbox.
      case MISSING -> new Finding(Level.OK, Kind.MISSING.sentence());
      case READ_ONLY -> new Finding(Level.WARNING, Kind.READ_ONLY.sentence());
      default -> new Finding(Level.ERROR, problem.get().sentence());
    };
  }
}
