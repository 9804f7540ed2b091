package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.store.Database;
import dev.tickgate.store.DatabaseSettings;
import dev.tickgate.store.DatabaseUrl;
import dev.tickgate.store.DatabaseUrl.Reading.Read;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.TlsDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with every role, and with authentication, at a server whose user must use TLS. */
@Timeout(120)
class EncryptedNodeIT {
  private static final String CONNECTIONS =
      """
      select a.query, a.application_name, s.ssl
      from pg_stat_activity a join pg_stat_ssl s using (pid) where a.usename = 'guarded'
      """;

  @TempDir private Path dir;
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private TlsDatabase server;
  @Fixture private Node node;

  @Test
  void everyConnectionOfANodeIsEncrypted() {
    server = TlsDatabase.start(dir);
    String url =
        "postgresql://guarded:%s@localhost:%d/postgres?sslmode=verify-full&sslrootcert=%s"
            .formatted(
                URLEncoder.encode(TlsDatabase.PASSWORD, StandardCharsets.UTF_8).replace("+", "%20"),
                server.port(),
                server.authority());
    Map<String, String> environment = new HashMap<>();
    environment.put("DATABASE_URL", url);
    environment.put("TICKGATE_COORDINATION_URL", url);
    environment.put("TICKGATE_DEMO_ENABLED", "true");
    environment.put("TICKGATE_AUTH_SESSIONS_ENABLED", "true");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    Loading loading = Config.load(Optional.empty(), environment, Optional.empty());
    assertThat(loading).isInstanceOf(Ready.class);

    node = await(Node.start(((Ready) loading).config()).compose(Node::ready));

    String watching = "postgresql://postgres@localhost:%d/postgres".formatted(server.port());
    DatabaseUrl own = ((Read) DatabaseUrl.read(watching)).url();
    Pool pool = new Database(vertx, DatabaseSettings.of(own)).pool();
    await()
        .until(
            () ->
                connections(pool).stream()
                    .map(row -> row.getString("query").split("[ (]")[0].toLowerCase())
                    .toList(),
            queries -> queries.contains("listen") && queries.contains("commit"));
    assertThat(connections(pool))
        .extracting(row -> row.getString("application_name"))
        .contains("tickgate", "tickgate-demo");
    assertThat(connections(pool)).allMatch(row -> row.getBoolean("ssl"));
    await(pool.close());
  }

  private static List<Row> connections(Pool pool) {
    return StreamSupport.stream(await(pool.query(CONNECTIONS).execute()).spliterator(), false)
        .toList();
  }
}
