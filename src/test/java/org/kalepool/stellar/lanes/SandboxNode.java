package org.kalepool.stellar.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.stellar.rpc.HttpLimits;
import org.kalepool.stellar.rpc.HttpRpcTransport;
import org.kalepool.stellar.rpc.NodeAddress;
import org.kalepool.stellar.rpc.RpcTransport;
import org.kalepool.stellar.rpc.RpcTransports;

/** A stepped sandbox of its own, asked over HTTP. */
@Alternative
@Singleton
final class SandboxNode implements RpcTransport {
  private final Sandbox sandbox = Sandbox.start(SandboxConfig.stepped());
  private final HttpRpcTransport http;

  SandboxNode(@Identifier(RpcTransports.JSON) ObjectMapper json) {
    this.http =
        new HttpRpcTransport(
            json,
            NodeAddress.of(sandbox.rpcUrl().toString(), Map.of()),
            HttpLimits.of(Duration.ofSeconds(10), 4),
            Clock.systemUTC());
  }

  Sandbox sandbox() {
    return sandbox;
  }

  @Override
  public JsonNode call(String method, @Nullable ObjectNode params) {
    return http.call(method, params);
  }

  @PreDestroy
  void close() {
    http.close();
    sandbox.close();
  }
}
