package dev.tickgate.watchlist;

import dev.tickgate.http.Responses;
import dev.tickgate.protocol.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The problem details of a refused request, by RFC 9457.
 *
 * @param code for programs
 * @param detail for the author of the client
 * @param errors the invalid fields of the body
 */
record Problem(int status, String code, String detail, List<FieldError> errors) {
  static final String MEDIA_TYPE = "application/problem+json";

  static final Problem INVALID_JSON =
      new Problem(
          400,
          ErrorCode.INVALID_JSON.name(),
          "The body is not a JSON object in UTF-8, or repeats a name.");
  static final Problem INVALID_LIMIT =
      new Problem(400, "INVALID_LIMIT", "limit must be a number from 1 to 100.");
  static final Problem INVALID_QUERY =
      new Problem(400, "INVALID_QUERY", "query must be a text of at most 100 characters.");
  static final Problem UNSTORABLE =
      new Problem(400, "INVALID_BODY", "The database does not accept the values of the body.");
  static final Problem NOT_OWNER =
      new Problem(403, ErrorCode.ACCESS_DENIED.name(), "Only its owner may change the watchlist.");
  static final Problem NO_USER =
      new Problem(
          403,
          ErrorCode.ACCESS_DENIED.name(),
          "The subject of the token is no active user of watchlists.");
  static final Problem WATCHLIST_NOT_FOUND =
      new Problem(404, "WATCHLIST_NOT_FOUND", "The user has no watchlist with this id.");
  static final Problem ITEM_NOT_FOUND =
      new Problem(404, "ITEM_NOT_FOUND", "The watchlist does not contain this company.");
  static final Problem COMPANY_NOT_FOUND =
      new Problem(404, "COMPANY_NOT_FOUND", "There is no company with this id or ticker symbol.");
  static final Problem METHOD_NOT_ALLOWED =
      new Problem(405, "METHOD_NOT_ALLOWED", "This path does not support the method.");
  static final Problem ITEM_EXISTS =
      new Problem(409, "ITEM_EXISTS", "The watchlist contains this company already.");
  static final Problem TOO_MANY_ITEMS =
      new Problem(409, "LIMIT_REACHED", "A watchlist has at most 200 items.");
  static final Problem TOO_MANY_LISTS =
      new Problem(409, "LIMIT_REACHED", "A user has at most 100 watchlists.");
  static final Problem VERSION_MISMATCH =
      new Problem(
          412,
          "VERSION_MISMATCH",
          "The watchlist has another version than If-Match names; read it and apply the change again.");
  static final Problem TOO_LARGE = new Problem(413, "TOO_LARGE", "The body is too large.");
  static final Problem UNSUPPORTED_MEDIA_TYPE =
      new Problem(
          415, "UNSUPPORTED_MEDIA_TYPE", "The header Content-Type must be application/json.");
  static final Problem UNSUPPORTED_ENCODING =
      new Problem(415, "UNSUPPORTED_ENCODING", "The server does not read compressed bodies.");
  static final Problem IF_MATCH_REQUIRED =
      new Problem(
          428,
          "IF_MATCH_REQUIRED",
          "The request needs the header If-Match with the ETag of the watchlist.");
  static final Problem DATABASE_UNAVAILABLE =
      new Problem(
          503,
          "DATABASE_UNAVAILABLE",
          "The database did not answer in time; read the watchlist before the next attempt.");

  private static final String RETRY_SECONDS = "2";

  Problem {
    errors = List.copyOf(errors);
  }

  Problem(int status, String code, String detail) {
    this(status, code, detail, List.of());
  }

  /** The problem of a body with invalid fields. */
  static Problem of(List<FieldError> errors) {
    FieldError first = errors.get(0);
    String detail = first.field() + ": " + first.message();
    return new Problem(400, UNSTORABLE.code(), detail, errors);
  }

  /** The problem of a client that cannot be authenticated. */
  static Problem of(ErrorCode code) {
    int status =
        switch (code) {
          case AUTH_UNAVAILABLE -> 503;
          case ACCESS_DENIED -> 403;
          default -> 401;
        };
    return new Problem(status, code.name(), code.sentence());
  }

  void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (status == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Responses.end(context.request(), json().toBuffer());
  }

  private JsonObject json() {
    JsonArray fields = new JsonArray();
    errors.forEach(
        error ->
            fields.add(
                new JsonObject().put("field", error.field()).put("message", error.message())));
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", title())
        .put("status", status)
        .put("detail", detail)
        .put("code", code)
        .put("errors", fields);
  }

  /** The phrase of the status, as RFC 9457 recommends for the type {@code about:blank}. */
  private String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 428 -> "Precondition Required";
      default -> "Service Unavailable";
    };
  }
}
