package dev.tickgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialQueriesTest {
  private final SerialQueries queries = new SerialQueries();
  private final List<Promise<String>> running = new ArrayList<>();

  private Future<String> ask() {
    return queries.run(
        () -> {
          Promise<String> query = Promise.promise();
          running.add(query);
          return query.future();
        });
  }

  @Test
  void aQueryBeginsWhenTheOneBeforeHasEnded() {
    ask();
    Future<String> second = ask();

    assertThat(running).hasSize(1);
    running.get(0).fail("the database does not answer");
    assertThat(running).hasSize(2);
    running.get(1).complete("answer");
    assertThat(second.result()).isEqualTo("answer");
  }

  @Test
  void whereTooManyWaitAQueryIsRefused() {
    List<Future<String>> asked = new ArrayList<>();
    for (int n = 0; n < 64; n++) {
      asked.add(ask());
    }

    assertThat(ask().cause()).hasMessage("too many queries wait");
    assertThat(running).hasSize(1);
    running.get(0).complete("answer");
    assertThat(ask().failed()).isFalse();
    assertThat(asked.get(0).result()).isEqualTo("answer");
  }
}
