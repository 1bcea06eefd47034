package org.kalepool.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Gate}'s first handler of a connection: closes one that is too many, and sees the bytes
 * before they are decoded, so that a request's time runs from its first.
 */
final class GateDoor extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";

  /** Netty's handler of TLS; there is none without. */
  private static final String TLS = "ssl";

  private static final String INNER = "gate-inner";

  private final Gate gate;
  private final boolean admitted;
  private @Nullable GateKeeper keeper;
  private boolean decided;

  GateDoor(Gate gate, boolean admitted) {
    this.gate = gate;
    this.admitted = admitted;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!admitted) {
      gate.count("connections");
      var _ = context.close();
      return;
    }
    keeper = new GateKeeper(gate, context.channel());
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (keeper == null) {
      io.netty.util.ReferenceCountUtil.release(bytes);
      return;
    }
    if (!decided) {
      decided = true;
      ChannelPipeline pipeline = context.pipeline();
      if (pipeline.get(TLS) != null) {
        pipeline.addAfter(TLS, INNER, new Inner(keeper));
      } else {
        enter(pipeline, keeper);
      }
    }
    keeper.hear();
    context.fireChannelRead(bytes);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (keeper != null) {
      keeper.leave();
    }
  }

  /** What is decrypted comes once the handshake has put the decoder there. */
  private final class Inner extends ChannelInboundHandlerAdapter {
    private final GateKeeper keeper;
    private boolean entered;

    Inner(GateKeeper keeper) {
      this.keeper = keeper;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (!entered) {
        entered = true;
        enter(context.pipeline(), keeper);
      }
      context.fireChannelRead(bytes);
    }
  }

  /** Behind the encoder, where messages can be told apart; HTTP/2 has no such place. */
  private void enter(ChannelPipeline pipeline, GateKeeper keeper) {
    if (pipeline.get(DECODER) == null) {
      keeper.standAside();
      return;
    }
    pipeline.replace(DECODER, DECODER, new StrictDecoder(gate.options()));
    pipeline.addAfter(GateKeeper.ENCODER, GateKeeper.NAME, keeper);
  }
}
