package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.sandbox.fault.Unreachable;

/** JSON-RPC 2.0 around the methods, and what goes wrong on the way. */
public final class RpcAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final RpcMethods methods;
  private final FaultSchedule faults;
  private final String friendbotUrl;

  public RpcAnswers(RpcMethods methods, FaultSchedule faults, String friendbotUrl) {
    this.methods = methods;
    this.faults = faults;
    this.friendbotUrl = friendbotUrl;
  }

  public JsonNode answer(JsonNode request) {
    JsonNode id = request.path("id");
    JsonNode method = request.path("method");
    if (!request.isObject() || !method.isTextual()) {
      return error(id, new RpcFault(RpcFault.INVALID_REQUEST, "Invalid Request"));
    }
    if (faults.happens(FaultSchedule.Kind.CONNECTION_REFUSED)) {
      throw new Unreachable("connection refused");
    }
    if (faults.happens(FaultSchedule.Kind.TIMEOUT)) {
      throw new Unreachable("timed out");
    }
    boolean stalled = faults.happens(FaultSchedule.Kind.STALLED);
    if (stalled && !method.asText().equals("sendTransaction")) {
      throw new Unreachable("stalled");
    }
    try {
      JsonNode result = result(method.asText(), request.path("params"));
      if (stalled) {
        throw new Unreachable("stalled");
      }
      ObjectNode answer = JSON.objectNode().put("jsonrpc", "2.0");
      answer.set("id", id);
      answer.set("result", result);
      return OddAnswer.affects(method.asText()) && faults.happens(FaultSchedule.Kind.ODD_ANSWER)
          ? OddAnswer.of(answer, faults)
          : answer;
    } catch (RpcFault e) {
      return error(id, e);
    }
  }

  private JsonNode result(String method, JsonNode params) throws RpcFault {
    if (!method.equals("sendTransaction")) {
      return methods.call(method, params, friendbotUrl);
    }
    if (faults.happens(FaultSchedule.Kind.LOST_SEND)) {
      return methods.pretendToSend(params);
    }
    int late = faults.late();
    if (late > 0) {
      return methods.sendLate(params, late);
    }
    boolean doubled = faults.happens(FaultSchedule.Kind.DOUBLED_SEND);
    JsonNode answer = methods.call(method, params, friendbotUrl);
    if (doubled) {
      answer = methods.call(method, params, friendbotUrl);
    }
    if (faults.happens(FaultSchedule.Kind.LOST_ANSWER)) {
      throw new Unreachable("the answer was lost");
    }
    return answer;
  }

  /** The error of a body in which no request was found. */
  static ObjectNode invalid(int code, String message) {
    return error(JSON.nullNode(), new RpcFault(code, message));
  }

  private static ObjectNode error(JsonNode id, RpcFault fault) {
    ObjectNode answer = JSON.objectNode().put("jsonrpc", "2.0");
    answer.set("id", id.isMissingNode() ? JSON.nullNode() : id);
    ObjectNode error = answer.putObject("error");
    error.put("code", fault.code()).put("message", fault.text());
    if (fault.data() != null) {
      error.put("data", fault.data());
    }
    return answer;
  }
}
