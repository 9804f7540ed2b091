package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

class FixtureExtensionTest extends ExtendedByFixtureExtensionTest {
  static final List<String> CLOSED = new ArrayList<>();

  @Fixture private static final AutoCloseable SHARED = () -> CLOSED.add("shared");

  @Fixture private final AutoCloseable database = () -> CLOSED.add("database");
  @Fixture private final Server server = new Server();

  @Fixture
  private final List<AutoCloseable> rows =
      List.of(() -> CLOSED.add("first row"), () -> CLOSED.add("second row"));

  @Fixture private AutoCloseable neverOpened;

  /** Has a {@code close()} that returns a future, as the parts of Vert.x. */
  private static final class Server {
    public Future<Void> close() {
      return Future.succeededFuture().onSuccess(closed -> CLOSED.add("server")).mapEmpty();
    }
  }

  @RepeatedTest(2)
  void fieldsOfATestAreClosedBehindItAndBackwards() throws Exception {
    if (!CLOSED.isEmpty()) {
      assertThat(CLOSED)
          .containsExactly("method", "second row", "first row", "server", "database", "cluster");
    }
    CLOSED.clear();

    assertThat(neverOpened).isNull();
  }

  @AfterEach
  void methodsComeBeforeFields() {
    CLOSED.add("method");
  }

  @AfterAll
  static void sharedFieldsAreOpenUntilTheLastTestHasEnded() {
    assertThat(CLOSED).isNotEmpty().doesNotContain("shared");
  }
}

/** The superclass, whose fields are closed after those of the test class. */
abstract class ExtendedByFixtureExtensionTest {
  @Fixture private final AutoCloseable cluster = () -> FixtureExtensionTest.CLOSED.add("cluster");
}
