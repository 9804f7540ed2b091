package dev.tickgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class MergePatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aPatchHasTheChangedFieldsAsTheyAreWritten() {
    assertThat(
            MergePatch.between(
                "{\"symbol\":\"USD_JPY\",\"bid\":151.20,\"ask\":151.24,\"at\":1}",
                "{\"symbol\":\"USD_JPY\",\"bid\":151.210,\"ask\":151.24,\"to\":1e400}"))
        .contains("{\"bid\":151.210,\"to\":1e400,\"at\":null}");
    assertThat(MergePatch.between("{\"a\":1}", "{ \"a\" : 1 }")).contains("{}");
  }

  @Test
  void objectsAreComparedFieldByFieldAndListsAsWholes() {
    assertThat(
            MergePatch.between(
                "{\"o\":{\"a\":1,\"b\":2,\"c\":3},\"l\":[1,2]}",
                "{\"o\":{\"a\":1,\"b\":4},\"l\":[1,null]}"))
        .contains("{\"o\":{\"b\":4,\"c\":null},\"l\":[1,null]}");
    assertThat(MergePatch.between("{\"o\":1}", "{\"o\":{\"a\":{}}}"))
        .contains("{\"o\":{\"a\":{}}}");
    assertThat(MergePatch.between("{\"o\":{\"a\":1}}", "{\"o\":[]}")).contains("{\"o\":[]}");
  }

  @Test
  void aNewValueThatIsNullCannotBeSaid() {
    assertThat(MergePatch.between("{\"a\":1}", "{\"a\":null}")).isEmpty();
    assertThat(MergePatch.between("{}", "{\"o\":{\"a\":null}}")).isEmpty();
    assertThat(MergePatch.between("{\"a\":null,\"b\":1}", "{\"a\":null,\"b\":2}"))
        .contains("{\"b\":2}");
  }

  @Test
  void whatIsNoObjectHasNoPatch() {
    assertThat(MergePatch.between("[1]", "{}")).isEmpty();
    assertThat(MergePatch.between("{}", "{\"a\":")).isEmpty();
  }

  @Property
  void thePatchMakesTheSecondOfTheFirst(
      @ForAll("objects") Map<String, Object> before, @ForAll("objects") Map<String, Object> after)
      throws IOException {
    Optional<String> patch =
        MergePatch.between(JSON.writeValueAsString(before), JSON.writeValueAsString(after));

    if (patch.isPresent()) {
      JsonNode made = merged(JSON.valueToTree(before), JSON.readTree(patch.get()));
      assertThat(made).isEqualTo(JSON.valueToTree(after));
    } else {
      assertThat(JSON.writeValueAsString(after)).contains("null");
    }
  }

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    return object(3);
  }

  private static Arbitrary<Map<String, Object>> object(int depth) {
    Arbitrary<Object> plain = Arbitraries.of(1, 2, 1.5, "x", "{", true, List.of(), List.of(1));
    Arbitrary<Object> values =
        depth == 0
            ? plain
            : Arbitraries.frequencyOf(
                Tuple.of(8, plain),
                Tuple.of(4, object(depth - 1).map(value -> value)),
                Tuple.of(1, Arbitraries.just((Object) null)));
    Arbitrary<String> names = Arbitraries.of("a", "b", "c", "\"", "é");
    return Arbitraries.maps(names, values.injectNull(0)).ofMaxSize(4).map(HashMap::new);
  }

  /** The algorithm of RFC 7386. */
  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode made = target.isObject() ? target.deepCopy() : JSON.createObjectNode();
    patch
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNull()) {
                made.remove(field.getKey());
              } else {
                JsonNode old = made.path(field.getKey());
                made.set(field.getKey(), merged(old, field.getValue()));
              }
            });
    return made;
  }
}
