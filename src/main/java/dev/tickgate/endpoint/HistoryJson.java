package dev.tickgate.endpoint;

import dev.tickgate.endpoint.Samples.Span;
import dev.tickgate.market.Utc;
import dev.tickgate.stream.Sample;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of a history by time; see {@code docs/protocol.md}. */
final class HistoryJson {
  private HistoryJson() {}

  static byte[] of(String symbol, Span span, boolean complete, List<Sample> samples) {
    StringBuilder text = new StringBuilder("{\"symbol\":\"").append(symbol);
    text.append("\",\"from\":\"").append(Utc.format(span.from()));
    text.append("\",\"to\":\"").append(Utc.format(span.to()));
    text.append("\",\"interval\":").append(span.interval().toMillis());
    text.append(",\"complete\":").append(complete).append(",\"points\":[");
    for (int i = 0; i < samples.size(); i++) {
      point(samples.get(i), text.append(i == 0 ? "" : ","));
    }
    return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void point(Sample sample, StringBuilder text) {
    text.append("{\"first\":\"").append(Utc.format(sample.first()));
    text.append("\",\"last\":\"").append(Utc.format(sample.last()));
    text.append("\",\"open\":").append(plain(sample.open()));
    text.append(",\"mid\":").append(plain(sample.mid()));
    text.append(",\"high\":").append(plain(sample.high()));
    text.append(",\"low\":").append(plain(sample.low()));
    text.append(",\"count\":").append(sample.count()).append('}');
  }

  private static String plain(double price) {
    return BigDecimal.valueOf(price).toPlainString();
  }
}
