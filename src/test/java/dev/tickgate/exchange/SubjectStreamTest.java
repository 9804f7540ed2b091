package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.lead.Draft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectStreamTest {
  private static final Subject TRADES = Subject.frames("btcusdt@trade");

  private int repeated;
  private int gaps;
  private final SubjectCounters counters =
      new SubjectCounters() {
        @Override
        public void repeated() {
          repeated++;
        }

        @Override
        public void gap() {
          gaps++;
        }
      };
  private final SubjectStream stream = new SubjectStream(TRADES, true, counters);
  private final List<String> published = new ArrayList<>();

  private static Update numbered(int n) {
    return new Update("n" + n, n, Optional.empty(), draft(n));
  }

  private static Update unnumbered(int n) {
    return new Update("n" + n, -1, Optional.empty(), draft(n));
  }

  private static Draft draft(int n) {
    return new Draft(TRADES.topic("binance"), "", Integer.toString(n));
  }

  private void published(List<Update> updates) {
    updates.forEach(update -> published.add(update.draft().body()));
  }

  @Test
  void aTimeOfTheFutureDoesNotMakeTheQuotesAfterItLate() {
    SubjectStream quotes = new SubjectStream(Subject.quotes("USD_JPY"), false, counters);
    int[] seconds = {0, 3_600, 1, 2, 1, 3};
    for (int i = 0; i < seconds.length; i++) {
      Instant time = Instant.EPOCH.plusSeconds(seconds[i]);
      published(quotes.former(new Update("q" + i, -1, Optional.of(time), draft(seconds[i]))));
    }
    assertThat(published).containsExactly("0", "3600", "1", "2", "3");
    assertThat(repeated).isEqualTo(1);
  }

  @Test
  void repeatedAndLateNumbersAreDroppedAndGapsCounted() {
    for (int n : new int[] {1, 2, 2, 1, 3, 7, 5}) {
      published(stream.former(numbered(n)));
    }
    assertThat(published).containsExactly("1", "2", "3", "7");
    assertThat(repeated).isEqualTo(3);
    assertThat(gaps).isEqualTo(1);
  }

  @Test
  void anExchangeMayNumberAnewAfterAReconnect() {
    published(stream.former(numbered(900)));
    stream.restart();
    published(stream.former(numbered(900)));
    published(stream.former(numbered(901)));
    stream.restart();
    published(stream.former(numbered(5)));
    published(stream.former(numbered(6)));
    assertThat(published).containsExactly("900", "901", "5", "6");
    assertThat(gaps).isZero();
  }

  @Test
  void dataOfTheNewConnectionWaitsUntilTheFormerOneHasSentIt() {
    published(stream.former(numbered(1)));
    stream.overlap();
    published(stream.latter(numbered(3)));
    published(stream.latter(numbered(4)));
    assertThat(published).containsExactly("1");
    published(stream.former(numbered(2)));
    published(stream.former(numbered(3)));
    assertThat(published).containsExactly("1", "2", "3", "4");
    assertThat(stream.isSettled()).isTrue();
  }

  @Test
  void whatWaitsIsPublishedWhenTheFormerConnectionEnds() {
    published(stream.former(numbered(1)));
    stream.overlap();
    published(stream.latter(numbered(2)));
    published(stream.end());
    assertThat(published).containsExactly("1", "2");
  }

  /** Each connection has all data from its beginning on, at a pace of its own. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyInterleavingOfTwoConnectionsIsPublishedOnceAndInOrder(boolean isNumbered) {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      SubjectStream overlapped = new SubjectStream(TRADES, true, counters);
      published.clear();
      int former = 1;
      int latter = 0;
      int first = 0;
      int begin = 1 + random.nextInt(30);
      while (former <= 60 && latter <= 60) {
        if (former == begin && latter == 0) {
          overlapped.overlap();
          // The new connection may begin with the newest data again, or later than now.
          first = Math.max(1, begin + random.nextInt(6) - 1);
          latter = first;
        }
        boolean isFormer = latter == 0 || random.nextBoolean();
        int n = isFormer ? former++ : latter++;
        Update update = isNumbered ? numbered(n) : unnumbered(n);
        published(isFormer ? overlapped.former(update) : overlapped.latter(update));
      }
      while (former <= first) {
        published(overlapped.former(isNumbered ? numbered(former++) : unnumbered(former++)));
      }
      published(overlapped.end());
      List<String> expected = new ArrayList<>();
      for (int n = 1; n <= published.size(); n++) {
        expected.add(Integer.toString(n));
      }
      assertThat(published).as("seed %d", seed).isEqualTo(expected);
      assertThat(published).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(latter - 1);
    }
  }
}
