package dev.tickgate.exchange;

import java.net.URI;

/** The two exchanges of GMO Coin, which have one protocol and different symbols. */
record Gmo(String name, Names names) implements Venue {
  private static final String PAIR = "[A-Z]{3}_[A-Z]{3}";
  private static final String ASSET = "[A-Z0-9]{2,10}(_JPY)?";

  /** Pairs of currencies, such as {@code USD_JPY}. The only stream is {@code <pair>@ticker}. */
  static Gmo fx() {
    return new Gmo("gmoFx", Names.of(PAIR, PAIR + "@ticker"));
  }

  /**
   * Crypto assets, such as {@code BTC} (spot) and {@code BTC_JPY} (with leverage). The streams are
   * {@code <symbol>@ticker}, {@code @trades} and {@code @orderbooks}.
   */
  static Gmo crypto() {
    return new Gmo("gmo", Names.of(ASSET, ASSET + "@(ticker|trades|orderbooks)"));
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
  public Conversation open() {
    return new GmoConversation();
  }
}
