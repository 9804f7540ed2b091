package dev.tickgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.zip.Deflater.BEST_COMPRESSION;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the files of the pages, and caches each one in memory, with its compressed form, after its
 * first request. Below {@code /assets/} and the version of all files, a client may cache a file for
 * ever. At any other address, it revalidates the file at each use. Confined to one event loop.
 */
public final class PackedFiles implements Handler<RoutingContext> {
  private static final Pattern VERSIONED = Pattern.compile("/assets/([^/]+)(/.*)");
  // No directories, and nothing that leads out of the folder.
  private static final Pattern FILE =
      Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*/[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+");
  // One tag for all files: a page and its modules have one version.
  private static final String TAG = '"' + Assets.VERSION + '"';
  private static final String FOREVER = "public, immutable, max-age=31536000";

  private final Vertx vertx;
  private final Answers answers;
  private final ClassLoader resources = PackedFiles.class.getClassLoader();
  // Bounded by the number of files: a path without a file is not stored.
  private final Map<String, Asset> known = new HashMap<>();

  private record Asset(String type, Body body) {}

  /**
   * @param pages the texts of the pages by their paths, with the version in their addresses
   */
  public PackedFiles(Vertx vertx, Answers answers, Map<String, String> pages) {
    this.vertx = vertx;
    this.answers = answers;
    pages.forEach(
        (path, page) ->
            known.put(
                path,
                new Asset(type("/index.html"), Body.of(page.getBytes(UTF_8), BEST_COMPRESSION))));
  }

  @Override
  public void handle(RoutingContext context) {
    Matcher versioned = VERSIONED.matcher(context.normalizedPath());
    boolean isVersioned = versioned.matches();
    boolean forever = isVersioned && versioned.group(1).equals(Assets.VERSION);
    String path = isVersioned ? versioned.group(2) : context.normalizedPath();
    Asset asset = known.get(path);
    if (asset != null) {
      send(context, asset, forever);
      return;
    }
    URL resource =
        FILE.matcher(path).matches() ? resources.getResource(Assets.PACKED + path) : null;
    if (resource == null) {
      context.next();
      return;
    }
    read(path, resource)
        .onFailure(context::fail)
        .onSuccess(
            read -> {
              known.put(path, read);
              send(context, read, forever);
            });
  }

  private Future<Asset> read(String path, URL resource) {
    return vertx.executeBlocking(
        () -> {
          try (InputStream in = resource.openStream()) {
            byte[] bytes = in.readAllBytes();
            return new Asset(type(path), Body.of(bytes, BEST_COMPRESSION));
          }
        },
        false);
  }

  private static String type(String path) {
    String type =
        Optional.ofNullable(MimeMapping.mimeTypeForFilename(path))
            .orElse("application/octet-stream");
    return type.startsWith("text") ? type + ";charset=UTF-8" : type;
  }

  private void send(RoutingContext context, Asset asset, boolean forever) {
    MultiMap headers = context.response().headers();
    headers.set(HttpHeaders.ETAG, TAG);
    headers.set(HttpHeaders.CACHE_CONTROL, forever ? FOREVER : "no-cache");
    if (EntityTag.isKnown(context.request(), TAG)) {
      headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      context.response().setStatusCode(304).end();
    } else {
      headers.set(HttpHeaders.CONTENT_TYPE, asset.type());
      answers.send(context, asset.body());
    }
  }
}
