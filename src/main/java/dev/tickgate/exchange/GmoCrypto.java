package dev.tickgate.exchange;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * GMO Coin: crypto assets, {@code BTC} (spot) and {@code BTC_JPY} (with leverage). Its streams are
 * {@code <symbol>@ticker}, {@code @trades} and {@code @orderbooks}.
 */
final class GmoCrypto implements Venue {
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9]{2,10}(_JPY)?");
  private static final Pattern STREAM = Pattern.compile(SYMBOL + "@(ticker|trades|orderbooks)");

  @Override
  public String name() {
    return "gmo";
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
      case QUOTES -> SYMBOL.matcher(subject.name()).matches();
      case FRAMES -> STREAM.matcher(subject.name()).matches();
    };
  }

  @Override
  public Conversation open() {
    return new GmoConversation();
  }
}
