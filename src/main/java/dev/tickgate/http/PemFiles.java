package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;

/** The files of a certificate with its chain, and of its key. */
public record PemFiles(Path cert, Path key) {
  /** Reads the current contents of the files. */
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
