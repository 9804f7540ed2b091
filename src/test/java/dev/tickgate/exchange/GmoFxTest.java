package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GmoFxTest {
  private static final Subject QUOTES = Subject.quotes("USD_JPY");
  private static final Subject FRAMES = Subject.frames("USD_JPY@ticker");
  private static final String TICKER =
      "{\"symbol\":\"USD_JPY\",\"ask\":\"140.534\",\"bid\":\"140.502\","
          + "\"timestamp\":\"2018-03-30T12:34:56.789984Z\",\"status\":\"OPEN\"}";

  private final Venue venue = Gmo.fx();
  private final Conversation conversation = venue.open();
  private final RecordedFrames received = new RecordedFrames();

  private static Quote quote(String bid, String ask, MarketStatus status) {
    return new Quote(
        "USD_JPY",
        new BigDecimal(bid),
        new BigDecimal(ask),
        Optional.of(Instant.parse("2018-03-30T12:34:56.789984Z")),
        -1,
        status);
  }

  @Test
  void theEndpointIsThePublicOne() {
    assertThat(venue.endpoint(URI.create("wss://forex-api.coin.z.com")))
        .hasToString("wss://forex-api.coin.z.com/ws/public/v1");
  }

  @Test
  void eachSymbolIsACommandAndTwoSubjectsShareOne() {
    assertThat(conversation.subscribe(Set.of(QUOTES, FRAMES, Subject.quotes("EUR_JPY"))))
        .containsExactlyInAnyOrder(
            new Command(
                "{\"command\":\"subscribe\",\"channel\":\"ticker\",\"symbol\":\"USD_JPY\"}",
                Set.of(QUOTES, FRAMES)),
            new Command(
                "{\"command\":\"subscribe\",\"channel\":\"ticker\",\"symbol\":\"EUR_JPY\"}",
                Set.of(Subject.quotes("EUR_JPY"))));
    assertThat(conversation.unsubscribe(Set.of(QUOTES))).isEmpty();
    assertThat(conversation.unsubscribe(Set.of(FRAMES, QUOTES)))
        .containsExactly(
            new Command(
                "{\"command\":\"unsubscribe\",\"channel\":\"ticker\",\"symbol\":\"USD_JPY\"}"));
  }

  @Test
  void theFirstQuoteAcceptsTheSubscription() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(TICKER, received);
    conversation.received(TICKER, received);
    assertThat(received.accepted).containsExactly(QUOTES);
    Quote quote = quote("140.502", "140.534", MarketStatus.OPEN);
    assertThat(received.quotes).containsExactly(quote, quote);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"147.182\"', '\"147.185\"', 147.182, 147.185",
    "147.182, 147.185, 147.182, 147.185",
    "0.1, 0.3, 0.1, 0.3",
    "1.005, 1.0050000000000001, 1.005, 1.0050000000000001",
    "'\"12345678901234.123456789\"', 12345678901234.123456789,"
        + " 12345678901234.123456789, 12345678901234.123456789",
    "151, '\"151.000\"', 151, 151.000",
  })
  void pricesAreExactAsStringsAndAsNumbers(String bidText, String askText, String bid, String ask) {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(
        TICKER.replace("\"140.502\"", bidText).replace("\"140.534\"", askText), received);
    assertThat(received.quotes).containsExactly(quote(bid, ask, MarketStatus.OPEN));
  }

  @ParameterizedTest
  @CsvSource({"OPEN,OPEN", "CLOSE,CLOSE", "MAINTENANCE,MAINTENANCE", "PREOPEN,CLOSE"})
  void theStatusOfTheMarketComesWithEachQuote(String text, MarketStatus status) {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(TICKER.replace("OPEN", text), received);
    assertThat(received.quotes).containsExactly(quote("140.502", "140.534", status));
  }

  @Test
  void aFrameIsGivenAsItWasWritten() {
    conversation.subscribe(Set.of(FRAMES));
    conversation.received(TICKER, received);
    assertThat(received.frames).containsExactly(TICKER);
    assertThat(received.quotes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERR-5003 Request too many. | ERR-5003 | Request too many. | true",
        "ERR-5106 Invalid request parameter. symbol | ERR-5106"
            + " | Invalid request parameter. symbol | false",
        "ERR-5201 Maintenance. | ERR-5201 | Maintenance. | true",
        "ERR-5202 Maintenance. | ERR-5202 | Maintenance. | true",
        "ERR-554 | ERR-554 | '' | false",
      })
  void anErrorNamesNoSubject(String error, String code, String message, boolean isTemporary) {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received("{\"error\":\"" + error + "\"}", received);
    assertThat(received.refusals)
        .containsExactly(new Refusal(Set.of(), code, message, isTemporary));
    assertThat(received.states)
        .isEqualTo(code.startsWith("ERR-520") ? List.of(MarketStatus.MAINTENANCE) : List.of());
  }

  @Test
  void quotesOfOtherSymbolsAreIgnored() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(TICKER.replace("USD_JPY", "EUR_JPY"), received);
    conversation.unsubscribe(Set.of(QUOTES));
    conversation.received(TICKER, received);
    assertThat(received.quotes).isEmpty();
    assertThat(received.accepted).isEmpty();
  }

  @Test
  void badInputIsCounted() {
    conversation.subscribe(Set.of(QUOTES));
    List<String> bad =
        List.of(
            "",
            "nonsense",
            "[]",
            "{}",
            "null",
            "{\"error\":{}}",
            "{\"symbol\":7}",
            TICKER.replace("\"140.502\"", "null"),
            TICKER.replace("140.534", "140,534"),
            TICKER.replace("140.534", "NaN"),
            TICKER.replace("\"140.534\"", "{}"));
    bad.forEach(frame -> conversation.received(frame, received));
    assertThat(received.unknown).isEqualTo(bad.size());
    assertThat(received.quotes).isEmpty();
    assertThat(received.accepted).isEmpty();
  }

  @Test
  void aQuoteWithoutAReadableTimeHasNone() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(TICKER.replace("2018-03-30T12", "yesterday"), received);
    assertThat(received.quotes).extracting(Quote::time).containsExactly(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "USD_JPY,true",
    "usd_jpy,false",
    "USDJPY,false",
    "USD_JPY_X,false",
    "'USD_JPY\"',false"
  })
  void onlyPairsOfCurrenciesArePlausible(String symbol, boolean isPlausible) {
    assertThat(venue.isPlausible(Subject.quotes(symbol))).isEqualTo(isPlausible);
    assertThat(venue.isPlausible(Subject.frames(symbol + "@ticker"))).isEqualTo(isPlausible);
    assertThat(venue.isPlausible(Subject.frames(symbol + "@trades"))).isFalse();
  }

  @Test
  void commandsAreSlowerThanOneASecond() {
    assertThat(venue.limits().pace()).hasMillis(1_100);
    assertThat(venue.limits().ping()).isLessThan(Duration.ofSeconds(60));
  }
}
