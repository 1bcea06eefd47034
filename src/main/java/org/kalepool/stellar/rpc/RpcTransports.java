package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.DefaultBean;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.LocalNode;
import org.kalepool.stellar.RpcSettings;

/** Chooses what carries the calls: HTTP, or nothing where the node is in this process. */
public final class RpcTransports {
  /** Which {@code ObjectMapper} reads the nodes' answers; the one without a name is the API's. */
  public static final String JSON = "rpc";

  private RpcTransports() {}

  @Produces
  @Singleton
  @Identifier(JSON)
  static ObjectMapper json() {
    return new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @Produces
  @Singleton
  @DefaultBean
  static RpcTransport transport(
      @Identifier(JSON) ObjectMapper json,
      Clock clock,
      Instance<LocalNode> local,
      RpcSettings settings) {
    Optional<String> url = settings.url();
    if (url.isPresent() && url.get().equals(LocalNode.URL)) {
      return inThisProcess(local.get());
    }
    HttpLimits limits =
        new HttpLimits(
            settings.timeout(),
            settings.maxConcurrent(),
            settings.requestsPerSecond(),
            settings.maxAnswerBytes());
    return overHttp(json, clock, url, settings.headersFile(), limits);
  }

  /** A node in this process. */
  static RpcTransport inThisProcess(LocalNode node) {
    return (method, params) -> RpcAnswer.result(method, node.call(method, params));
  }

  /** The nodes of {@code kale.rpc.url}; without it nothing can be asked. */
  static RpcTransport overHttp(
      ObjectMapper json,
      Clock clock,
      Optional<String> url,
      Optional<String> headers,
      HttpLimits limits) {
    if (url.isEmpty()) {
      return (method, params) -> {
        throw new NotAskedException("no RPC node: kale.rpc.url is not set");
      };
    }
    return new Several(
        NodeAddresses.of(url.get(), headers.orElse("")).stream()
            .map(node -> new HttpRpcTransport(json, node, limits, clock))
            .toList());
  }

  static void close(@Disposes RpcTransport transport) {
    if (transport instanceof Several several) {
      several.all().forEach(HttpRpcTransport::close);
    }
  }

  /** Nodes by HTTP; a call of its own goes to the first. */
  private record Several(List<HttpRpcTransport> all) implements RpcTransport {
    @Override
    public JsonNode call(String method, @Nullable ObjectNode params) {
      return all.getFirst().call(method, params);
    }

    @Override
    public List<RpcTransport> nodes() {
      return List.copyOf(all);
    }
  }
}
