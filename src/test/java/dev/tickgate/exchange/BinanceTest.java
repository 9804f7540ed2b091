package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinanceTest {
  private static final Subject QUOTES = Subject.quotes("BNBUSDT");
  private static final Subject TRADES = Subject.frames("bnbbtc@trade");
  private static final String BOOK_TICKER =
      "{\"u\":400900217,\"s\":\"BNBUSDT\",\"b\":\"25.35190000\",\"B\":\"31.21000000\","
          + "\"a\":\"25.36520000\",\"A\":\"40.66000000\"}";
  private static final String TRADE =
      "{\"e\":\"trade\",\"E\":1672515782136,\"s\":\"BNBBTC\",\"t\":12345,\"p\":\"0.001\","
          + "\"q\":\"100\",\"T\":1672515782136,\"m\":true,\"M\":true}";

  private final Conversation conversation = new Binance().open();
  private final RecordedFrames received = new RecordedFrames();

  private static String combined(String stream, String data) {
    return "{\"stream\":\"" + stream + "\",\"data\":" + data + "}";
  }

  @Test
  void combinedStreamsHaveAPathOfTheirOwn() {
    assertThat(new Binance().endpoint(URI.create("wss://stream.binance.com:9443")))
        .hasToString("wss://stream.binance.com:9443/stream");
  }

  @Test
  void oneCommandSubscribesToManyStreamsAndItsAnswerAcceptsThemAll() {
    List<Command> commands = conversation.subscribe(Set.of(QUOTES));
    assertThat(commands)
        .containsExactly(
            new Command(
                "{\"method\":\"SUBSCRIBE\",\"params\":[\"bnbusdt@bookTicker\"],\"id\":1}",
                Set.of(QUOTES)));
    conversation.received("{\"result\":null,\"id\":1}", received);
    assertThat(received.accepted).containsExactly(QUOTES);
  }

  @Test
  void aQuoteHasEveryDigit() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received(combined("bnbusdt@bookTicker", BOOK_TICKER), received);
    assertThat(received.quotes)
        .containsExactly(
            new Quote(
                "BNBUSDT",
                new BigDecimal("25.35190000"),
                new BigDecimal("25.36520000"),
                Optional.empty(),
                400900217,
                MarketStatus.OPEN));
  }

  @Test
  void aStreamIsGivenAsTheExchangeWroteIt() {
    conversation.subscribe(Set.of(TRADES));
    conversation.received(combined("bnbbtc@trade", TRADE), received);
    assertThat(received.frames).containsExactly(TRADE);
    assertThat(received.sequences).containsExactly(12345L);
  }

  @Test
  void aStreamThatTwoSubjectsNeedEndsWithTheSecond() {
    Subject frames = Subject.frames("bnbusdt@bookTicker");
    conversation.subscribe(Set.of(QUOTES));
    conversation.subscribe(Set.of(frames));
    conversation.received(combined("bnbusdt@bookTicker", BOOK_TICKER), received);
    assertThat(received.quotes).hasSize(1);
    assertThat(received.frames).containsExactly(BOOK_TICKER);
    assertThat(conversation.unsubscribe(Set.of(QUOTES))).isEmpty();
    assertThat(conversation.unsubscribe(Set.of(frames)))
        .containsExactly(
            new Command(
                "{\"method\":\"UNSUBSCRIBE\",\"params\":[\"bnbusdt@bookTicker\"],\"id\":3}"));
  }

  @Test
  void anErrorWithoutAnIdNamesNoSubject() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received("{\"code\":2,\"msg\":\"Invalid request: bad stream\"}", received);
    assertThat(received.refusals)
        .containsExactly(new Refusal(Set.of(), "2", "Invalid request: bad stream", false));
  }

  @Test
  void anErrorWithAnIdNamesTheSubjectsOfItsCommand() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.received("{\"error\":{\"code\":2,\"msg\":\"bad\"},\"id\":1}", received);
    assertThat(received.refusals).containsExactly(new Refusal(Set.of(QUOTES), "2", "bad", false));
  }

  @Test
  void bothFormsOfAShutdownAreUnderstood() {
    conversation.received("{\"e\":\"serverShutdown\",\"E\":1770123456789}", received);
    conversation.received(
        combined("!serverShutdown", "{\"e\":\"serverShutdown\",\"E\":1770123456789}"), received);
    assertThat(received.goingAway).isEqualTo(2);
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
            "1",
            "{\"stream\":\"bnbusdt@bookTicker\",\"data\":[]}",
            combined("bnbusdt@bookTicker", "{\"b\":\"1,5\",\"a\":\"1\"}"),
            combined("bnbusdt@bookTicker", "{\"b\":\"1e999999999\",\"a\":\"1\"}"),
            combined("bnbusdt@bookTicker", "{\"b\":{},\"a\":null}"));
    bad.forEach(frame -> conversation.received(frame, received));
    assertThat(received.quotes).isEmpty();
    assertThat(received.unknown).isEqualTo(bad.size());
  }

  @Test
  void namesThatTheExchangeCannotHaveAreNotPlausible() {
    assertThat(new Binance().isPlausible(Subject.quotes("BTCUSDT"))).isTrue();
    assertThat(new Binance().isPlausible(Subject.quotes("btcusdt"))).isFalse();
    assertThat(new Binance().isPlausible(Subject.frames("btcusdt@kline_1m"))).isTrue();
    assertThat(new Binance().isPlausible(Subject.frames("btcusdt"))).isFalse();
  }

  @Test
  void oneCommandEndsNoMoreStreamsThanOneBegins() {
    Set<Subject> many =
        IntStream.range(0, 250)
            .mapToObj(i -> Subject.quotes("S" + i))
            .collect(Collectors.toUnmodifiableSet());
    assertThat(conversation.subscribe(many)).hasSize(3);
    List<Command> commands = conversation.unsubscribe(many);
    assertThat(commands).hasSize(3);
    assertThat(commands).extracting(Command::frame).doesNotHaveDuplicates();
    assertThat(commands)
        .allSatisfy(command -> assertThat(command.frame().split(",")).hasSizeLessThan(103));
  }

  @Test
  void anErrorAboutSubjectsThatHaveLeftConcernsNoOther() {
    conversation.subscribe(Set.of(QUOTES));
    conversation.unsubscribe(Set.of(QUOTES));
    conversation.received("{\"error\":{\"code\":2,\"msg\":\"bad\"},\"id\":1}", received);
    assertThat(received.refusals).isEmpty();
  }

  @Test
  void aLateAnswerAcceptsNoSubjectThatHasLeft() {
    conversation.subscribe(Set.of(QUOTES, TRADES));
    conversation.unsubscribe(Set.of(QUOTES));
    conversation.received("{\"result\":null,\"id\":1}", received);
    assertThat(received.accepted).containsExactly(TRADES);
  }
}
