package dev.tickgate.endpoint;

import dev.tickgate.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bytes of a client, and what an echo has to answer. The numbers of the groups are those that
 * conformance suites of WebSocket use.
 *
 * @param heard up to the end of the connection
 */
public record WebSocketCase(String name, byte[] sent, List<String> heard) {
  private static final int FINAL = RawWebSocket.FINAL;
  private static final int TEXT = RawWebSocket.TEXT;
  private static final int BINARY = RawWebSocket.BINARY;
  private static final int CONTINUATION = RawWebSocket.CONTINUATION;
  private static final int PING = RawWebSocket.PING;
  private static final int PONG = RawWebSocket.PONG;
  private static final int CLOSE = RawWebSocket.CLOSE;

  @Override
  public String toString() {
    return name;
  }

  /** Ends with a close of the client, which is answered. */
  private static WebSocketCase fine(String name, byte[] sent, String... heard) {
    List<String> all = new ArrayList<>(List.of(heard));
    Collections.addAll(all, "close:1000", "eof");
    return new WebSocketCase(name, join(sent, RawWebSocket.close(1000, "")), all);
  }

  /** Ends with a close of the server. */
  private static WebSocketCase wrong(String name, int code, byte[] sent, String... heard) {
    List<String> all = new ArrayList<>(List.of(heard));
    Collections.addAll(all, "close:" + code, "eof");
    return new WebSocketCase(name, sent, all);
  }

  static Stream<WebSocketCase> fine() {
    return Stream.of(
            framing(), pings(), fragments(), validText(), closes(), sizes(), fragmentSizes())
        .flatMap(cases -> cases);
  }

  /** Violations of the protocol on any path. */
  static Stream<WebSocketCase> wrong() {
    return Stream.of(brokenFrames(), brokenFragments(), invalidText(), brokenCloses())
        .flatMap(cases -> cases);
  }

  private static Stream<WebSocketCase> framing() {
    return Stream.of(0, 1, 125, 126, 127, 128, 65_535, 65_536)
        .flatMap(
            size ->
                Stream.of(
                    fine("1.1 text of " + size, whole(TEXT, "*", size), "text:" + "*".repeat(size)),
                    fine(
                        "1.2 binary of " + size,
                        whole(BINARY, "~", size),
                        "binary:" + "~".repeat(size))));
  }

  private static Stream<WebSocketCase> pings() {
    String most = "p".repeat(125);
    return Stream.of(
        fine("2.1 ping without payload", frame(FINAL | PING, ""), "pong:"),
        fine("2.2 ping with payload", frame(FINAL | PING, "Hello"), "pong:Hello"),
        fine("2.4 ping with 125 bytes", frame(FINAL | PING, most), "pong:" + most),
        wrong("2.5 ping with 126 bytes", 1002, frame(FINAL | PING, most + "p")),
        fine("2.7 pong unasked", frame(FINAL | PONG, "")),
        fine(
            "2.9 pong unasked, then ping",
            join(frame(FINAL | PONG, "x"), frame(FINAL | PING, "y")),
            "pong:y"),
        fine(
            "2.10 ten pings",
            join(Stream.generate(() -> frame(FINAL | PING, "n")).limit(10).toArray(byte[][]::new)),
            Collections.nCopies(10, "pong:n").toArray(String[]::new)));
  }

  private static Stream<WebSocketCase> fragments() {
    return Stream.of(
        fine(
            "5.3 text in two",
            join(frame(TEXT, "one "), frame(FINAL | CONTINUATION, "two")),
            "text:one two"),
        fine(
            "5.6 ping between",
            join(frame(TEXT, "a"), frame(FINAL | PING, "p"), frame(FINAL | CONTINUATION, "b")),
            "pong:p",
            "text:ab"),
        fine(
            "5.19 pings between, in five",
            join(
                frame(BINARY, "1"),
                frame(CONTINUATION, "2"),
                frame(FINAL | PING, "p"),
                frame(CONTINUATION, "3"),
                frame(CONTINUATION, ""),
                frame(FINAL | PING, "q"),
                frame(FINAL | CONTINUATION, "4")),
            "pong:p",
            "pong:q",
            "binary:1234"),
        fine(
            "6.1.2 three empty ones",
            join(frame(TEXT, ""), frame(CONTINUATION, ""), frame(FINAL | CONTINUATION, "")),
            "text:"),
        fine(
            "6.1.3 empty around the middle",
            join(frame(TEXT, ""), frame(CONTINUATION, "mid"), frame(FINAL | CONTINUATION, "")),
            "text:mid"));
  }

  private static Stream<WebSocketCase> validText() {
    return Stream.of(
            "Hello-µ@ßöäüàá-UTF-8!!",
            "κόσμε",
            "\u0000",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\ufffe",
            "\uffff",
            "\ud800\udc00",
            "\udbff\udfff")
        .flatMap(
            text -> {
              byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
              byte[][] split = new byte[bytes.length][];
              for (int i = 0; i < bytes.length; i++) {
                int last = i == bytes.length - 1 ? FINAL : 0;
                split[i] = RawWebSocket.frame(last | (i == 0 ? TEXT : 0), new byte[] {bytes[i]});
              }
              return Stream.of(
                  fine("6.2 " + hex(bytes), frame(FINAL | TEXT, text), "text:" + text),
                  fine("6.2 byte by byte " + hex(bytes), join(split), "text:" + text));
            });
  }

