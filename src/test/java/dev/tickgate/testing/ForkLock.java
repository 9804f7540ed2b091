package dev.tickgate.testing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Lets one thread of all JVMs that run tests at a time do some work, such as making a file that all
 * of them use. The lock of a JVM that is killed is free again.
 */
public final class ForkLock {
  private static final Path TARGET = Path.of("target");

  private ForkLock() {}

  /**
   * Does the work.
   *
   * @param name of the work: others do not wait for it
   */
  // A JVM has a lock of a file once: its threads wait for the class.
  public static synchronized <T> T holding(String name, Callable<T> work) {
    try (FileChannel channel = FileChannel.open(file(name), CREATE, WRITE)) {
      // The end of the channel releases it.
      channel.lock();
      return work.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Path file(String name) throws IOException {
    return Files.createDirectories(TARGET).resolve(name + ".lock");
  }
}
