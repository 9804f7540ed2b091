package dev.tickgate.store;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.demo.TestServer;
import dev.tickgate.store.DatabaseUrl.Reading.Read;
import dev.tickgate.testing.JvmLoad;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are opened and closed for months, as by pools that are used now and then. */
@Timeout(60)
class ConnectionsIT {
  private static final String CLIENT = "io.vertx.core.net.impl.NetClientImpl";
  private static final int TIMES = 20;

  @TempDir private Path directory;

  /** Those of tests before this one take more than one collection to go. */
  private static long settled(JvmLoad load) {
    AtomicLong clients = new AtomicLong(load.liveObjects(CLIENT));
    Awaitility.await()
        .until(
            () -> {
              long now = load.liveObjects(CLIENT);
              return clients.getAndSet(now) == now;
            });
    return clients.get();
  }

  @Test
  void closedConnectionsLeaveNothingInMemory() throws Exception {
    Vertx vertx = Vertx.vertx();
    TestServer server = TestServer.start(directory.resolve("server"));
    JvmLoad load = new JvmLoad(ProcessHandle.current().pid());
    try {
      // Asked for TLS, which this server does not offer, and for its state.
      String url = server.url() + "?sslmode=prefer&target_session_attrs=read-write";
      Database database =
          new Database(vertx, DatabaseSettings.of(((Read) DatabaseUrl.read(url)).url()));
      await(database.describe());
      long before = settled(load);
      assertThat(before).isPositive();

      for (int time = 0; time < TIMES; time++) {
        await(database.describe());
      }

      assertThat(settled(load)).isLessThanOrEqualTo(before);
    } finally {
      server.close();
      await(vertx.close());
    }
  }
}
