package dev.tickgate.store;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tickgate.store.DatabaseUrl.Reading.Read;
import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.TlsDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections to a server with {@code ssl = on}. */
@Timeout(180)
class DatabaseTlsIT {
  private static final String PASSWORD = UriText.encode(TlsDatabase.PASSWORD);
  private static final String OWN = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

  @TempDir static Path dir;
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static TlsDatabase server;
  private static Path strangers;

  @BeforeAll
  static void start() throws Exception {
    server = TlsDatabase.start(dir);
    strangers =
        new Certificates("strangers").authority(Files.createDirectory(dir.resolve("other")));
  }

  @ParameterizedTest
  @CsvSource({
    "disable, false",
    "prefer, true",
    "require, true",
  })
  void theModeDecidesWhetherTheConnectionIsEncrypted(String mode, boolean encrypted) {
    DatabaseReport report = await(database("postgres@localhost", "sslmode=" + mode).describe());

    assertThat(report.encrypted()).isEqualTo(encrypted);
    assertThat(report.server()).isEqualTo("localhost:" + server.port());
    assertThat(report.user()).isEqualTo("postgres");
    assertThat(report.version()).matches("\\d+\\.\\d+.*");
    assertThat(report.pooler()).isEqualTo(DatabaseReport.Pooler.NONE);
  }

  @Test
  void withoutAModeTheServerIsAskedForTls() {
    assertThat(await(database("postgres@localhost", "").describe()).encrypted()).isTrue();
  }

  @Test
  void aServerWithoutTlsIsPlainWhereTlsIsPreferredAndRefusedWhereItIsRequired() {
    try (DatabaseFixture plain = DatabaseFixture.create(vertx)) {
      assertThat(await(at(plain.url() + "?sslmode=prefer").describe()).encrypted()).isFalse();
      assertThat(failure(at(plain.url() + "?sslmode=require").describe()))
          .hasMessageContaining("does not offer TLS, but sslmode is require");
    }
  }

  @Test
  void aUserWhoIsAcceptedWithoutTlsOnlyIsPlainWhereTlsIsPreferred() {
    assertThat(await(database("bare@localhost", "").describe()).encrypted()).isFalse();
    assertThat(failure(database("bare@localhost", "sslmode=require").describe()))
        .hasMessageContaining("no pg_hba.conf entry");
  }

  @Test
  void theAuthorityIsVerified() {
    String right = "sslrootcert=" + server.authority();
    String wrong = "sslrootcert=" + strangers;

    assertThat(await(guarded("localhost", "sslmode=verify-ca&" + right).describe()).encrypted())
        .isTrue();
    assertThat(await(guarded("127.0.0.1", "sslmode=verify-ca&" + right).describe()).encrypted())
        .isTrue();
    assertThat(await(guarded("localhost", "sslmode=verify-full&" + right).describe()).encrypted())
        .isTrue();
    for (String mode : new String[] {"require", "verify-ca", "verify-full"}) {
      assertThat(failure(guarded("localhost", "sslmode=" + mode + "&" + wrong).describe()))
          .as(mode)
          .hasMessageContaining("localhost:" + server.port())
          .hasMessageContaining("certificate")
          .hasMessageNotContaining(TlsDatabase.PASSWORD);
    }
    assertThat(failure(guarded("localhost", "sslrootcert=system").describe()))
        .hasMessageContaining("certificate");
  }

  @Test
  void theHostNameIsVerified() {
    String right = "sslmode=verify-full&sslrootcert=" + server.authority();

    assertThat(failure(guarded("127.0.0.1", right).describe()))
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("certificate");
  }

  @Test
  void theClientShowsItsCertificate() {
    Certificates.Pair pair = server.client();
    String shown = "sslmode=require&sslcert=%s&sslkey=%s".formatted(pair.cert(), pair.key());

    assertThat(await(database("shown@localhost", shown).describe()).user()).isEqualTo("shown");
    assertThat(failure(database("shown@localhost", "sslmode=require").describe()))
        .hasMessageContaining("certificate");
  }

  @Test
  void aSocketOfThisMachineIsAHostWithoutTls() {
    String folder = server.sockets().toString();
    String asParameter = "postgresql://postgres@/postgres?host=%s&port=%d&sslmode=require";
    String asHost = "postgresql://postgres@%s:%d/postgres";

    DatabaseReport report = await(at(asParameter.formatted(folder, server.port())).describe());
    assertThat(report.encrypted()).isFalse();
    assertThat(report.server()).isEqualTo(folder + ":" + server.port());
    String encoded = folder.replace("/", "%2F");
    assertThat(await(at(asHost.formatted(encoded, server.port())).describe()).user())
        .isEqualTo("postgres");
  }

  @Test
  void aWrongPasswordIsSaidWithoutIt() {
    assertThat(failure(database("guarded:s3cret@localhost", "sslmode=require").describe()))
        .hasMessageContaining("guarded")
        .hasMessageNotContaining("s3cret");
    assertThat(failure(database("guarded@localhost", "sslmode=require").describe()))
        .hasMessageContaining("password");
  }

  @Test
  void everyKindOfConnectionIsEncrypted() {
    Database database =
        guarded("localhost", "sslmode=verify-full&sslrootcert=" + server.authority());
    Pool pool = database.pool();
    PgConnection single = await(database.connect());
    PgConnection session = await(database.sessions().orElseThrow().connect());

    assertThat(await(pool.withConnection(DatabaseTlsIT::isEncrypted))).isTrue();
    assertThat(await(isEncrypted(single))).isTrue();
    assertThat(await(isEncrypted(session))).isTrue();
    await(Future.join(pool.close(), single.close(), session.close()));
  }

  @Test
  void aHostThatDoesNotAnswerIsPassedOverAndTheTargetIsChosen() {
    String list = "localhost:1,localhost:" + server.port();
    Database writable =
        at("postgresql://postgres@" + list + "/postgres?target_session_attrs=read-write");
    Database standby =
        at("postgresql://postgres@" + list + "/postgres?target_session_attrs=standby");
    Database preferred =
        at("postgresql://postgres@" + list + "/postgres?target_session_attrs=prefer-standby");

    assertThat(await(writable.describe()).server()).isEqualTo("localhost:" + server.port());
    assertThat(await(preferred.describe()).server()).isEqualTo("localhost:" + server.port());
    assertThat(failure(standby.describe()))
        .hasMessageContaining("localhost:1")
        .hasMessageContaining("it is a primary, not standby");
  }

  private static Future<Boolean> isEncrypted(SqlConnection connection) {
    return connection.query(OWN).execute().map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static Throwable failure(Future<?> future) {
    return catchThrowable(() -> future.await(60, TimeUnit.SECONDS));
  }

  private static Database guarded(String host, String parameters) {
    return database("guarded:" + PASSWORD + "@" + host, parameters);
  }

  private static Database database(String userAndHost, String parameters) {
    return at("postgresql://%s:%d/postgres?%s".formatted(userAndHost, server.port(), parameters));
  }

  private static Database at(String url) {
    return new Database(vertx, DatabaseSettings.of(((Read) DatabaseUrl.read(url)).url()));
  }
}
