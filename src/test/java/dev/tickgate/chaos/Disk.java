package dev.tickgate.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A small file system in memory, which can be filled. Needs root. */
final class Disk implements AutoCloseable {
  private static final int BLOCK = 1 << 16;

  private final Path directory;
  private final boolean mounted;

  private Disk(Path directory, boolean mounted) {
    this.directory = directory;
    this.mounted = mounted;
  }

  /** Mounts it at an empty directory, or leaves that on its own file system where it may not. */
  static Disk mount(Path directory, String size) throws IOException {
    Files.createDirectories(directory);
    boolean root = "root".equals(System.getProperty("user.name"));
    return new Disk(directory, root && mounted(directory, size));
  }

  private static boolean mounted(Path directory, String size) {
    try {
      String options = "size=" + size + ",mode=0700";
      run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
      return true;
    } catch (IOException e) {
      return false; // a container without the capability
    }
  }

  Path directory() {
    return directory;
  }

  boolean canBeFilled() {
    return mounted;
  }

  void fill() throws IOException {
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      byte[] block = new byte[BLOCK];
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (!Files.exists(ballast())) {
        throw e;
      }
      // It is full now.
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      // Lazily: a process that was just killed may hold a file for a moment.
      run("umount", "-l", directory.toString());
    }
  }

  private static void run(String... command) throws IOException {
    Programs.run(List.of(command), Map.of());
  }
}
