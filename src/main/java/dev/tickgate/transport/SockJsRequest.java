package dev.tickgate.transport;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A request of a SockJS fallback, whose connection outlives its response. vertx-web closes the
 * connection after each response without having said so, while a client with keep-alive may be
 * sending its next request on it: that one would be lost, and the session with it.
 */
public final class SockJsRequest extends HttpServerRequestWrapper {
  private SockJsRequest(HttpServerRequestInternal request) {
    super(request);
  }

  public static HttpServerRequest of(HttpServerRequest request) {
    return new SockJsRequest((HttpServerRequestInternal) request);
  }

  @Override
  public HttpConnection connection() {
    HttpConnection connection = super.connection();
    return (HttpConnection)
        Proxy.newProxyInstance(
            HttpConnection.class.getClassLoader(),
            new Class<?>[] {HttpConnection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return Future.succeededFuture();
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
