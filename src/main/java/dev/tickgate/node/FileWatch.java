package dev.tickgate.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Notices that a file is another one: written to, or put in place of the one before. Once a round;
 * what has changed since the round before may still be being written, and waits for the next.
 * Confined to one thread.
 */
public final class FileWatch {
  private final Path file;
  private Optional<Look> told;
  private Optional<Look> last;

  private record Look(FileTime modified, long size, Object key) {}

  /** Of a file as it is now. */
  public FileWatch(Path file) {
    this.file = file;
    this.told = look();
    this.last = told;
  }

  /**
   * @param changed called once for each change
   */
  public void round(Runnable changed) {
    Optional<Look> now = look();
    // A file that is gone is about to be another one, or a mistake: what was read stays.
    if (now.isPresent() && now.equals(last) && !now.equals(told)) {
      told = now;
      changed.run();
    }
    last = now;
  }

  private Optional<Look> look() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Look(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
