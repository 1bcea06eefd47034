package org.kalepool.stellar;

import static org.kalepool.stellar.AnswerChecks.expect;
import static org.kalepool.stellar.AnswerChecks.named;
import static org.kalepool.stellar.AnswerChecks.refused;
import static org.kalepool.stellar.AnswerChecks.same;
import static org.kalepool.stellar.AnswerChecks.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.lanes.Answer;
import org.kalepool.stellar.lanes.Classifier;
import org.kalepool.stellar.lanes.ExpectedCauses;
import org.kalepool.stellar.lanes.Results;
import org.kalepool.stellar.lanes.Simulated;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.RpcAnswer;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.rpc.TestNetwork;

/**
 * Every answer of a recorded conversation through the pool's client, which must take it for what
 * its own words say it is: landed, failed, refused for good and why, try again, unknown, resync.
 * Where the recording's name is a known one, the cause must also be what that name says.
 */
public final class AdapterConversation {
  private final KaleNetwork network;
  private final NetworkWatch status;

  AdapterConversation(List<JsonNode> lines) {
    network = RecordedNetwork.of(lines);
    status = TestNetwork.status(new SteppedClock(Instant.ofEpochSecond(1795410860)));
  }

  /**
   * Where the client took an answer for something else.
   *
   * @param line counted from 1
   */
  public record Wrong(int line, String name, String field, String wanted, String got) {}

