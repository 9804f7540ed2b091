package dev.tickgate.page;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** A proxy that passes an answer on when it has all of it: of a stream, nothing ever. */
final class BufferingProxy implements AutoCloseable {
  private static final int MOST_REQUESTS = 1_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MOST_REQUESTS));
  private final int target;
  private final int port;

  BufferingProxy(int target) {
    this.target = target;
    port =
        vertx
            .createHttpServer()
            .requestHandler(this::forward)
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
  }

  int port() {
    return port;
  }

  private void forward(HttpServerRequest request) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
    headers.remove("Connection").remove("Upgrade").remove("Transfer-Encoding");
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(target)
            .setMethod(request.method())
            .setURI(request.uri())
            .setHeaders(headers);
    request
        .body()
        .compose(body -> client.request(options).compose(sent -> send(request, sent, body)))
        .compose(answer -> answer.body().compose(body -> answer(request, answer, body)))
        .onFailure(broken -> request.connection().close());
  }

  private static Future<HttpClientResponse> send(
      HttpServerRequest request, HttpClientRequest sent, Buffer body) {
    request.response().closeHandler(gone -> sent.reset());
    return sent.send(body);
  }

  private static Future<Void> answer(
      HttpServerRequest request, HttpClientResponse answer, Buffer body) {
    request.response().setStatusCode(answer.statusCode()).headers().addAll(answer.headers());
    request.response().headers().remove("Transfer-Encoding");
    return request.response().end(body);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
