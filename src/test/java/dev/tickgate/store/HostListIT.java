package dev.tickgate.store;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.demo.TestServer;
import dev.tickgate.store.DatabaseUrl.Reading.Read;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A URL with a standby before its primary. */
@Timeout(120)
class HostListIT {
  @TempDir private Path directory;

  @Test
  void theTargetDecidesAndAPromotedStandbyIsFound() throws Exception {
    Vertx vertx = Vertx.vertx();
    TestServer primary = TestServer.start(directory.resolve("primary"));
    TestServer standby = primary.standby(directory.resolve("standby"));
    String list = hostOf(standby) + "," + hostOf(primary);
    try {
      assertThat(chosen(vertx, list, "any")).isEqualTo(hostOf(standby));
      assertThat(chosen(vertx, list, "standby")).isEqualTo(hostOf(standby));
      assertThat(chosen(vertx, list, "prefer-standby")).isEqualTo(hostOf(standby));
      assertThat(chosen(vertx, list, "read-only")).isEqualTo(hostOf(standby));
      assertThat(chosen(vertx, list, "read-write")).isEqualTo(hostOf(primary));
      assertThat(chosen(vertx, list, "primary")).isEqualTo(hostOf(primary));

      Pool pool = database(vertx, list, "read-write").pool();
      await(pool.query("create table t (n int)").execute());
      primary.crash();
      Pool promoting = database(vertx, hostOf(standby), "any").pool();
      await(promoting.query("select pg_promote()").execute());

      await()
          .until(
              () ->
                  await(
                      pool.query("insert into t values (1)").execute().map(true).otherwise(false)));
      await(pool.close());
      await(promoting.close());
    } finally {
      standby.close();
      await(vertx.close());
    }
  }

  private static String chosen(Vertx vertx, String hosts, String target) {
    return await(database(vertx, hosts, target).describe()).server();
  }

  private static Database database(Vertx vertx, String hosts, String target) {
    String url =
        "postgresql://postgres@%s/postgres?target_session_attrs=%s".formatted(hosts, target);
    return new Database(vertx, DatabaseSettings.of(((Read) DatabaseUrl.read(url)).url()));
  }

  private static String hostOf(TestServer server) {
    return server.url().replaceAll(".*@([^/]*)/.*", "$1");
  }
}