  /**
   * The first answer that the client takes for something else, if there is one.
   *
   * @param lines objects with name, request and answer
   */
  public static Optional<Wrong> firstDifference(List<JsonNode> lines) {
    AdapterConversation conversation = new AdapterConversation(lines);
    for (int i = 0; i < lines.size(); i++) {
      Optional<Wrong> wrong = conversation.check(i + 1, lines.get(i));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  Optional<Wrong> check(int number, JsonNode line) {
    String name = line.path("name").asText();
    try {
      check(name, line);
      return Optional.empty();
    } catch (AnswerChecks.Mismatch e) {
      return Optional.of(new Wrong(number, name, e.field, e.wanted, e.got));
    } catch (RuntimeException e) {
      // whatever the client throws at an answer of a real node is the difference to report
      return Optional.of(new Wrong(number, name, "answer", "an answer that is understood", "" + e));
    }
  }

  private void check(String name, JsonNode line) {
    JsonNode params = line.path("request").path("params");
    JsonNode answer = line.path("answer");
    StellarRpc rpc = TestNetwork.rpc((method, ignored) -> RpcAnswer.result(method, answer), status);
    status.current().serves(TestNetwork.PASSPHRASE, TestNetwork.PASSPHRASE);
    String method = line.path("request").path("method").asText();
    if (answer.has("error")) {
      refusedCall(name, method, answer.path("error"), rpc);
      return;
    }
    JsonNode result = answer.path("result");
    switch (method) {
      case "simulateTransaction" ->
          simulated(
              name,
              RecordedCalls.of(params.path("transaction").asText()),
              rpc.simulateTransaction("x"));
      case "sendTransaction" -> sent(name, result, rpc.sendTransaction("x"));
      case "getTransaction" -> looked(name, result, rpc.getTransaction("x"));
      default -> ReadAnswers.check(method, result, rpc);
    }
  }

  private static void refusedCall(String name, String method, JsonNode error, StellarRpc rpc) {
    int code = error.path("code").asInt();
    try {
      switch (method) {
        case "getHealth" -> rpc.getHealth();
        case "getNetwork" -> rpc.getNetwork();
        case "getVersionInfo" -> rpc.getVersionInfo();
        case "getLatestLedger" -> rpc.getLatestLedger();
        case "getFeeStats" -> rpc.getFeeStats();
        case "getEvents" -> rpc.getEvents(1, List.of(), 1);
        case "simulateTransaction" -> rpc.simulateTransaction("x");
        case "sendTransaction" -> rpc.sendTransaction("x");
        case "getTransaction" -> rpc.getTransaction("x");
        default -> rpc.getLedgerEntries(List.of("x"));
      }
    } catch (RpcErrorException e) {
      expect("error.code", code, e.code());
      if (method.equals("sendTransaction")) {
        Answer answer = Classifier.sendError(e);
        if (code == -32602) {
          refused(name, answer, Optional.of(Cause.MALFORMED));
        } else {
          verdict(answer, Answer.Unknown.class);
        }
      }
      return;
    }
    throw new AnswerChecks.Mismatch("error", error.toString(), "a result");
  }

  /** Knows the stored pail from what the node said: KALE's own 10 means that it was not worked. */
  private Classifier classifier(String said) {
    boolean byAsset = said.contains("contract call failed") || said.contains("allowed range");
    return new Classifier(
        network,
        new Classifier.Stored() {
          @Override
          public Pail pail(Address farmer, long index) {
            return byAsset
                ? new Pail(200, 5L, BigInteger.TEN, 5L)
                : new Pail(200, null, BigInteger.TEN, null);
          }

          @Override
          public @Nullable Block block(long index) {
            return null;
          }
        });
  }

  private void simulated(String name, Call call, Rpc.SimulateTransactionResponse simulation) {
    String error = simulation.error();
    Simulated simulated = classifier(error == null ? "" : error).simulated(call, simulation);
    if (error == null) {
      if (simulation.restorePreamble() != null && !simulation.restorePreamble().isNull()) {
        refused(name, stopped(simulated), Optional.of(Cause.ARCHIVED));
      } else if (simulated instanceof Simulated.Ready ready) {
        expect("result.minResourceFee", simulation.minResourceFee(), ready.data().resourceFee());
      } else {
        throw new AnswerChecks.Mismatch(
            "result", "a simulation that succeeds", simulated.toString());
      }
      return;
    }
    Answer answer = stopped(simulated);
    Optional<Cause> cause = ExpectedCauses.ofSimulation(call, error);
    if (cause.isPresent()
        && cause.get() != Cause.CONTRACT_ERROR
        && cause.get() != Cause.FOOTPRINT_CHANGED) {
      refused(name, answer, cause);
    } else if (error.contains("unmarshal")) {
      refused(name, answer, Optional.of(Cause.MALFORMED));
    } else if (answer instanceof Answer.Refused) {
      refused(name, answer, Optional.empty());
    } else {
      verdict(answer, Answer.TryAgain.class);
    }
  }

  private static Answer stopped(Simulated simulated) {
    if (simulated instanceof Simulated.Stopped stopped) {
      return stopped.answer();
    }
    throw new AnswerChecks.Mismatch("result", "a simulation that fails", "one that succeeds");
  }

  private void sent(String name, JsonNode result, Rpc.SendTransactionResponse sent) {
    Answer answer = classifier("").sent(sent);
    String status = result.path("status").asText();
    switch (status) {
      case "PENDING", "DUPLICATE" -> expect("status", new Answer.Taken(status), answer);
      case "TRY_AGAIN_LATER" -> expect("status", Answer.TryAgain.later(status), answer);
      case "ERROR" -> refusedSend(name, result.path("errorResultXdr"), answer);
      default -> throw new AnswerChecks.Mismatch("result.status", "a status", status);
    }
  }

  private static void refusedSend(String name, JsonNode resultXdr, Answer answer) {
    if (!resultXdr.isTextual()) {
      throw new AnswerChecks.Mismatch("result.errorResultXdr", "a result", "absent");
    }
    String code = ExpectedCauses.code(resultXdr.asText());
    if (name.contains("sequence too")) {
      verdict(answer, Answer.Resync.class);
    }
    switch (code) {
      case "txBAD_SEQ" -> verdict(answer, Answer.Resync.class);
      case "txINSUFFICIENT_FEE" ->
          expect("result", new Answer.TryAgain(code, Answer.Takes.A_HIGHER_BID), answer);
      case "txTOO_EARLY", "txINTERNAL_ERROR", "txBAD_MIN_SEQ_AGE_OR_GAP" ->
          expect("result", Answer.TryAgain.later(code), answer);
      default ->
          refused(
              name,
              answer,
              ExpectedCauses.ofResult(
                  new Call.Operations(List.of()), resultXdr.asText(), resultXdr));
    }
  }

  private void looked(String name, JsonNode result, Rpc.GetTransactionResponse looked) {
    String status = result.path("status").asText();
    if (status.equals("NOT_FOUND")) {
      Answer answer = classifier("").looked(new Call.Operations(List.of()), looked);
      verdict(answer, Answer.Unknown.class);
      return;
    }
    Call call = RecordedCalls.of(result.path("envelopeXdr").asText());
    Answer answer = classifier("").looked(call, looked);
    String resultXdr = result.path("resultXdr").asText();
    long charged = Results.read(resultXdr).feeCharged();
    boolean succeeded = ExpectedCauses.code(resultXdr).equals("txSUCCESS");
    expect("result.status", succeeded ? "SUCCESS" : "FAILED", status);
    switch (answer) {
      case Answer.Landed landed -> {
        expect("result.status", status, "SUCCESS");
        expect("fee", Xlm.ofStroops(charged).toString(), String.valueOf(landed.fee()));
        same("ledger", result.path("ledger"), landed.ledger());
        same("createdAt", result.path("createdAt"), landed.closeTime());
        expect("minted", call instanceof Call.Harvest, landed.minted() != null);
      }
      case Answer.Failed failed -> {
        expect("result.status", status, "FAILED");
        expect("fee", Xlm.ofStroops(charged).toString(), String.valueOf(failed.fee()));
        same("ledger", result.path("ledger"), failed.ledger());
        same("createdAt", result.path("createdAt"), failed.closeTime());
        ExpectedCauses.ofResult(call, resultXdr, result.path("diagnosticEventsXdr"))
            .ifPresent(cause -> expect("cause", cause, failed.cause()));
        named(name, failed.cause());
      }
      default -> throw new AnswerChecks.Mismatch("result.status", status, answer.toString());
    }
  }
}
