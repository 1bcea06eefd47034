package org.kalepool.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Gate} of one connection: keeps what has come of a request until all of it has, and
 * passes it on as a whole. Used by the connection's event loop alone.
 */
final class GateKeeper extends ChannelDuplexHandler {
  static final String NAME = "gate";
  static final String ENCODER = "httpEncoder";

  /** Requests that are sent before earlier ones are answered. */
  private static final int MOST_PIPELINED = 16;

  /** So long a client has to read why it was refused; what it sends meanwhile is thrown away. */
  private static final Duration LINGER = Duration.ofMillis(500);

  /** Of a path that is none nothing is repeated. */
  private static final String NO_PATH = "about:blank";

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Gate gate;
  private final Channel channel;
  private final List<HttpObject> held = new ArrayList<>();
  private long heldBytes;
  private String path = NO_PATH;
  private int unanswered;
  private boolean heard;
  private boolean aside;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable Refusal refusal;

  GateKeeper(Gate gate, Channel channel) {
    this.gate = gate;
    this.channel = channel;
    begin();
  }

  /** Bytes have come: if they are the first of a request, its time runs from now. */
  void hear() {
    heard = true;
    if (deadline == null && refusal == null && !aside) {
      begin();
    }
  }

  /** HTTP/2 may be spoken here: then there is no place to look at requests from. */
  void standAside() {
    aside = true;
    end();
  }

  private void begin() {
    deadline =
        channel
            .eventLoop()
            .schedule(this::expire, gate.deadline().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void expire() {
    deadline = null;
    ChannelHandlerContext context = channel.pipeline().context(this);
    if (heard && context != null) {
      refuse(context, Refusal.SLOW);
    } else {
      gate.count(Refusal.SLOW.reason());
      var _ = channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refusal != null || !(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
      return;
    }
    Optional<Refusal> wrong =
        part instanceof HttpRequest request ? head(context, request) : Optional.empty();
    if (part instanceof HttpContent content) {
      heldBytes += content.content().readableBytes();
      wrong = wrong.or(() -> body(content));
    }
    if (wrong.isPresent()) {
      ReferenceCountUtil.release(message);
      refuse(context, wrong.get());
      return;
    }
    held.add(part);
    if (part instanceof LastHttpContent) {
      passOn(context);
    }
  }

  private Optional<Refusal> head(ChannelHandlerContext context, HttpRequest request) {
    Optional<Refusal> wrong = RequestHead.refusal(request, gate.maxBody());
    if (wrong.isPresent()) {
      return wrong;
    }
    path = RequestHead.path(request);
    if (HttpUtil.is100ContinueExpected(request)) {
      request.headers().remove(HttpHeaderNames.EXPECT);
      if (unanswered == 0) {
        var _ = write(context, Unpooled.wrappedBuffer(CONTINUE));
      }
    }
    return wrong;
  }

  private Optional<Refusal> body(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      return Optional.of(Refusal.CHUNKS);
    }
    return heldBytes > gate.maxBody()
        ? Optional.of(Refusal.tooLarge(gate.maxBody()))
        : Optional.empty();
  }

  private void passOn(ChannelHandlerContext context) {
    end();
    List<HttpObject> request = List.copyOf(held);
    held.clear();
    heldBytes = 0;
    path = NO_PATH;
    if (++unanswered > MOST_PIPELINED) {
      gate.count("pipelined");
      request.forEach(ReferenceCountUtil::release);
      var _ = context.close();
      return;
    }
    request.forEach(context::fireChannelRead);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean answered = message instanceof LastHttpContent && !isInterim(message);
    var _ = context.write(message, promise.isVoid() ? promise : unlessGone(promise));
    if (answered) {
      unanswered--;
      answerRefused(context);
    }
  }

  /**
   * That a client goes away is no failure of who writes to it, who would log it and reset a
   * connection that is none any more; the connection's end is told in its own way.
   */
  private ChannelPromise unlessGone(ChannelPromise promise) {
    return channel
        .newPromise()
        .addListener(
            written -> {
              if (written.isSuccess() || written.cause() instanceof IOException) {
                promise.trySuccess();
              } else {
                promise.tryFailure(written.cause());
              }
            });
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  /** After the answers to the requests before it, as they have to come in order. */
  private void refuse(ChannelHandlerContext context, Refusal why) {
    end();
    refusal = why;
    letGo();
    gate.count(why.reason());
    answerRefused(context);
    closeWithin(gate.deadline());
  }

  private void closeWithin(Duration time) {
    var _ =
        channel.eventLoop().schedule(() -> channel.close(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void answerRefused(ChannelHandlerContext context) {
    if (refusal == null || unanswered > 0) {
      return;
    }
    var _ =
        write(context, answer(refusal))
            .addListener(
                written -> {
                  if (channel instanceof DuplexChannel duplex && written.isSuccess()) {
                    var _ = duplex.shutdownOutput();
                    closeWithin(LINGER);
                  } else {
                    var _ = channel.close();
                  }
                });
  }

  /** Past the encoder, which knows only Vert.x's messages. */
  private static io.netty.channel.ChannelFuture write(ChannelHandlerContext context, ByteBuf raw) {
    return context.pipeline().context(ENCODER).writeAndFlush(raw);
  }

  private ByteBuf answer(Refusal why) {
    byte[] document = gate.document(why, path).getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + HttpResponseStatus.valueOf(why.kind().status())
            + "\r\ncontent-type: "
            + Problem.MEDIA_TYPE
            + "\r\ncontent-length: "
            + document.length
            + "\r\nconnection: close\r\ncache-control: no-store\r\nx-content-type-options: nosniff"
            + (why.kind() == ProblemKind.METHOD_NOT_ALLOWED
                ? "\r\nallow: " + String.join(", ", RequestHead.METHODS.stream().sorted().toList())
                : "")
            + "\r\n\r\n";
    return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), document);
  }

  private void letGo() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }

  /** The connection is gone. */
  void leave() {
    end();
    letGo();
  }
}
