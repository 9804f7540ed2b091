package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KrakenTest {
  private static final Subject QUOTES = Subject.quotes("USDT_USD");
  private static final Subject TRADES = Subject.frames("USDT_USD@trade");
  private static final String TICKER =
      "{\"channel\":\"ticker\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"USDT/USD\","
          + "\"bid\":0.9998,\"bid_qty\":1.5,\"ask\":0.99981,\"ask_qty\":2,\"last\":0.9998,"
          + "\"volume\":1.0,\"vwap\":0.99,\"low\":0.9,\"high\":1.1,\"change\":0.0001,"
          + "\"change_pct\":0.01,\"trades\":7,\"timestamp\":\"2026-09-24T03:54:18.054886Z\"}]}";
  private static final String ACCEPTED =
      "{\"method\":\"subscribe\",\"result\":{\"channel\":\"%s\",\"event_trigger\":\"bbo\","
          + "\"snapshot\":true,\"symbol\":\"USDT/USD\"},\"success\":true,"
          + "\"time_in\":\"2026-09-24T03:54:17.054886Z\","
          + "\"time_out\":\"2026-09-24T03:54:17.054986Z\"}";
  private static final String REFUSED =
      "{\"error\":\"%s\",\"method\":\"subscribe\",\"success\":false,\"symbol\":\"USDT/USD\","
          + "\"req_id\":%s,\"time_in\":\"2026-09-24T03:54:17.054886Z\"}";

  private final Venue venue = new Kraken();
  private final Conversation conversation = venue.open();
  private final RecordedFrames received = new RecordedFrames();

  private static Quote quote(String bid, String ask, MarketStatus status) {
    return new Quote(
        "USDT_USD",
        new BigDecimal(bid),
        new BigDecimal(ask),
        Optional.of(Instant.parse("2026-09-24T03:54:18.054886Z")),
        -1,
        status);
  }

  private static String id(Command command) {
    return command.frame().replaceAll(".*\"req_id\":(\\d+)}", "$1");
  }

  @Test
  void theEndpointIsThatOfVersionTwo() {
    assertThat(venue.endpoint(URI.create("wss://ws.kraken.com")))
        .hasToString("wss://ws.kraken.com/v2");
  }

  @Test
  void quotesComeWithEachChangeOfTheBestPrices() {
    assertThat(conversation.subscribe(Set.of(QUOTES)))
        .containsExactly(
            new Command(
                "{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\","
                    + "\"symbol\":[\"USDT/USD\"],\"event_trigger\":\"bbo\"},\"req_id\":4}",
                Set.of(QUOTES)));
    conversation.received(ACCEPTED.formatted("ticker"), received);
    assertThat(received.accepted).containsExactly(QUOTES);
    conversation.received(TICKER, received);
    conversation.received(TICKER.replace("snapshot", "update"), received);
    Quote quote = quote("0.9998", "0.99981", MarketStatus.OPEN);
    assertThat(received.quotes).containsExactly(quote, quote);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.3",
    "1.005, 1.0050000000000001",
    "64123.4, 64123.5",
    "0.00000123, 0.00000124",
    "64123, 64124",
  })
  void numbersHaveNoBinaryNoise(String bid, String ask) {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(
        TICKER
            .replace("\"bid\":0.9998", "\"bid\":" + bid)
            .replace("\"ask\":0.99981", "\"ask\":" + ask),
        received);
    assertThat(received.quotes).containsExactly(quote(bid, ask, MarketStatus.OPEN));
  }

  @Test
  void oneCommandHasFiftyPairsAtMost() {
    Set<Subject> many =
        IntStream.range(0, 120)
            .mapToObj(i -> Subject.quotes("A" + i + "_USD"))
            .collect(Collectors.toSet());
    List<Command> commands = conversation.subscribe(many);
    assertThat(commands)
        .extracting(command -> command.subjects().size())
        .containsExactly(50, 50, 20);
    assertThat(commands).extracting(KrakenTest::id).doesNotHaveDuplicates();
  }

  @Test
  void anErrorNamesThePairAndTheNumberOfTheCommandTellsTheChannel() {
    conversation.subscribe(Set.of(QUOTES));
    Command trades = conversation.subscribe(Set.of(TRADES)).get(0);
    String error = "Currency pair not supported USDT/USD";
    conversation.received(REFUSED.formatted(error, id(trades)), received);
    assertThat(received.refusals).containsExactly(new Refusal(Set.of(TRADES), "", error, false));
  }

  @Test
  void anErrorAboutAPairThatHasLeftConcernsNoOther() {
    Command command = conversation.subscribe(Set.of(QUOTES)).get(0);
    conversation.unsubscribe(Set.of(QUOTES));
    conversation.received(REFUSED.formatted("Exceeded msg rate", id(command)), received);
    assertThat(received.refusals).isEmpty();
  }

  @Test
  void aPairThatIsAlreadySubscribedIsAccepted() {
    Command command = conversation.subscribe(Set.of(QUOTES)).get(0);
    conversation.received(REFUSED.formatted("Already subscribed", id(command)), received);
    assertThat(received.accepted).containsExactly(QUOTES);
    assertThat(received.refusals).isEmpty();
  }

  @Test
  void aRateLimitIsTemporary() {
    Command command = conversation.subscribe(Set.of(QUOTES)).get(0);
    conversation.received(REFUSED.formatted("Exceeded msg rate", id(command)), received);
    assertThat(received.refusals)
        .containsExactly(new Refusal(Set.of(QUOTES), "", "Exceeded msg rate", true));
  }

  @Test
  void aFrameOfTradesIsGivenAsItWasWrittenWithTheNumberOfItsLastTrade() {
    conversation.subscribe(Set.of(TRADES));
    String trades =
        "{\"channel\":\"trade\",\"type\":\"update\",\"data\":["
            + "{\"symbol\":\"USDT/USD\",\"side\":\"sell\",\"price\":0.9998,\"trade_id\":41},"
            + "{\"symbol\":\"USDT/USD\",\"side\":\"buy\",\"price\":0.9999,\"trade_id\":42}]}";
    conversation.received(trades, received);
    assertThat(received.frames).containsExactly(trades);
    assertThat(received.sequences).containsExactly(42L);
  }

  @Test
  void theCommandThatUnsubscribesHasThePairsThatNobodyNeeds() {
    Subject frames = Subject.frames("USDT_USD@ticker");
    conversation.subscribe(Set.of(QUOTES, frames));
    assertThat(conversation.unsubscribe(Set.of(frames))).isEmpty();
    assertThat(conversation.unsubscribe(Set.of(QUOTES)))
        .extracting(Command::frame)
        .singleElement()
        .asString()
        .startsWith("{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"ticker\"");
    conversation.received(TICKER, received);
    assertThat(received.quotes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "online,OPEN",
    "limit_only,OPEN",
    "post_only,CLOSE",
    "cancel_only,CLOSE",
    "maintenance,MAINTENANCE"
  })
  void theStateOfTheSystemIsTheStatusOfLaterQuotes(String system, MarketStatus status) {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(
        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\","
            + "\"system\":\""
            + system
            + "\",\"api_version\":\"v2\",\"connection_id\":12345678901234567890}]}",
        received);
    conversation.received(TICKER, received);
    assertThat(received.states).containsExactly(status);
    assertThat(received.quotes).containsExactly(quote("0.9998", "0.99981", status));
  }

  @Test
  void heartbeatsAndPongsAreOfTheProtocol() {
    assertThat(conversation.ping()).contains("{\"method\":\"ping\"}");
    conversation.received("{\"channel\":\"heartbeat\"}", received);
    conversation.received("{\"method\":\"pong\",\"time_in\":\"x\",\"time_out\":\"y\"}", received);
    assertThat(received.unknown).isZero();
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
            "{\"channel\":\"ticker\"}",
            "{\"channel\":\"ticker\",\"data\":{}}",
            "{\"method\":\"subscribe\"}",
            TICKER.replace("0.99981", "null"),
            TICKER.replace("0.99981", "1e999999"));
    bad.forEach(frame -> conversation.received(frame, received));
    assertThat(received.unknown).isEqualTo(bad.size());
    assertThat(received.quotes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"BTC_USD,true", "AAPLx_USD,true", "BTC/USD,false", "BTCUSD,false", "BTC_usd,false"})
  void pairsAreWrittenWithAnUnderscore(String pair, boolean isPlausible) {
    assertThat(venue.isPlausible(Subject.quotes(pair))).isEqualTo(isPlausible);
    assertThat(venue.isPlausible(Subject.frames(pair + "@trade"))).isEqualTo(isPlausible);
    assertThat(venue.isPlausible(Subject.frames(pair + "@level3"))).isFalse();
  }
}
