package dev.tickgate.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A backup of a database, taken while it runs. */
interface Backup {
  /** Replaces the database's content; it is stopped, before and after. */
  void restore(Database database) throws IOException, SQLException;

  /** Copies the files, as {@code pg_basebackup} does. */
  static Backup copy(Database database, Path to) throws IOException, SQLException {
    Files.createDirectories(to);
    try (Connection connection = DriverManager.getConnection(database.sql().url());
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('chaos', true)");
      copyTree(database.data(), to, path -> !path.startsWith("pg_wal/"));
      try (ResultSet stopped =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        stopped.next();
        Files.writeString(to.resolve("backup_label"), stopped.getString(1));
      }
    }
    copyTree(database.data(), to, path -> path.startsWith("pg_wal/"));
    return new Copied(to);
  }

  /** Writes a dump, which is restored into this server or into a new one. */
  static Backup dump(Database database, Path to, boolean intoNewServer) throws IOException {
    tool(database, database.port(), "pg_dump", "-Fc", "-f", to.toString(), "postgres");
    return new Dumped(to, intoNewServer);
  }

  private static void tool(Database database, int port, String program, String... arguments)
      throws IOException {
    Map<String, String> environment =
        Map.of("PGHOST", "127.0.0.1", "PGPORT", Integer.toString(port), "PGUSER", "postgres");
    database.programs().run(program, List.of(arguments), environment);
  }

  /** Which files of a directory. */
  interface Choice {
    boolean takes(String path);
  }

  private static void copyTree(Path from, Path to, Choice choice) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path relative = from.relativize(file);
        if (Files.isDirectory(file)) {
          Files.createDirectories(to.resolve(relative));
          Files.setPosixFilePermissions(to.resolve(relative), Files.getPosixFilePermissions(file));
        } else if (!relative.toString().startsWith("postmaster.")
            && choice.takes(relative.toString())) {
          copyFile(file, to.resolve(relative));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void copyFile(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // The server deleted it meanwhile; the log says so.
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The files of a server. */
  record Copied(Path files) implements Backup {
    @Override
    public void restore(Database database) throws IOException {
      delete(database.data());
      copyTree(files, database.data(), path -> true);
    }
  }

  /** A dump of {@code pg_dump}. */
  record Dumped(Path file, boolean intoNewServer) implements Backup {
    @Override
    public void restore(Database database) throws IOException, SQLException {
      if (intoNewServer) {
        delete(database.data());
        database.create();
      }
      database.startPrivately();
      try {
        if (!intoNewServer) {
          Sql template = new Sql(database.privateSql().url().replace("/postgres?", "/template1?"));
          template.execute("drop database postgres with (force)");
          template.execute("create database postgres template template0");
        }
        int port = database.privatePort();
        tool(database, port, "pg_restore", "-d", "postgres", file.toString());
      } finally {
        database.stop();
      }
    }
  }
}
