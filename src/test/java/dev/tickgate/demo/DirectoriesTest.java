package dev.tickgate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
  private static final Path HOME = Path.of("/home/ann");

  @Test
  void theDataIsWhereTheSystemKeepsTheDataOfUsers() {
    assertThat(Directories.data("Linux", Map.of(), HOME))
        .isEqualTo(Path.of("/home/ann/.local/share/tickgate/postgres"));
    assertThat(Directories.data("Linux", Map.of("XDG_DATA_HOME", "/data"), HOME))
        .isEqualTo(Path.of("/data/tickgate/postgres"));
    assertThat(Directories.data("Linux", Map.of("XDG_DATA_HOME", "relative"), HOME))
        .isEqualTo(Path.of("/home/ann/.local/share/tickgate/postgres"));
    assertThat(Directories.data("Mac OS X", Map.of("XDG_DATA_HOME", "/data"), HOME))
        .isEqualTo(Path.of("/home/ann/Library/Application Support/tickgate/postgres"));
  }
}
