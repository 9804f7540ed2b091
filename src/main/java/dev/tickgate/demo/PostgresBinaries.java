package dev.tickgate.demo;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the jar once and kept. Its methods block. */
final class PostgresBinaries {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /**
   * Unpacks the programs below a directory, where they are not unpacked yet. One caller at a time.
   */
  static PostgresBinaries unpackedIn(Path directory, byte[] archive) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(archive);
    Path home = directory.resolve("PG-%08x".formatted(crc.getValue()));
    if (!Files.isDirectory(home)) {
      LOG.atInfo()
          .addKeyValue("directory", home)
          .addKeyValue("hint", "the first start only, some seconds")
          .log("database.embedded_unpacking");
      Path half = directory.resolve(home.getFileName() + ".unpacking");
      Directories.delete(half);
      unpack(archive, half);
      // The directory is either complete or absent, even after the process was killed while it
      // unpacked.
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresBinaries(home);
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    Files.createDirectories(target);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target.resolve(entry.getName()).normalize());
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    if (file.getParent().endsWith("bin") && !file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + file);
    }
  }

  /**
   * Returns the command line that runs a program. PostgreSQL refuses to run as root, so under root
   * the command enters a user namespace.
   */
  List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }
}
