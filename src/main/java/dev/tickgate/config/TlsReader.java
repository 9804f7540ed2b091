package dev.tickgate.config;

import dev.tickgate.cluster.ClusterTls;
import dev.tickgate.http.PemFiles;
import dev.tickgate.http.PemPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the files of certificates, and checks their contents, so that errors are reported before
 * the start.
 */
final class TlsReader {
  private final SettingReader reader;

  TlsReader(SettingReader reader) {
    this.reader = reader;
  }

  Optional<PemFiles> http() {
    List<Path> files = files("http.tls.cert", "http.tls.key");
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new PemFiles(files.get(0), files.get(1)));
  }

  Optional<ClusterTls> bus() {
    List<Path> files = files("cluster.tls.cert", "cluster.tls.key", "cluster.tls.ca");
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClusterTls(files.get(0), files.get(1), files.get(2)));
  }

  /** Returns a certificate, its key, and other certificates; all of them must be set, or none. */
  private List<Path> files(String cert, String key, String... others) {
    List<String> paths = Stream.concat(Stream.of(cert, key), Stream.of(others)).toList();
    List<String> missing = paths.stream().filter(path -> !reader.has(path)).toList();
    if (missing.size() == paths.size()) {
      return List.of();
    }
    missing.forEach(path -> reader.error(path, "is empty, but needed with the others beside it"));
    List<Path> files = paths.stream().map(reader::file).toList();
    Stream.of(others).forEach(this::isCertificate);
    if (isCertificate(cert) && isReadable(key) && !PemPair.isPair(files.get(0), files.get(1))) {
      reader.error(
          key,
          "%s has no private key in PEM, not encrypted, of the certificate in %s"
              .formatted(files.get(1), cert));
    }
    return files;
  }

  /** Reports an error if a readable file has no valid certificate. */
  private boolean isCertificate(String path) {
    if (!isReadable(path)) {
      return false;
    }
    Path file = Path.of(reader.text(path));
    boolean isCertificate = PemPair.isCertificate(file);
    if (!isCertificate) {
      reader.error(path, "%s has no certificate in PEM (BEGIN CERTIFICATE)".formatted(file));
    }
    return isCertificate;
  }

  private boolean isReadable(String path) {
    return reader.has(path) && Files.isReadable(Path.of(reader.text(path)));
  }
}
