package dev.tickgate.protocol;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tickgate.market.Tick;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A ticker message, as the parts of a node read it.
 *
 * @param isOpen whether the market was open
 */
public record QuoteMessage(Instant time, BigDecimal bid, BigDecimal ask, boolean isOpen) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Reads a quote; empty where the message is not one. */
  public static Optional<QuoteMessage> read(byte[] json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      BigDecimal bid = node.path("bid").decimalValue();
      BigDecimal ask = node.path("ask").decimalValue();
      Instant time = Instant.parse(node.path("timestamp").asText());
      boolean isOpen = node.path("status").asText("OPEN").equals("OPEN");
      return Tick.isValid(bid, ask)
          ? Optional.of(new QuoteMessage(time, bid, ask, isOpen))
          : Optional.empty();
    } catch (IOException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
