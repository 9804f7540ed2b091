package dev.tickgate.client;

import dev.tickgate.client.PublishResult.Published;
import dev.tickgate.client.PublishResult.Refused;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The answer of a gateway to a request to publish. */
sealed interface Answer {
  /** The request has a result. */
  record Last(PublishResult result) implements Answer {}

  /** The server refused the token. */
  record Unauthorized(Refused refusal) implements Answer {}

  /**
   * The client sends the request again.
   *
   * @param pause the shortest pause before it
   */
  record Again(IOException cause, Duration pause) implements Answer {}

  static Answer of(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return published(response);
    }
    Refused refusal = refusal(status, response.body());
    if (status == 401) {
      return new Unauthorized(refusal);
    }
    // Request time-out, too early, too many requests.
    boolean isTransient = status >= 500 || Set.of(408, 425, 429).contains(status);
    return isTransient
        ? new Again(failure(response, status + " " + refusal.code()), pause(response))
        : new Last(refusal);
  }

  private static Answer published(HttpResponse<String> response) {
    try {
      Map<?, ?> fields = JsonReader.object(response.body());
      List<?> all = fields.get("publications") instanceof List<?> many ? many : List.of(fields);
      List<Position> positions = new ArrayList<>();
      for (Object one : all) {
        Map<?, ?> position = (Map<?, ?>) one;
        positions.add(new Position((Long) position.get("epoch"), (Long) position.get("offset")));
      }
      return new Last(new Published((String) fields.get("topic"), positions));
    } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
      // Another server answered, such as a proxy with a page.
      return new Again(failure(response, "a body that is no answer of a gateway"), Duration.ZERO);
    }
  }

  private static IOException failure(HttpResponse<String> response, String answer) {
    return new IOException(response.uri() + " answered " + answer);
  }

  private static Refused refusal(int status, String body) {
    Map<?, ?> fields = Map.of();
    try {
      fields = JsonReader.object(body);
    } catch (IllegalArgumentException e) {
      // Another server answered; the status says enough.
    }
    String code = fields.get("code") instanceof String text ? text : "HTTP_" + status;
    String message =
        fields.get("message") instanceof String text ? text : "The server answered " + status + ".";
    OptionalInt index =
        fields.get("index") instanceof Long number
            ? OptionalInt.of(number.intValue())
            : OptionalInt.empty();
    return new Refused(code, message, index);
  }

  /** The pause of {@code Retry-After}: seconds, or a time after the {@code Date} of the answer. */
  private static Duration pause(HttpResponse<?> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    try {
      if (header.isEmpty()) {
        return Duration.ZERO;
      }
      if (header.get().matches("\\d{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(header.get()));
      }
      Optional<String> now = response.headers().firstValue("Date");
      Duration pause =
          now.isEmpty() ? Duration.ZERO : Duration.between(time(now.get()), time(header.get()));
      return pause.isNegative() ? Duration.ZERO : pause;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static ZonedDateTime time(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
