package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GmoCryptoTest {
  private static final Subject QUOTES = Subject.quotes("BTC_JPY");
  private static final Subject TRADES = Subject.frames("BTC_JPY@trades");
  private static final String TICKER =
      "{\"channel\":\"ticker\",\"ask\":\"13660265\",\"bid\":\"13658273\",\"high\":\"13685467\","
          + "\"last\":\"13659211\",\"low\":\"13540729\",\"symbol\":\"BTC_JPY\","
          + "\"timestamp\":\"2026-09-23T03:25:47.765Z\",\"volume\":\"963.33\"}";
  private static final String TRADE =
      "{\"channel\":\"trades\",\"price\":\"13659211\",\"side\":\"BUY\",\"size\":\"0.01\","
          + "\"symbol\":\"BTC_JPY\",\"timestamp\":\"2026-09-23T03:25:47.765Z\"}";

  private final Venue venue = Gmo.crypto();
  private final Conversation conversation = venue.open();
  private final RecordedFrames received = new RecordedFrames();

  @Test
  void theEndpointIsThePublicOne() {
    assertThat(venue.endpoint(URI.create("wss://api.coin.z.com")))
        .hasToString("wss://api.coin.z.com/ws/public/v1");
  }

  @Test
  void quotesAndTradesOfOneSymbolAreTwoStreams() {
    assertThat(conversation.subscribe(Set.of(QUOTES, TRADES)))
        .extracting(Command::frame)
        .containsExactlyInAnyOrder(
            "{\"command\":\"subscribe\",\"channel\":\"ticker\",\"symbol\":\"BTC_JPY\"}",
            "{\"command\":\"subscribe\",\"channel\":\"trades\",\"symbol\":\"BTC_JPY\"}");
    conversation.received(TRADE, received);
    assertThat(received.accepted).containsExactly(TRADES);
    assertThat(received.frames).containsExactly(TRADE);
    conversation.received(TICKER, received);
    assertThat(received.accepted).containsExactly(TRADES, QUOTES);
    assertThat(received.frames).containsExactly(TRADE);
    assertThat(received.quotes)
        .containsExactly(
            new Quote(
                "BTC_JPY",
                new BigDecimal("13658273"),
                new BigDecimal("13660265"),
                Optional.of(Instant.parse("2026-09-23T03:25:47.765Z")),
                -1,
                MarketStatus.OPEN));
  }

  @Test
  void anErrorNamesNoSubject() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received("{\"error\":\"ERR-5106 Invalid request parameter. symbol\"}", received);
    assertThat(received.refusals)
        .containsExactly(
            new Refusal(Set.of(), "ERR-5106", "Invalid request parameter. symbol", false));
  }

  @Test
  void aTickerWithoutPricesIsCounted() {
    conversation.subscribe(Set.of(QUOTES));
    List<String> bad =
        List.of(TICKER.replace("\"bid\"", "\"bids\""), TICKER.replace("13660265", "1e99999"));
    bad.forEach(frame -> conversation.received(frame, received));
    assertThat(received.unknown).isEqualTo(bad.size());
    assertThat(received.quotes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"BTC,true", "BTC_JPY,true", "btc,false", "BTC_USD,false", "'BTC\"',false"})
  void symbolsOfSpotAndLeverageArePlausible(String symbol, boolean isPlausible) {
    assertThat(venue.isPlausible(Subject.quotes(symbol))).isEqualTo(isPlausible);
    assertThat(venue.isPlausible(Subject.frames(symbol + "@orderbooks"))).isEqualTo(isPlausible);
    assertThat(venue.isPlausible(Subject.frames(symbol + "@orders"))).isFalse();
  }
}
