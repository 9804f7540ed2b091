package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that {@code META-INF/THIRD-PARTY.md} in the packaged jars names everything in them. */
class ThirdPartyIT {
  private static final Path JAR =
      Path.of(System.getProperty("tickgate.jar", "target/tickgate.jar"));

  // Matches classes, native libraries and archives of PostgreSQL.
  private static final Pattern CONTENTS =
      Pattern.compile("(?!META-INF/versions|module-info).+\\.(class|so|txz)");

  @ParameterizedTest
  @CsvSource({"tickgate.jar, 70", "tickgate-slim.jar, 60"})
  void everyLibraryInTheJarHasALine(String name, int least) throws IOException {
    try (JarFile jar = new JarFile(JAR.resolveSibling(name).toFile())) {
      Set<String> contents = jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
      String list = list(jar);
      List<String> libraries =
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .filter(entry -> entry.endsWith(".jar"))
              .filter(entry -> isIn(contents, entry))
              .map(ThirdPartyIT::coordinates)
              .toList();

      assertThat(libraries)
          .hasSizeGreaterThan(least)
          .allSatisfy(library -> assertThat(list).contains(":" + library + " |"));
    }
  }

  @Test
  void thePackagesOfThePagesHaveTheirVersions() throws IOException {
    JsonObject packages =
        new JsonObject(Document.of("webroot/package.json").text()).getJsonObject("dependencies");
    try (JarFile jar = new JarFile(JAR.toFile())) {
      String list = list(jar);
      packages.forEach(entry -> assertThat(list).contains(entry.getKey() + " " + entry.getValue()));
      assertThat(list).contains("PostgreSQL 17.6", "PostgreSQL License");
    }
    assertThat(Document.of("pom.xml").text())
        .contains("<postgres-binaries.version>17.6.0</postgres-binaries.version>");
  }

  private static String list(JarFile jar) throws IOException {
    byte[] text = jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.md")).readAllBytes();
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Whether the jar contains the first class, native library or archive of a library. */
  private static boolean isIn(Set<String> contents, String library) {
    try (JarFile jar = new JarFile(library)) {
      return jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .filter(name -> CONTENTS.matcher(name).matches())
          .findFirst()
          .filter(contents::contains)
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the artifact and the version, from the path of a library in the repository of Maven.
   */
  private static String coordinates(String library) {
    Path version = Path.of(library).getParent();
    return version.getParent().getFileName() + ":" + version.getFileName();
  }
}
