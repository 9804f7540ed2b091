package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;

/** A certificate with those that vouch for it, and its key. */
public record PemFiles(Path cert, Path key) {
  /** The present contents of the files. */
  Future<PemKeyCertOptions> read(Vertx vertx) {
    return vertx
        .fileSystem()
        .readFile(cert.toString())
        .compose(
            certificate ->
                vertx
                    .fileSystem()
                    .readFile(key.toString())
                    .map(
                        secret ->
                            new PemKeyCertOptions().addCertValue(certificate).addKeyValue(secret)));
  }
}
