package org.kalepool.stellar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A node in this very process, asked without HTTP when {@code kale.rpc.url} is {@value #URL}: what
 * a simulation puts behind the pool.
 */
public interface LocalNode {
  String URL = "local";

  /**
   * Calls a JSON-RPC method.
   *
   * @param params named parameters, null for none
   * @return the whole answer, with {@code result} or {@code error}
   * @throws RpcException if there is no answer; the call may or may not have had its effect
   */
  JsonNode call(String method, @Nullable ObjectNode params);
}
