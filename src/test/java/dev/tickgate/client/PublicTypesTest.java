package dev.tickgate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources of the Java client have documentation, and compile without a library. */
class PublicTypesTest {
  @Test
  void everyPublicMemberIsDocumentedAndNothingButTheJdkIsNeeded(@TempDir Path folder)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter findings = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.list(Path.of("src/main/java/dev/tickgate/client"))) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-classpath",
              folder.toString(),
              "-d",
              folder.toString(),
              "-Xlint:all,-options",
              "-Xdoclint:all/protected",
              "-Werror");

      boolean isClean =
          compiler
              .getTask(
                  findings,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources.toList()))
              .call();

      assertThat(isClean).as(findings.toString()).isTrue();
    }
  }
}
