package org.kalepool.stellar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.lanes.Answer;

/** What an answer must be taken for; the first thing that it is not ends the look at it. */
final class AnswerChecks {
  /** What a refusal or failure means, by the recording's name. */
  static final Map<String, Cause> NAMED =
      Map.ofEntries(
          Map.entry("simulateTransaction: not XDR", Cause.MALFORMED),
          Map.entry("sendTransaction: not XDR", Cause.MALFORMED),
          Map.entry("plant: twice", Cause.ALREADY_PLANTED),
          Map.entry("plant: more than the balance", Cause.BALANCE_TOO_LOW),
          Map.entry("plant: negative", Cause.AMOUNT_NEGATIVE),
          Map.entry("plant: no trustline", Cause.NO_TRUSTLINE),
          Map.entry("work: wrong hash", Cause.HASH_INVALID),
          Map.entry("work: same again", Cause.ZEROS_TOO_LOW),
          Map.entry("work: never planted", Cause.PAIL_MISSING),
          Map.entry("work: the block has moved on", Cause.PAIL_MISSING),
          Map.entry("two works: second fails in the ledger", Cause.ZEROS_TOO_LOW),
          Map.entry("harvest: too early", Cause.HARVEST_NOT_READY),
          Map.entry("harvest: no such block", Cause.BLOCK_MISSING),
          Map.entry("harvest: twice", Cause.PAIL_MISSING),
          Map.entry("harvest: never worked", Cause.NEVER_WORKED),
          Map.entry(
              "plant simulated before the boundary, sent after: fails in the ledger",
              Cause.FOOTPRINT_CHANGED),
          Map.entry("send: unsigned", Cause.BAD_SIGNATURE),
          Map.entry("send: wrong network", Cause.BAD_SIGNATURE),
          Map.entry("send: too late", Cause.EXPIRED),
          Map.entry("send: no account", Cause.ACCOUNT_MISSING),
          Map.entry("send: more than the balance (lands, fails)", Cause.BALANCE_TOO_LOW),
          Map.entry("payment: no trustline", Cause.NO_TRUSTLINE),
          Map.entry("trustline: cannot go while it holds something", Cause.OTHER));

  private AnswerChecks() {}

  /** What is found wrong within one line. */
  static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String field;
    final String wanted;
    final String got;

    Mismatch(String field, String wanted, String got) {
      super(field + ": wanted " + wanted + ", got " + got);
      this.field = field;
      this.wanted = wanted;
      this.got = got;
    }
  }

  static void same(String field, JsonNode wanted, @Nullable Object got) {
    expect("result." + field, wanted.asText(), String.valueOf(got));
  }

  static void expect(String field, Object wanted, Object got) {
    if (!wanted.equals(got)) {
      throw new Mismatch(field, wanted.toString(), got.toString());
    }
  }

  static void verdict(Answer answer, Class<? extends Answer> wanted) {
    expect("answer", wanted.getSimpleName(), answer.getClass().getSimpleName());
  }

  static void refused(String name, Answer answer, Optional<Cause> cause) {
    verdict(answer, Answer.Refused.class);
    Cause got = ((Answer.Refused) answer).cause();
    cause.ifPresent(wanted -> expect("cause", wanted, got));
    named(name, got);
  }

  static void named(String name, Cause got) {
    Cause wanted = NAMED.get(name);
    if (wanted != null) {
      expect("cause", wanted, got);
    }
  }
}
