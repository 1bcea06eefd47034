package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;

/**
 * The nodes that stand in for one another, of which one is asked at a time.
 *
 * <p>A read that a node fails goes on at another one at once; only after a deadline it does not: a
 * slow node is not a dead one, and is left after three deadlines in a row. A node that stands still
 * is left for one that is ahead. {@link NetworkWatch} sees to it that none takes over that is
 * behind. After {@link #RETURN} an earlier node of the list, if it does well again, takes over.
 *
 * <p>Sends go to the same node, or to any that takes calls while none may be read from. They are
 * never repeated here: a lane sends its envelope again by itself.
 */
final class NodeSet {
  private static final Logger LOG = Logger.getLogger(NodeSet.class);
  private static final Duration RETURN = Duration.ofMinutes(5);
  private static final Duration LOOKING_ROUND = Duration.ofSeconds(10);

  /** Answers whose ledger tells how old what they say is. */
  private static final Set<String> AGED =
      Set.of("getHealth", "getLatestLedger", "getLedgerEntries", "getTransaction", "getEvents");

  private final List<RpcNode> nodes;
  private final NetworkWatch status;
  private final NodeCalls calls;
  private final ReentrantLock choosing = new ReentrantLock();
  private volatile Instant lookRoundAt = Instant.MIN;
  private volatile Instant returnAt = Instant.MIN;

  NodeSet(
      RpcTransport transport,
      NetworkWatch status,
      ConfiguredNetwork settings,
      Identity identity,
      MeterRegistry metrics) {
    this.nodes = status.takeOver(transport.nodes());
    this.status = status;
    this.calls = new NodeCalls(settings, identity, metrics);
  }

  /**
   * Asks for what changes nothing.
   *
   * @param decode throws {@link RpcException} for a result of another shape
   */
  <T> T read(String method, @Nullable ObjectNode params, Function<JsonNode, T> decode) {
    RpcNode node = reader();
    for (int left = nodes.size(); ; left--) {
      try {
        NodeCalls.Answered<T> answer = calls.ask(node, method, params, decode);
        if (!AGED.contains(method) || status.accept(node, answer.ledger(), answer.closeTime())) {
          return answer.value();
        }
        // Another node has taken over while this one was thinking: what it says is of another age.
        if (left == 0) {
          throw new NotAskedException(method + ": the nodes change too often");
        }
        node = reader();
      } catch (NotAskedException | RpcErrorException e) {
        throw e;
      } catch (RpcException e) {
        boolean slow = NodeFailedException.of(e) == NodeTrouble.SLOW && node.usable();
        RpcNode other = left <= 1 || slow ? node : instead(node, e);
        if (other == node) {
          throw e;
        }
        node = other;
      }
    }
  }

  /** Hands something over that must not be repeated blindly. */
  <T> T send(String method, ObjectNode params, Function<JsonNode, T> decode) {
    RpcNode node = sender();
    NodeCalls.Answered<T> answer = calls.ask(node, method, params, decode);
    if (node == status.current() && answer.ledger() >= status.view().ledger()) {
      status.accept(node, answer.ledger(), answer.closeTime());
    }
    return answer.value();
  }

  /** The node to read from. */
  private RpcNode reader() {
    RpcNode current = status.current();
    if (nodes.size() == 1) {
      return current;
    }
    Instant now = status.clock().instant();
    if (!current.usable()) {
      return chosen(current, false, "node " + current + " is left alone for a while");
    }
    if (status.lagging() && !now.isBefore(lookRoundAt)) {
      lookRoundAt = now.plus(LOOKING_ROUND);
      return chosen(current, true, "node " + current + " stands still");
    }
    if (current != nodes.getFirst() && !now.isBefore(returnAt)) {
      returnAt = now.plus(RETURN);
      return earlier(current);
    }
    return current;
  }

  private RpcNode sender() {
    try {
      RpcNode node = reader();
      if (node.usable()) {
        return node;
      }
    } catch (RpcException e) {
      LOG.debugf("nothing can be read, sending all the same: %s", e.getMessage());
    }
    return nodes.stream().filter(RpcNode::usable).findFirst().orElse(status.current());
  }

  /** Another node than the one that has just failed, or the same if there is none. */
  private RpcNode instead(RpcNode failed, RpcException why) {
    try {
      return chosen(failed, false, String.valueOf(why.getMessage()));
    } catch (NotAskedException e) {
      LOG.debugf("no other node: %s", e.getMessage());
      return failed;
    }
  }

  private RpcNode chosen(RpcNode from, boolean ahead, String why) {
    return locked(
        () -> {
          if (status.current() != from) {
            return status.current();
          }
          for (RpcNode other : nodes) {
            if (other != from && canTakeOver(other, ahead, why)) {
              returnAt = status.clock().instant().plus(RETURN);
              return other;
            }
          }
          if (ahead || from.usable()) {
            return from;
          }
          throw new NotAskedException("no RPC node can be used: " + states());
        });
  }

  private RpcNode earlier(RpcNode current) {
    return locked(
        () -> {
          for (RpcNode other : nodes) {
            if (other == status.current()) {
              return other;
            }
            if (canTakeOver(other, false, "it comes before " + current + " and answers again")) {
              return other;
            }
          }
          return current;
        });
  }

  private boolean canTakeOver(RpcNode node, boolean ahead, String why) {
    if (!node.usable()) {
      return false;
    }
    try {
      long ledger = calls.ask(node, "getHealth", null, found -> found).ledger();
      return ledger > 0 && status.goOver(node, ledger, ahead, why);
    } catch (RpcException e) {
      LOG.debugf("node %s cannot take over: %s", node, e.getMessage());
      return false;
    }
  }

  private interface Choice {
    RpcNode make();
  }

  /** One look round at a time: the others take what it finds. */
  private RpcNode locked(Choice choice) {
    try {
      if (!choosing.tryLock(LOOKING_ROUND.toSeconds(), TimeUnit.SECONDS)) {
        throw new NotAskedException("a node that can be used is still being looked for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAskedException("interrupted", e);
    }
    try {
      return choice.make();
    } finally {
      choosing.unlock();
    }
  }

  private String states() {
    List<String> states = new ArrayList<>();
    for (RpcNode node : nodes) {
      RpcNode.State state = node.state();
      states.add(node.name() + ": " + (state.lastError() == null ? "unknown" : state.lastError()));
    }
    return String.join("; ", states);
  }
}
