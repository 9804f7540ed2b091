package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The column in which each row of a table names its symbol. */
class SymbolColumnIT extends SymbolScanCase {
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture shared = DatabaseFixture.create(vertx);

  SymbolColumnIT() {
    super(shared);
  }

  @Test
  void rowsWithoutAValidSymbolAreDroppedAndCountedOnce() {
    scan();
    database.run(
        "insert into quotes select now(), symbol, 1, 1 from unnest(array["
            + "'A', null, '', ' ', 'B C', 'é', repeat('L', 64), repeat('L', 65), repeat('L', 5000), E'x\ny']) symbol");

    scan();
    scan();

    assertThat(symbols()).containsExactly("A", "L".repeat(64));
    // Null is counted as empty; the texts that are too long are one where they begin equally.
    assertThat(counts.dropped).hasSize(6).containsOnly(DropReason.INVALID_SYMBOL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "varchar(20)|B",
        "char(10)|B",
        "name|B",
        "integer|17",
        "bigint|-5|",
      })
  void theSymbolMayBeOfAnyTypeWithAPlainText(String type, String value) {
    database.run("drop table quotes");
    create(type);
    database.run("insert into quotes values (now(), '%s', 1, 1)".formatted(value));

    scan();

    // A minus is no beginning of a symbol.
    assertThat(symbols())
        .containsExactlyElementsOf(value.startsWith("-") ? List.of() : List.of(value));
  }

  @Test
  void theSymbolMayBeAnEnumOrADomain() {
    database.run("drop table quotes; create type venue as enum ('Z', 'A')");
    create("venue");
    database.run("insert into quotes values (now(), 'A', 1, 1), (now(), 'Z', 1, 1)");

    scan();

    assertThat(symbols()).containsExactly("A", "Z");
    database.run("drop table quotes; drop type venue; create domain pair as text");
    create("pair");
    database.run("insert into quotes values (now(), 'P', 1, 1)");
    scanWith(new Start.All());
    scan();
    assertThat(symbols()).containsExactly("A", "Z", "P");
  }

  @Test
  void aCheckTellsOfAMissingIndexAndOfAColumnThatIsNoSymbol() {
    Feed feed = feed("quotes");

    assertThat(check(feed))
        .containsExactly(
            "OK quotes is a table; key time timestamp with time zone, timestamp time timestamp with"
                + " time zone, bid bid numeric, ask ask numeric, symbol symbol text");
    database.run("create unique index on quotes (time, symbol)");
    assertThat(check(feed)).hasSize(1);
    database.run(
        "drop index quotes_time_symbol_idx;"
            + "alter table quotes drop constraint quotes_symbol_time_key; create unique index on quotes (symbol, bid)");
    assertThat(check(feed))
        .contains(
            "WARNING no unique index is on the columns time and symbol: of rows with both equal one"
                + " is published");
    database.run("alter table quotes alter column symbol type float8 using 1");
    assertThat(check(feed))
        .containsExactly(
            "ERROR the column symbol (symbolColumn) is of type double precision and must be a text, an"
                + " enum or an integer");
    database.run("alter table quotes drop column symbol");
    assertThat(check(feed))
        .containsExactly(
            "ERROR there is no column symbol (symbolColumn); the table has time, bid, ask");
  }

  private List<String> check(Feed feed) {
    return await(TableCheck.run(feed, database.pool())).stream()
        .map(finding -> finding.level() + " " + finding.text())
        .toList();
  }
}
