package dev.tickgate.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredQuestionsTest {
  private final List<List<String>> asked = new ArrayList<>();
  private final List<Promise<List<String>>> answers = new ArrayList<>();
  private final GatheredQuestions<String, String> questions = new GatheredQuestions<>(this::ask, 3);

  private Future<List<String>> ask(List<String> things) {
    asked.add(things);
    Promise<List<String>> answer = Promise.promise();
    answers.add(answer);
    return answer.future();
  }

  @Test
  void theFirstQuestionDoesNotWait() {
    Future<String> answer = questions.ask("a");

    assertThat(asked).containsExactly(List.of("a"));
    answers.get(0).complete(List.of("A"));
    assertThat(answer.result()).isEqualTo("A");
  }

  @Test
  void thoseThatComeMeanwhileGoTogetherEachThingOnce() {
    questions.ask("a");
    Future<String> again = questions.ask("a");
    Future<String> b = questions.ask("b");
    Future<String> b2 = questions.ask("b");
    assertThat(asked).hasSize(1);

    answers.get(0).complete(List.of("before"));

    // What was known before the second question came, is no answer to it.
    assertThat(again.isComplete()).isFalse();
    assertThat(asked.get(1)).containsExactly("a", "b");
    answers.get(1).complete(List.of("A", "B"));
    assertThat(List.of(again.result(), b.result(), b2.result())).containsExactly("A", "B", "B");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aQuestionIsAboutSoManyThingsAndTheOthersAreNext() {
    questions.ask("a");
    List.of("b", "c", "d", "e").forEach(questions::ask);

    answers.get(0).complete(List.of("A"));
    answers.get(1).complete(List.of("B", "C", "D"));

    assertThat(asked).containsExactly(List.of("a"), List.of("b", "c", "d"), List.of("e"));
  }

  @Test
  void aFailureIsOfThoseWhoAskedAndTheNextQuestionIsAsked() {
    Future<String> a = questions.ask("a");
    Future<String> b = questions.ask("b");

    answers.get(0).fail("no leader");
    answers.get(1).complete(List.of("B"));

    assertThat(a.cause()).hasMessage("no leader");
    assertThat(b.result()).isEqualTo("B");
  }
}
