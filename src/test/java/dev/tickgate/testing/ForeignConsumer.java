package dev.tickgate.testing;

import com.example.consumer.TickPrinter;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A foreign service on the event bus: a JVM whose class path has Vert.x, Hazelcast and one class
 * outside the product. {@link #start} starts it, closing ends it.
 */
public final class ForeignConsumer implements AutoCloseable {
  private static final Duration JOIN = Duration.ofSeconds(60);
  private static final List<String> LIBRARIES =
      List.of("vertx-core-", "vertx-hazelcast-", "hazelcast-", "netty-", "jackson-core-");
  private static final String CLASS_FILE = TickPrinter.class.getName().replace('.', '/') + ".class";

  private final Path folder;
  private final List<String> classPath;
  private final ChildProcess process;

  private ForeignConsumer(Path folder, List<String> classPath, ChildProcess process) {
    this.folder = folder;
    this.classPath = classPath;
    this.process = process;
  }

  /**
   * Joins the cluster, and returns when the service is subscribed to the topic.
   *
   * @param members some members, each {@code host:port}, with commas
   * @param topic an address, such as {@code ticks.USD_JPY}
   */
  public static ForeignConsumer start(String clusterName, String members, String topic) {
    Path folder = copyOfTheOneClass();
    List<String> classPath = new ArrayList<>(List.of(folder.toString()));
    classPath.addAll(libraries());
    List<String> arguments =
        List.of(
            "-cp",
            String.join(File.pathSeparator, classPath),
            TickPrinter.class.getName(),
            clusterName,
            members,
            topic);
    ForeignConsumer consumer =
        new ForeignConsumer(folder, classPath, Processes.java(Map.of(), arguments));
    try {
      consumer.process.awaitLine("listening", JOIN);
      return consumer;
    } catch (AssertionError e) {
      consumer.close();
      throw e;
    }
  }

  private static Path copyOfTheOneClass() {
    try (InputStream bytes = TickPrinter.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
      Path folder = Files.createTempDirectory("foreign-consumer");
      Path file = folder.resolve(CLASS_FILE);
      Files.createDirectories(file.getParent());
      Files.copy(bytes, file);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(ForeignConsumer::isLibrary)
        .toList();
  }

  private static boolean isLibrary(String entry) {
    String file = Path.of(entry).getFileName().toString();
    return file.endsWith(".jar") && LIBRARIES.stream().anyMatch(file::startsWith);
  }

  /** Returns the class path of the process. */
  List<String> classPath() {
    return classPath;
  }

  /** Returns all bodies that were received so far. */
  public List<JsonObject> received() {
    return process.lines().stream()
        .filter(line -> line.startsWith("{"))
        .map(JsonObject::new)
        .toList();
  }

  /** Waits until the condition holds; returns the received bodies. */
  public List<JsonObject> await(Duration limit, Predicate<List<JsonObject>> condition) {
    process.await("bodies as expected", limit, () -> condition.test(received()));
    return received();
  }

  /** Returns the process, for signals and its output. */
  public ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    try {
      Path file = folder.resolve(CLASS_FILE);
      for (Path path = file; path.startsWith(folder); path = path.getParent()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
