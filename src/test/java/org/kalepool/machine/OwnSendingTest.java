package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.machine.InterruptedEnvelopes.Step;
import org.kalepool.machine.MachinePage.SentFind;

/** A machine that sends its works itself, from channels of its own, over whole blocks. */
final class OwnSendingTest extends OwnSendingFixture {
  @Test
  void worksLandFromChannelsAndTheFarmersPayNothing() {
    Xlm before = together();
    nextBlock();
    long block = block();
    List<Xlm> farmers = farmersLumens();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(backend.works).isEmpty();
    assertThat(farmersLumens()).isEqualTo(farmers);
    assertThat(there()).hasSize(2).isEqualTo(keys.accounts().subList(0, 2));
    assertThat(before.minus(together())).isEqualTo(fees()).isGreaterThan(Xlm.ZERO);
    assertThat(machine.view().channels().fees()).isEqualTo(fees());
    assertThat(machine.view().channels().failed()).isZero();
    assertThat(meters.get("kale.machine.own.fees.stroops").functionCounter().count())
        .isEqualTo(fees().stroops());
    nextBlock();
    JsonNode report = backend.reports.getFirst();
    for (JsonNode result : report.path("work_results")) {
      assertThat(result.path("status").asText()).isEqualTo("success");
      Hash transaction = new Hash(result.path("work_tx_hash").asText());
      assertThat(envelopes.sent).anyMatch(it -> it.hash().equals(transaction));
    }
    assertThat(log)
        .anyMatch(it -> it.matches("block " + block + ": 3 of 3 .* of its own cost .* XLM"));
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_IT_IS_MADE, false",
    "MADE, false",
    "STORED, false",
    "SENT, false",
    "LANDED_AND_NOT_SEEN, false",
    "SEEN_AND_NOT_NOTED, false",
    "BEFORE_IT_IS_MADE, true",
    "MADE, true",
    "STORED, true",
    "SENT, true",
    "LANDED_AND_NOT_SEEN, true",
    "SEEN_AND_NOT_NOTED, true"
  })
  void aKillAtAnyStepLosesNoLumenAndSendsNothingTwice(Step step, boolean works) {
    Xlm before = together();
    envelopes.kill(step, works);
    nextBlock();
    long block = block();
    age(due());
    assertThat(envelopes.isPending()).isFalse();
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(backend.works).isEmpty();
    assertThat(works()).isEqualTo(sends(block));
    assertThat(before.minus(together())).isEqualTo(fees());
    assertThat(there()).hasSize(2);
  }

  /** Transactions that the channels have sent: each has used a number of its own. */
  private long works() {
    return chain.chain().holdings(there()).values().stream()
        .mapToLong(it -> it.sequence() & 0xffff_ffffL)
        .sum();
  }

  private long sends(long block) {
    try (MachineBook book = MachineBook.open(copied())) {
      long sends = 0;
      for (int i = 0; i < FARMERS; i++) {
        sends +=
            book.sent(block, SpokenBackend.id(i)).stream().map(SentFind::find).distinct().count();
      }
      return sends;
    }
  }

  @Test
  void aWalletWithoutLumensHasTheBackendSendTheWorks() {
    restartWith("kale.pooler.wallet-keeps", "10000");
    nextBlock();
    long block = block();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(there()).isEmpty();
    assertThat(backend.works).isNotEmpty();
    assertThat(fees()).isEqualTo(Xlm.ZERO);
    assertThat(machine.view().channels().handedOver()).isGreaterThanOrEqualTo(FARMERS);
    assertThat(machine.view().channels().trouble())
        .hasValueSatisfying(it -> assertThat(it).contains(WALLET.text(), "lacks"));
  }

  @Test
  void aWorkThatCannotLandAnyMoreGoesToTheBackendAndNotBefore() {
    nextBlock();
    long block = block();
    envelopes.swallowing = true;
    for (int i = 0; i < 50 && channels.open().isEmpty(); i++) {
      ledger();
    }
    long until = channels.open().getFirst().envelope().maxTime();
    while (sandbox.now() <= until) {
      assertThat(backend.works).isEmpty();
      ledger();
    }
    ledger();
    assertThat(backend.works).isNotEmpty();
    envelopes.swallowing = false;
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(fees().compareTo(Xlm.parse("0.1"))).isNegative();
  }

  @Test
  void theEndOfTheBlockForcesAWorkThatIsInNoLedgerYet() {
    working.addAll(List.of("kale.work.deadline-age", "280", "kale.work.insurance-age", "299"));
    restartWith("kale.pooler.farmers-per-channel", "1");
    nextBlock();
    long block = block();
    envelopes.swallowing = true;
    age(285);
    assertThat(channels.open()).hasSize(FARMERS);
    assertThat(backend.works).isEmpty();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(channels.open()).hasSize(FARMERS);
    assertThat(machine.view().channels().handedOver()).isEqualTo(FARMERS);
  }

  @Test
  void aWorkThatWaitsNearTheEndIsBumpedAndReportedByWhatLanded() {
    waitsNearTheEnd();
    landsOnce();
    nextBlock();
    for (JsonNode result : backend.reports.getLast().path("work_results")) {
      ObjectNode named = JsonNodeFactory.instance.objectNode();
      named.put("hash", result.path("work_tx_hash").asText());
      assertThat(sandbox.call("getTransaction", named).findValue("status").asText())
          .isEqualTo("SUCCESS");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"BUMP_MADE", "BUMP_STORED", "BUMP_SENT"})
  void aWorkThatWaitsNearTheEndIsBumpedAndLandsOnceWhereverTheProcessEnds(Step step) {
    waitsNearTheEnd();
    InterruptedEnvelopes killed = envelopes;
    killed.kill(step, true);
    landsOnce();
    assertThat(killed.isPending()).isFalse();
    assertThat(envelopes).as("another process").isNotSameAs(killed);
  }

  /** All works are in the network, some seconds before the end, and no ledger takes them. */
  private void waitsNearTheEnd() {
    working.addAll(List.of("kale.work.deadline-age", "268", "kale.work.insurance-age", "299"));
    restartWith("kale.pooler.farmers-per-channel", "1");
    nextBlock();
    age(265);
    while (channels.open().size() < FARMERS) {
      sandbox.faults().next(FaultSchedule.Kind.PASSED_OVER, FARMERS);
      ledger();
    }
    sandbox.faults().clear();
  }

  private void landsOnce() {
    long block = block();
    Xlm before = together();
    Xlm booked = fees();
    age(due());
    assertThat(envelopes.sent).anyMatch(it -> it.replaces() != null);
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(channels.open()).isEmpty();
    assertThat(before.minus(together())).isEqualTo(fees().minus(booked));
  }
}
