package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JournalCommandIT {
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void anOperatorBeginsANewEpochOfAFeedAndReplacesADefinitionOnlyByName() {
    assertThat(journal()).isZero();
    assertThat(out.toString()).isEqualTo("usd_jpy: never led yet; nothing to do\n");
    database.run(
        """
        insert into tickgate.feed (name, topic, source, epoch, head)
          values ('usd_jpy', 'ticks.USD_JPY', '5 ticks.USD_JPY ticker_usd_jpy time', 4000000000, 2);
        insert into tickgate.journal (feed, seq, row_key, body)
          select 'usd_jpy', n, n, '{}' from generate_series(1, 2) n
        """);

    assertThat(journal("usd_jpy")).isZero();
    assertThat(out.toString()).endsWith("usd_jpy: epoch 4000000001 begins behind offset 2\n");

    database.run("update tickgate.feed set source = '5 ticks.USD_JPY other time'");
    assertThat(journal()).isEqualTo(2);
    assertThat(out.toString()).contains("set up as \"5 ticks.USD_JPY other time\" in the database");
    assertThat(journal("--replace-definition")).isEqualTo(1);
    assertThat(journal("eur_usd")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "--replace-definition needs the name of a feed", "there is no feed eur_usd");
    assertThat(entries()).isEqualTo(2);

    assertThat(journal("--replace-definition", "usd_jpy")).isZero();
    assertThat(out.toString()).endsWith("begins behind offset 0; the journal was deleted\n");
    assertThat(entries()).isZero();
  }

  @Test
  void withoutANameEveryFeedOfTheDatabaseBeginsANewEpoch() {
    assertThat(journal()).isZero();
    database.run(
        """
        insert into tickgate.feed (name, topic, source, epoch, head, term, owner)
          values ('events', '', '5 events', 4000000000, 81, 7, 'a'),
            ('candles', '', '5 candles', 4000000000, 0, 7, 'a')
        """);

    assertThat(journal()).isZero();

    assertThat(out.toString().lines().skip(1))
        .containsExactly(
            "usd_jpy: never led yet; nothing to do",
            "candles: a new epoch begins",
            "events: epoch 4000000001 begins behind offset 81");
    assertThat(row("events")).isEqualTo("5 events//4000000001/81/1007/");
    assertThat(row("candles")).isEqualTo("5 candles//4000000001/0/1007/");

    assertThat(journal("events")).isZero();
    assertThat(out.toString()).endsWith("events: epoch 4000000002 begins behind offset 81\n");
    assertThat(row("candles")).contains("/4000000001/");
  }

  private String row(String feed) {
    return database
        .run(
            "select concat_ws('/', source, topic, epoch, head, term, owner) from tickgate.feed"
                + " where name = '%s'".formatted(feed))
        .iterator()
        .next()
        .getString(0);
  }

  private long entries() {
    return database.run("select count(*) from tickgate.journal").iterator().next().getLong(0);
  }

  private int journal(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "journal";
    all[1] = "new-epoch";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new Main(
            Map.of("DATABASE_URL", database.url()),
            config -> Future.failedFuture("not to be started"),
            new CompletableFuture<>())
        .run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }
}
