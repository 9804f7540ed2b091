package dev.tickgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A value for each cost, and the machine on which they were measured.
 *
 * @param values no value is negative
 */
record Costs(String machine, Map<Cost, Double> values) {
  private static final String RESOURCE = "/capacity/costs.properties";
  private static final String MACHINE = "machine";

  Costs {
    values = new EnumMap<>(values);
    for (Cost cost : Cost.values()) {
      if (!values.containsKey(cost) || !(values.get(cost) >= 0)) {
        throw new IllegalArgumentException(cost.key() + " has no value");
      }
    }
  }

  /** Returns the costs that the jar contains. */
  static Costs measured() {
    Properties properties = new Properties();
    try (InputStream stream = Costs.class.getResourceAsStream(RESOURCE);
        Reader reader = new InputStreamReader(stream, UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Cost, Double> values = new EnumMap<>(Cost.class);
    for (Cost cost : Cost.values()) {
      values.put(cost, Double.valueOf(properties.getProperty(cost.key(), "-1")));
    }
    return new Costs(properties.getProperty(MACHINE), values);
  }

  /** Returns the cost of that name. */
  static Optional<Cost> named(String key) {
    return Stream.of(Cost.values()).filter(cost -> cost.key().equals(key)).findFirst();
  }

  /** Returns the same costs with other values for some of them. */
  Costs with(Map<Cost, Double> others) {
    Map<Cost, Double> all = new EnumMap<>(values);
    all.putAll(others);
    return new Costs(others.isEmpty() ? machine : machine + "; some values are yours", all);
  }

  double of(Cost cost) {
    return values.get(cost);
  }
}
