package org.kalepool.web;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Puts the {@link Gate} before every connection that the process accepts. Netty finds it by {@code
 * META-INF/services}, once {@link #enable()} has been called; nothing in Vert.x or Quarkus lets a
 * connection be looked at before its first request is complete.
 */
@RegisterForReflection
public final class GateExtension extends ChannelInitializerExtension {
  /** Must be called before anything listens. */
  public static void enable() {
    System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
  }

  @Override
  public void postInitializeServerChildChannel(Channel child) {
    ArcContainer beans = Arc.container();
    if (beans != null) {
      beans.select(Gate.class).get().guard(child);
    }
  }
}
