package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.Cursor;
import dev.tickgate.lead.Outcome;
import dev.tickgate.testing.DatabaseFixture;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table {@code quotes} with many symbols, which a test fills and scans. */
abstract class SymbolScanCase {
  final DatabaseFixture database;
  final List<Scanner.Found> found = Collections.synchronizedList(new ArrayList<>());
  final FeedFixture.Running counts = new FeedFixture.Running();
  private VisibilityTracker visibility;
  private Scanner scanner;

  SymbolScanCase(DatabaseFixture database) {
    this.database = database;
  }

  @BeforeEach
  void create() {
    create("text");
    scanWith(new Start.All());
  }

  void create(String type) {
    database.run(
        "create table quotes (time timestamptz not null, symbol %s, bid numeric, ask numeric, unique (symbol, time));"
                .formatted(type)
            + "create index on quotes (time)");
  }

  @AfterEach
  void drop() {
    database.run("drop table quotes cascade");
  }

  Feed feed(String table) {
    return new Feed(
        table,
        new Symbols.Column("symbol", "ticks."),
        table,
        new Key.Time("time", Key.Time.DEFAULT_LOOKBACK),
        new Feed.Columns("time", "bid", "ask"),
        Duration.ofMillis(10));
  }

  void scanWith(Start start) {
    scanWith(feed("quotes").from(start));
  }

  void scanWith(Feed feed) {
    visibility = new VisibilityTracker(Optional.empty());
    scanner =
        new Scanner(
            new TickTable(feed, database.pool(), System::nanoTime),
            feed.start(),
            row -> Quote.of(feed.symbols(), row),
            visibility,
            new DropLog("quotes", counts, System::nanoTime),
            () -> false,
            System::nanoTime,
            () -> {},
            Optional.empty());
  }

  Outcome scan() {
    return await(scanner.scan(this::take));
  }

  Future<Outcome> take(List<Scanner.Found> rows, Optional<Cursor> cursor) {
    found.addAll(rows);
    return Future.succeededFuture(Outcome.DONE);
  }

  List<RowId> ids() {
    return Stream.of(found.toArray(Scanner.Found[]::new)).map(Scanner.Found::id).toList();
  }

  List<String> symbols() {
    return found.stream().map(row -> row.tick().symbol()).toList();
  }
}
