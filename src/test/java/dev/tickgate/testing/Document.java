package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A document, and the blocks of code in it. */
public record Document(String text) {
  public static Document of(String path) {
    try {
      return new Document(Files.readString(Path.of(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the blocks that are marked with a language, in their order. */
  public List<String> blocks(String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** Returns the first block of a language that contains the text. */
  public String blockWith(String language, String part) {
    return blocks(language).stream()
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no block of " + language + ": " + part));
  }

  /** Returns the one block of a language. */
  public String block(String language) {
    List<String> blocks = blocks(language);
    if (blocks.size() != 1) {
      throw new IllegalStateException(blocks.size() + " blocks of " + language);
    }
    return blocks.get(0);
  }
}
