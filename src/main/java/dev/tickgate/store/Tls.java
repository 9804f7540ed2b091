package dev.tickgate.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.SslMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/**
 * The TLS settings of a database connection. Files are read for each connection, so that a renewed
 * certificate is used without a restart.
 *
 * @param rootCert a PEM file with the authorities, or {@value #SYSTEM}; empty: the server is not
 *     verified
 * @param clientCert the client's certificate, where the server requests one
 */
public record Tls(TlsMode mode, Optional<String> rootCert, Optional<ClientCertificate> clientCert) {
  /** The authorities that the Java runtime trusts. */
  static final String SYSTEM = "system";

  static final Tls DISABLED = new Tls(TlsMode.DISABLE, Optional.empty(), Optional.empty());

  /** PEM files; the key is not encrypted. */
  public record ClientCertificate(Path cert, Path key) {}

  /** The fault of the authorities or the client's certificate; empty where they can be used. */
  Optional<String> problem() {
    try {
      options();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  SslMode driverMode() {
    return switch (mode) {
      case DISABLE -> SslMode.DISABLE;
      case PREFER, REQUIRE -> SslMode.REQUIRE;
      case VERIFY_CA -> SslMode.VERIFY_CA;
      case VERIFY_FULL -> SslMode.VERIFY_FULL;
    };
  }

  /**
   * Reads the files. Blocking.
   *
   * @throws IOException naming the parameter whose file cannot be used; the driver would wait for
   *     ever instead
   */
  ClientSSLOptions options() throws IOException {
    ClientSSLOptions options = new ClientSSLOptions();
    options.setHostnameVerificationAlgorithm(mode == TlsMode.VERIFY_FULL ? "HTTPS" : "");
    if (mode.isVerifying()) {
      options.setTrustOptions(trust());
    } else {
      options.setTrustAll(true);
    }
    if (clientCert.isPresent()) {
      options.setKeyCertOptions(client(clientCert.get()));
    }
    return options;
  }

  private TrustOptions trust() throws IOException {
    String root = rootCert.orElseThrow();
    if (root.equals(SYSTEM)) {
      return TrustOptions.wrap(systemAuthorities());
    }
    Buffer pem = read("sslrootcert", Path.of(root));
    try {
      InputStream certificates = new ByteArrayInputStream(pem.getBytes());
      if (CertificateFactory.getInstance("X.509").generateCertificates(certificates).isEmpty()) {
        throw new CertificateException("no certificate");
      }
      return new PemTrustOptions().addCertValue(pem);
    } catch (CertificateException e) {
      throw new IOException("sslrootcert: %s has no certificate in PEM".formatted(root), e);
    }
  }

  private static TrustManagerFactory systemAuthorities() throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException("sslrootcert: the system's authorities cannot be read", e);
    }
  }

  private static PemKeyCertOptions client(ClientCertificate files) throws IOException {
    PemKeyCertOptions client =
        new PemKeyCertOptions()
            .addCertValue(read("sslcert", files.cert()))
            .addKeyValue(read("sslkey", files.key()));
    try {
      client.getKeyManagerFactory(null);
      return client;
    } catch (Exception e) {
      throw new IOException(
          "sslcert, sslkey: %s and %s are no certificate and key in PEM, not encrypted"
              .formatted(files.cert(), files.key()),
          e);
    }
  }

  private static Buffer read(String parameter, Path file) throws IOException {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IOException("%s: %s cannot be read".formatted(parameter, file), e);
    }
  }
}
