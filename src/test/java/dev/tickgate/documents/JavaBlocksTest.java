package dev.tickgate.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the documents compiles: classes as they stand, statements inside a method. */
class JavaBlocksTest {
  private static final String METHOD =
      """
      import dev.tickgate.client.PublisherClient;
      import dev.tickgate.client.RoomEvent;
      import io.vertx.core.Vertx;
      import io.vertx.core.json.JsonObject;
      import java.util.Optional;
      class Statements {
        void run(Vertx vertx, PublisherClient client) {
          %s
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void eachBlockCompiles() throws Exception {
    List<Block> blocks = Block.all("java");
    assertThat(blocks).hasSizeGreaterThan(5);
    for (Block block : blocks) {
      boolean isClass = block.text().contains("public final class");
      String name = block.text().contains("TickPrinter") ? "TickPrinter" : "OrderEvents";
      Path file = folder.resolve((isClass ? name : "Statements") + ".java");
      Files.writeString(file, isClass ? block.text() : METHOD.formatted(block.text()));
      String[] arguments =
          Stream.of(
                  "-Xlint:all,-classfile,-processing",
                  "-Werror",
                  "-proc:none",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-d",
                  folder.toString(),
                  file.toString())
              .toArray(String[]::new);
      int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments);
      assertThat(code).as(block.toString()).isZero();
    }
  }
}
