package dev.tickgate.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the page, packed into the jar, and the version of all of them together: a hash of
 * their bytes. It is a part of their addresses, so that browsers may cache them for ever and never
 * mix the modules of two versions.
 */
public final class Assets {
  public static final String PACKED = "dev/tickgate/webroot";
  public static final String VERSION = hash();

  private static final int LENGTH = 12;

  private Assets() {}

  /** Returns the text of a packed file. */
  public static String text(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("/" + PACKED + "/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash() {
    try {
      URL folder = Assets.class.getResource("/" + PACKED);
      if (!"jar".equals(folder.getProtocol())) {
        return hash(Path.of(folder.toURI()));
      }
      String jar = folder.getPath().substring(0, folder.getPath().indexOf('!'));
      try (FileSystem opened = FileSystems.newFileSystem(Path.of(URI.create(jar)))) {
        return hash(opened.getPath(PACKED));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(Path root) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
  }
}
