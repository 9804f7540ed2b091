package dev.tickgate.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL with TLS, whose certificate names {@code localhost}, not 127.0.0.1. The user {@code
 * guarded} must use TLS and has a password, {@code shown} must use TLS and has a certificate,
 * {@code bare} must not use TLS, and {@code postgres} may connect with or without TLS.
 */
public final class TlsDatabase implements AutoCloseable {
  /** The password of every user that has one. */
  public static final String PASSWORD = "a+b=/,;:%@#? é'";

  private static final String RULES =
      """
      local   all postgres     trust
      host    all postgres all trust
      hostssl all guarded  all scram-sha-256
      hostssl all shown    all cert
      hostnossl all bare   all trust
      """;

  private final EmbeddedPostgres server;
  private final Path sockets;
  private final Path authority;
  private final Certificates.Pair client;

  private TlsDatabase(
      EmbeddedPostgres server, Path sockets, Path authority, Certificates.Pair client) {
    this.server = server;
    this.sockets = sockets;
    this.authority = authority;
    this.client = client;
  }

  /** Starts the server with files in that folder. */
  public static TlsDatabase start(Path dir) {
    Certificates certificates = new Certificates("database authority");
    Path authority = certificates.authority(dir);
    Certificates.Pair own = certificates.issueFor(dir, "server", "localhost");
    try {
      // PostgreSQL rejects a key that other users may read.
      Files.setPosixFilePermissions(own.key(), PosixFilePermissions.fromString("rw-------"));
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setPort(Ports.free())
              .setServerConfig("ssl", "on")
              .setServerConfig("unix_socket_directories", sockets(dir).toString())
              .setServerConfig("ssl_cert_file", own.cert().toString())
              .setServerConfig("ssl_key_file", own.key().toString())
              .setServerConfig("ssl_ca_file", authority.toString())
              .setServerConfig(
                  "hba_file", Files.writeString(dir.resolve("hba.conf"), RULES).toString())
              .start();
      TlsDatabase database =
          new TlsDatabase(
              server, sockets(dir), authority, certificates.issueFor(dir, "shown", "client"));
      database.run(
          "create role guarded superuser login password '%s'"
              .formatted(PASSWORD.replace("'", "''")));
      database.run("create role shown login; create role bare login");
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path sockets(Path dir) throws IOException {
    return Files.createDirectories(dir.resolve("sockets"));
  }

  /** Returns the folder of its socket. */
  public Path sockets() {
    return sockets;
  }

  public int port() {
    return server.getPort();
  }

  /** Returns the certificate of the authority that signed the certificate of the server. */
  public Path authority() {
    return authority;
  }

  /** Returns the certificate of the user {@code shown}. */
  public Certificates.Pair client() {
    return client;
  }

  /** Executes statements of the tests. */
  public void run(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
