package dev.tickgate.bench;

/** The protocols by which a client subscribes to a topic and gets its messages. */
enum Dialect {
  WEBSOCKET {
    @Override
    String path(int client, String topic) {
      return isTheOnly(topic) ? "/ws/" + topic : "/ws";
    }

    @Override
    String greeting(String topic) {
      return isTheOnly(topic) ? "" : "{\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}";
    }

    private static boolean isTheOnly(String topic) {
      return topic.equals(Load.TOPIC);
    }
  },
  SOCKJS {
    @Override
    String path(int client, String topic) {
      return "/eventbus/%03d/bench%d/websocket".formatted(client % 1000, client);
    }

    @Override
    String greeting(String topic) {
      return "[\"" + BRIDGE.greeting(topic).replace("\"", "\\\"") + "\"]";
    }

    @Override
    Parser parser(Inbox inbox, boolean chunked) {
      return new WebSocketParser(new SockJsMessages(inbox));
    }
  },
  BRIDGE {
    @Override
    String path(int client, String topic) {
      return "/eventbus/websocket";
    }

    @Override
    String greeting(String topic) {
      return "{\"type\":\"register\",\"address\":\"" + topic + "\",\"headers\":{}}";
    }
  },
  SSE {
    @Override
    String path(int client, String topic) {
      return "/sse?topic=" + topic;
    }

    @Override
    String greeting(String topic) {
      return "";
    }

    @Override
    String request(int client, String host, String topic) {
      return head(path(client, topic), host) + "Accept: text/event-stream\r\n\r\n";
    }

    @Override
    Parser parser(Inbox inbox, boolean chunked) {
      return new EventStreamParser(inbox, chunked);
    }
  };

  abstract String path(int client, String topic);

  /** The first message of a client; empty for none. */
  abstract String greeting(String topic);

  /** The HTTP request that opens a connection. */
  String request(int client, String host, String topic) {
    return head(path(client, topic), host)
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  /**
   * @param chunked whether the body of the response is chunked
   */
  Parser parser(Inbox inbox, boolean chunked) {
    return new WebSocketParser(inbox);
  }

  private static String head(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n";
  }
}
