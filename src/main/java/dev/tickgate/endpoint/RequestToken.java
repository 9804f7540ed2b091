package dev.tickgate.endpoint;

import dev.tickgate.protocol.Token;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The token of a request: {@code Authorization: Bearer …}, or {@code ?token=}. */
public final class RequestToken {
  private RequestToken() {}

  /**
   * @return an invalid token if the request has several different ones: the server does not choose
   *     between them
   */
  public static Optional<Token> in(HttpServerRequest request) {
    Set<Token> tokens = new HashSet<>();
    for (String header : request.headers().getAll(HttpHeaders.AUTHORIZATION)) {
      Token.ofHeader(header).ifPresent(tokens::add);
    }
    request.params().getAll("token").forEach(text -> tokens.add(new Token(text)));
    return tokens.size() > 1 ? Optional.of(new Token("")) : tokens.stream().findFirst();
  }
}
