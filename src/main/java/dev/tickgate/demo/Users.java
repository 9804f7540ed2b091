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
 * The processes that use the server of a directory: one locked file for each use. The operating
 * system releases the lock when the process ends. Its methods block; one caller at a time among all
 * processes of the machine.
 */
final class Users {
  private final Path directory;
  // The prefix of the files of this process. Its id alone may be that of a process that has ended.
  private final String process;

  Users(Path directory) {
    this.directory = directory;
    ProcessHandle self = ProcessHandle.current();
    process =
        self.pid() + "-" + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L) + "-";
  }

  /** One use of the server, until {@link #leave()}. */
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

  /** Whether the server has a user; deletes the files of processes that have ended. */
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
    // If this process opened and closed a file that it has locked, it would release the lock.
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
