package dev.tickgate.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The processes that use the server of a directory: one locked file for each, whose lock the system
 * releases when the process ends. Blocking; one caller at a time, of all processes of the machine.
 */
final class Users {
  private final Path directory;
  // Names of this process's users begin so; its number alone may be that of one that is gone.
  private final String process;

  Users(Path directory) {
    this.directory = directory;
    ProcessHandle self = ProcessHandle.current();
    process =
        self.pid() + "-" + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L) + "-";
  }

  /** One user, until closed. */
  record User(Path file, FileChannel channel) {
    void leave() throws IOException {
      channel.close();
      Files.deleteIfExists(file);
    }
  }

  User enter() throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(process + UUID.randomUUID());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    return new User(file, channel);
  }

  /** Whether somebody is there; forgets those that are not. */
  boolean any() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.toList();
    }
    boolean any = false;
    for (Path file : files) {
      any |= isAlive(file);
    }
    return any;
  }

  private boolean isAlive(Path file) throws IOException {
    // To open and close a file that this process has locked would unlock it.
    if (file.getFileName().toString().startsWith(process)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      if (free == null) {
        return true;
      }
    }
    Files.deleteIfExists(file);
    return false;
  }
}
