package org.kalepool.stellar;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Chooses what carries the calls: HTTP, or nothing where the node is in this process. */
final class RpcTransports {
  private RpcTransports() {}

  @Produces
  @Singleton
  @DefaultBean
  static RpcTransport transport(
      Instance<HttpRpcTransport> http,
      Instance<LocalNode> local,
      @ConfigProperty(name = "kale.rpc.url") Optional<String> url) {
    if (url.filter(LocalNode.URL::equals).isEmpty()) {
      return http.get();
    }
    LocalNode node = local.get();
    return (method, params) -> RpcAnswer.result(method, node.call(method, params));
  }
}
