package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tickgate.config.Config.Loading.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any text as the value of any setting is a configuration or an error with its key. */
class ConfigFuzzTest {
  private static final List<String> KEYS = List.copyOf(Settings.defaults().byPath().keySet());
  private static final List<String> FEED_KEYS =
      List.of("name", "symbol", "table", "key", "poll", "lookback", "zone", "start");

  @Property(tries = 2_000)
  void aValueIsUsedOrRefusedWithItsKey(@ForAll("keys") String key, @ForAll("values") String value) {
    told(Map.of(EnvironmentVariables.nameOf(key), value));
  }

  @Property(tries = 2_000)
  void aValueOfAFeedIsUsedOrRefused(
      @ForAll("feedKeys") String key, @ForAll("values") String value) {
    ObjectNode feed = JsonNodeFactory.instance.objectNode();
    feed.put("name", "a").put("table", "t").put("key", "id").put(key, value);
    told(Map.of("TICKGATE_FEEDS", "[" + feed + "]"));
  }

  @Property(tries = 2_000)
  void aValueOfTopicsIsUsedOrRefused(
      @ForAll("topicsKeys") String key, @ForAll("values") String value) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("topics", "chat.*").put(key, value);
    told(Map.of("TICKGATE_TOPICS", "[" + entry + "]"));
  }

  private static void told(Map<String, String> environment) {
    Config.Loading loading = Config.load(Optional.empty(), environment, Optional.empty());
    if (loading instanceof Refused refused) {
      assertThat(refused.errors())
          .isNotEmpty()
          .allSatisfy(error -> assertThat(error).doesNotContain("Exception").contains(": "));
    }
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of(KEYS);
  }

  @Provide
  Arbitrary<String> feedKeys() {
    return Arbitraries.of(FEED_KEYS);
  }

  @Provide
  Arbitrary<String> topicsKeys() {
    return Arbitraries.of("topics", "delivery", "history", "retention");
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> likely =
        Arbitraries.of(
            "0",
            "-1",
            "1",
            "65536",
            "2147483648",
            "99999999999999999999",
            "1e9",
            "0ms",
            "1ns",
            "999999999d",
            "999999999GiB",
            "true",
            "TRUE",
            "null",
            "~",
            "[]",
            "[1]",
            "{}",
            "- a",
            "[{}]",
            "[{name: a}]",
            "*",
            "a.b.c",
            ".",
            "..",
            "_X",
            ".SPX",
            "x:70000",
            "[::1]:1",
            "::1",
            "http://x",
            "https://*.x",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "::/129",
            "postgresql://",
            "postgresql://u:p@h:99999/d",
            "+09:00",
            "UTC+9",
            "+19:00",
            "Mars/Olympus",
            "2026-02-30T00:00:00Z",
            "+1000000000-01-01T00:00:00Z",
            "role=",
            "=x",
            "{sub}",
            "user.{sub}.{x}",
            "\"",
            "\"a",
            "é".repeat(40),
            "a".repeat(300));
    return Arbitraries.oneOf(likely, Arbitraries.strings().ofMaxLength(70));
  }
}