  private static Stream<WebSocketCase> closes() {
    Stream<WebSocketCase> codes =
        Stream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
            .map(code -> wrong("7.7 close " + code, code, RawWebSocket.close(code, "why")));
    byte[] goodbye = RawWebSocket.close(1000, "");
    return Stream.concat(
        codes,
        Stream.of(
            wrong("7.1.2 two closes", 1000, join(goodbye, goodbye)),
            wrong("7.1.3 ping after close", 1000, join(goodbye, frame(FINAL | PING, "x"))),
            wrong("7.1.4 text after close", 1000, join(goodbye, frame(FINAL | TEXT, "x"))),
            wrong("7.1.6 much after close", 1000, join(goodbye, whole(TEXT, "x", 1 << 20))),
            wrong("7.1.5 close amid fragments", 1000, join(frame(TEXT, "a"), goodbye)),
            wrong("7.3.5 reason of 123 bytes", 1000, RawWebSocket.close(1000, "r".repeat(123)))));
  }

  private static Stream<WebSocketCase> sizes() {
    return Stream.of(1 << 20, 4 << 20, 16 << 20)
        .flatMap(
            size ->
                Stream.of(
                    fine("9.1 text of " + size, whole(TEXT, "*", size), "text:" + "*".repeat(size)),
                    fine(
                        "9.2 binary of " + size,
                        whole(BINARY, "b", size),
                        "binary:" + "b".repeat(size))));
  }

  private static Stream<WebSocketCase> fragmentSizes() {
    int size = 1 << 20;
    return Stream.of(64, 1_300, 65_536)
        .map(
            part -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              for (int from = 0; from < size; from += part) {
                int length = Math.min(part, size - from);
                int last = from + length == size ? FINAL : 0;
                all.writeBytes(frame(last | (from == 0 ? TEXT : 0), "f".repeat(length)));
              }
              return fine("9.3 in parts of " + part, all.toByteArray(), "text:" + "f".repeat(size));
            });
  }

  private static Stream<WebSocketCase> brokenFrames() {
    byte[] unmasked = {(byte) (FINAL | TEXT), 1, 'x'};
    byte[] longForm = {(byte) (FINAL | TEXT), (byte) (0x80 | 126), 0, 5};
    byte[] longerForm = {(byte) (FINAL | TEXT), (byte) (0x80 | 127), 0, 0, 0, 0, 0, 0, 1, 0};
    byte[] negative = {(byte) (FINAL | TEXT), (byte) (0x80 | 127), -1, 0, 0, 0, 0, 0, 0, 0};
    Stream<WebSocketCase> reserved =
        Stream.of(0x10, 0x20, 0x30, 0x40, 0x70)
            .map(bits -> wrong("3 reserved " + bits, 1002, frame(FINAL | bits | TEXT, "x")));
    Stream<WebSocketCase> opcodes =
        Stream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
            .map(code -> wrong("4 opcode " + code, 1002, frame(FINAL | code, "")));
    return Stream.of(
            reserved,
            opcodes,
            Stream.of(
                wrong("unmasked", 1002, unmasked),
                wrong("length not in its shortest form", 1002, longForm),
                wrong("length not in its shorter form", 1002, longerForm),
                wrong("negative length", 1002, negative)))
        .flatMap(cases -> cases);
  }

  private static Stream<WebSocketCase> brokenFragments() {
    return Stream.of(
        wrong("5.1 ping in fragments", 1002, frame(PING, "a")),
        wrong("5.2 pong in fragments", 1002, frame(PONG, "a")),
        wrong("7 close in fragments", 1002, frame(CLOSE, "")),
        wrong("5.9 continuation of nothing", 1002, frame(FINAL | CONTINUATION, "a")),
        wrong("5.11 unfinished continuation of nothing", 1002, frame(CONTINUATION, "a")),
        wrong("5.18 text amid text", 1002, join(frame(TEXT, "a"), frame(FINAL | TEXT, "b"))));
  }

  private static Stream<WebSocketCase> invalidText() {
    return Stream.of(
            // Continuation bytes alone, sequences cut short, bytes that never occur.
            "80 bf 8080 c0 fe ff c3 e282 f09f98 c320 e28220 cebae1bdb9cf83cebcceb5eda080656469746564",
            // Longer than they need to be.
            "c0af e080af f08080af f8808080af fc80808080af c1bf e09fbf f08fbfbf",
            // Surrogates, and beyond the last character.
            "eda080 edbfbf eda080edb080 f4908080 f5808080 f7bfbfbf")
        .flatMap(line -> Stream.of(line.split(" ")))
        .flatMap(
            text -> {
              byte[] bytes = HexFormat.of().parseHex(text);
              return Stream.of(
                  wrong("6.3 " + text, 1007, RawWebSocket.frame(FINAL | TEXT, bytes)),
                  wrong(
                      "6.3 in two " + text,
                      1007,
                      join(RawWebSocket.frame(TEXT, bytes), frame(FINAL | CONTINUATION, ""))));
            });
  }

  private static Stream<WebSocketCase> brokenCloses() {
    Stream<WebSocketCase> codes =
        Stream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32_768, 65_535)
            .map(code -> wrong("7.9 close " + code, 1002, RawWebSocket.close(code, "")));
    byte[] broken = {3, (byte) 0xE8, (byte) 0xCE, (byte) 0xBA, (byte) 0xE1};
    return Stream.concat(
        codes,
        Stream.of(
            wrong("7.3.2 close with one byte", 1002, frame(FINAL | CLOSE, "a")),
            wrong("7.3.6 close with 126 bytes", 1002, RawWebSocket.close(1000, "r".repeat(124))),
            wrong("7.5.1 reason not UTF-8", 1007, RawWebSocket.frame(FINAL | CLOSE, broken))));
  }

  private static byte[] whole(int opcode, String character, int size) {
    return frame(FINAL | opcode, character.repeat(size));
  }

  private static byte[] frame(int first, String payload) {
    return RawWebSocket.frame(first, payload);
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
