package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
  @Test
  void theCallerGetsTheFirstAnswerOnly() {
    List<String> heard = new ArrayList<>();
    FirstAnswer<String> answer =
        new FirstAnswer<>((result, failure) -> heard.add(result + " " + failure));

    answer.succeed("a");
    answer.succeed("b");
    answer.fail(new IOException("late"));

    assertThat(heard).containsExactly("a null");
  }

  @Test
  void aCallerWhoseEventLoopHasEndedIsNoFault() {
    FirstAnswer<String> answer =
        new FirstAnswer<>(
            (result, failure) -> {
              throw new RejectedExecutionException("event executor terminated");
            });

    assertThatCode(() -> answer.fail(new IOException("the cluster was left")))
        .doesNotThrowAnyException();
  }
}
