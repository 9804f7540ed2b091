package dev.tickgate.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads frames of exchanges. It keeps every digit of numbers, and returns parts of a frame as they
 * were written.
 */
final class FrameReader {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  // The length of a price in digits, at most. Longer prices are errors, and computing with them is
  // slow.
  private static final int LONGEST_PRICE = 40;

  private FrameReader() {}

  /** The frame, or a missing node where it is not JSON. */
  static JsonNode read(String frame) {
    try {
      return MAPPER.readTree(frame);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** The object or array in a field of the frame, as it was written; empty where there is none. */
  static Optional<String> member(String frame, String field) {
    try (JsonParser parser = MAPPER.getFactory().createParser(frame)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isWanted = parser.currentName().equals(field);
        parser.nextToken();
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        if (isWanted && parser.currentToken().isStructEnd()) {
          int end = (int) parser.currentLocation().getCharOffset();
          return Optional.of(frame.substring(begin, end));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A price, from a number or a string; empty where the value is neither, or is too long. */
  static Optional<BigDecimal> price(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.decimalValue()).filter(FrameReader::isShort);
    }
    if (!value.isTextual() || value.textValue().length() > LONGEST_PRICE) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(value.textValue())).filter(FrameReader::isShort);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A quote; empty where a price is missing or invalid. */
  static Optional<Quote> quote(
      String symbol,
      JsonNode bid,
      JsonNode ask,
      Optional<Instant> time,
      long sequence,
      MarketStatus status) {
    return price(bid)
        .flatMap(
            low -> price(ask).map(high -> new Quote(symbol, low, high, time, sequence, status)));
  }

  /** A time in UTC, such as 2018-03-30T12:34:56.789984Z; empty where the value is not a time. */
  static Optional<Instant> time(JsonNode value) {
    try {
      return value.isTextual() ? Optional.of(Instant.parse(value.textValue())) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean isShort(BigDecimal price) {
    return price.precision() <= LONGEST_PRICE && Math.abs(price.scale()) <= LONGEST_PRICE;
  }
}
