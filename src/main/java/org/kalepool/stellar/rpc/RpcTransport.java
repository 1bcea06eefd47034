package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;

/**
 * Carries one JSON-RPC call to a Stellar RPC node and its answer back. Replace the bean to put
 * another network, or none, behind the pool.
 */
public interface RpcTransport {
  /**
   * Calls a method.
   *
   * @param params named parameters, null for none
   * @return the answer's {@code result}
   * @throws RpcErrorException if the node answered with an error object
   * @throws RpcException if the node could not be asked or gave no JSON-RPC answer; the call may or
   *     may not have had its effect
   */
  JsonNode call(String method, @Nullable ObjectNode params);

  /** What log and health call the node; no secret. */
  default String name() {
    return "the node";
  }

  /** The nodes that stand in for one another, the preferred one first; mostly just this one. */
  default List<RpcTransport> nodes() {
    return List.of(this);
  }
}
