package dev.tickgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The subscribers of the topics of a {@link NettyServer}. Confined to its one event loop. */
final class NettyTopics {
  private static final String PREFIX = "/ws/";

  private final Mischief mischief;
  private final Map<String, Set<Channel>> hearers = new HashMap<>();
  private final Set<String> unflushed = new HashSet<>();
  private long offset;
  // Written by the loop, read by a test that has heard everything.
  private volatile long written;

  NettyTopics(Mischief mischief) {
    this.mischief = mischief;
  }

  /** A client hears the topic of its path, or the one it names in a command. */
  ChannelHandler client() {
    return new SimpleChannelInboundHandler<TextWebSocketFrame>() {
      @Override
      public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof HandshakeComplete handshake) {
          if (handshake.requestUri().startsWith(PREFIX)) {
            hear(ctx.channel(), handshake.requestUri().substring(PREFIX.length()));
          }
        }
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
      }

      @Override
      protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame command) {
        hear(ctx.channel(), field(command.text(), "topic", ""));
      }
    };
  }

  /** How many frames have left. */
  long written() {
    return written;
  }

  private void hear(Channel channel, String topic) {
    hearers.computeIfAbsent(topic, name -> new LinkedHashSet<>()).add(channel);
    channel.closeFuture().addListener(closed -> hearers.get(topic).remove(channel));
  }

  /** Publishes what comes line by line; all that comes at once leaves at once. */
  ChannelHandler lines() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf line = (ByteBuf) message;
        try {
          mischief.pass(line.toString(UTF_8)).forEach(text -> publish(ctx.channel(), text));
        } finally {
          line.release();
        }
      }

      @Override
      public void channelReadComplete(ChannelHandlerContext ctx) {
        unflushed.forEach(topic -> hearers.get(topic).forEach(Channel::flush));
        unflushed.clear();
      }
    };
  }

  private void publish(Channel source, String line) {
    String topic = field(line, "topic", Load.TOPIC);
    Set<Channel> channels = hearers.computeIfAbsent(topic, name -> new LinkedHashSet<>());
    offset++;
    String object = line.substring(0, line.length() - 1);
    ByteBuf frame = NettyServer.frame(source, object + ",\"epoch\":1,\"offset\":" + offset + "}");
    for (Channel channel : channels) {
      // Below the encoder: the frame is complete.
      channel.pipeline().firstContext().write(frame.retainedDuplicate(), channel.voidPromise());
    }
    unflushed.add(topic);
    written = written + channels.size();
    frame.release();
  }

  private static String field(String json, String name, String otherwise) {
    int at = json.indexOf("\"" + name + "\":\"");
    if (at < 0) {
      return otherwise;
    }
    int start = at + name.length() + 4;
    return json.substring(start, json.indexOf('"', start));
  }
}
