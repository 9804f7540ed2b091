package dev.tickgate.exchange;

import java.net.URI;
import java.util.regex.Pattern;

/** GMO Coin FX: pairs of currencies, {@code USD_JPY}. Its only stream is {@code <pair>@ticker}. */
final class GmoFx implements Venue {
  private static final Pattern PAIR = Pattern.compile("[A-Z]{3}_[A-Z]{3}");
  private static final Pattern STREAM = Pattern.compile(PAIR + "@ticker");

  @Override
  public String name() {
    return "gmoFx";
  }

  @Override
  public URI endpoint(URI base) {
    return base.resolve(GmoConversation.PATH);
  }

  @Override
  public Limits limits() {
    return GmoConversation.LIMITS;
  }

  @Override
  public boolean isPlausible(Subject subject) {
    return switch (subject.kind()) {
      case QUOTES -> PAIR.matcher(subject.name()).matches();
      case FRAMES -> STREAM.matcher(subject.name()).matches();
    };
  }

  @Override
  public Conversation open() {
    return new GmoConversation();
  }
}
