package dev.tickgate.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/**
 * Generates texts to test parsers: pieces of their input and arbitrary characters, in any order.
 */
public final class TemporaryFiles {
  private TemporaryFiles() {}

  public static Arbitrary<String> of(String... pieces) {
    Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(8);
    Arbitrary<String> controls = Arbitraries.strings().withCharRange('\0', '\177').ofMaxLength(3);
    Arbitrary<String> scrap =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.of(pieces)), Tuple.of(1, anything), Tuple.of(1, controls));
    return scrap.list().ofMaxSize(16).map(list -> String.join("", list));
  }
}
