package dev.tickgate.transport;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A request of a SockJS fallback, whose connection stays open after the response. vertx-web would
 * close the connection after each response without announcing it. A client with keep-alive may be
 * sending its next request on it; that request would be lost, and the session with it.
 */
public final class SockJsRequest extends HttpServerRequestWrapper {
  // The prefix of vertx-web against attacks with Flash, which the conformance suite does not
  // expect.
  private static final String GUARD = "/**/";

  private final HttpServerResponse response;

  private SockJsRequest(HttpServerRequestInternal request, HttpServerResponse response) {
    super(request);
    this.response = response;
  }

  public static HttpServerRequest of(HttpServerRequest request) {
    return new SockJsRequest((HttpServerRequestInternal) request, request.response());
  }

  /** Does the same for the suite of SockJS 0.3.3, which compares the body of JSONP byte by byte. */
  public static HttpServerRequest ofSuite(HttpServerRequest request) {
    return request.path().endsWith("/jsonp")
        ? new SockJsRequest((HttpServerRequestInternal) request, unguarded(request.response()))
        : of(request);
  }

  @Override
  public HttpServerResponse response() {
    return response;
  }

  @Override
  public HttpConnection connection() {
    HttpConnection connection = super.connection();
    // In HTTP/1.0 the end of the connection marks the end of the response.
    return version() == HttpVersion.HTTP_1_0 ? connection : lasting(connection);
  }

  private static HttpConnection lasting(HttpConnection connection) {
    return proxy(
        HttpConnection.class,
        (proxy, method, arguments) ->
            method.getName().equals("close")
                ? Future.succeededFuture()
                : call(connection, method, arguments));
  }

  private static HttpServerResponse unguarded(HttpServerResponse response) {
    return proxy(
        HttpServerResponse.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("write") && arguments[0] instanceof String text) {
            arguments[0] = text.startsWith(GUARD) ? text.substring(GUARD.length()) : text;
          }
          return call(response, method, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
