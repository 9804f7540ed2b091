package dev.tickgate.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Detects that a file was written or replaced, with one look per round. A file that changed since
 * the round before may be incomplete: it is reported when the next round finds it unchanged.
 * Confined to one thread.
 */
public final class FileWatch {
  private final Path file;
  private Optional<Look> told;
  private Optional<Look> last;

  private record Look(FileTime modified, long size, Object key) {}

  /** Starts from the present state of the file. */
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
    // A missing file is about to be replaced, or missing by mistake: the settings stay as they were
    // read.
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
