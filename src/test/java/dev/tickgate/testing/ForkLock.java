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
 * Lets one thread of all test JVMs at a time do some work, such as writing a file that all of them
 * use. The lock of a killed JVM is released.
 */
public final class ForkLock {
  private static final Path TARGET = Path.of("target");

  private ForkLock() {}

  /**
   * Runs the work.
   *
   * @param name the name of the work; work of another name does not wait for it
   */
  // A JVM can lock a file only once, so its threads wait for the monitor of the class.
  public static synchronized <T> T holding(String name, Callable<T> work) {
    try (FileChannel channel = FileChannel.open(file(name), CREATE, WRITE)) {
      // Closing the channel releases the lock.
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
