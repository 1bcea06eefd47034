package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;
import org.kalepool.wallet.Wallets;

/**
 * Funded accounts on a whole network: real signatures, fees, footprints and the contract's rules.
 */
abstract class SandboxLanesFixture {
  static final Xlm FUNDS = Xlm.parse("50");

  @Inject Transactions transactions;
  @Inject Chain chain;
  @Inject Wallets wallets;
  @Inject SandboxNode node;
  @Inject SettledSeen settled;
  @Inject Tasks tasks;
  @Inject Clock clock;
  @Inject Db db;

  Sandbox sandbox;

  @BeforeEach
  void quietNetwork() {
    sandbox = node.sandbox();
    sandbox.faults().clear();
    settled.clear();
  }

  Address account() {
    Address account =
        QuarkusTransaction.requiringNew().call(() -> wallets.create(UUID.randomUUID()));
    sandbox.fund(account, FUNDS);
    return account;
  }

  void step() {
    sandbox.closeLedger();
    ((SteppedClock) clock).advance(Duration.ofSeconds(5));
    transactions.poke();
    ((SteppedTasks) tasks).runAll();
  }

  long request(Address lane, Action action, @Nullable Long block, Call call) {
    long id =
        transactions
            .request(new TransactionRequest(lane, action, null, block, call, null))
            .orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  Outcome finish(long id) {
    for (int i = 0; i < 100; i++) {
      for (TransactionSettled end : settled.all()) {
        if (end.id() == id) {
          return end.outcome();
        }
      }
      step();
    }
    throw new AssertionError(
        "transaction %d does not end: %s"
            .formatted(id, db.rows("select t::text from transactions t where id = ?", id)));
  }

  Outcome.Landed landed(long id) {
    Outcome outcome = finish(id);
    assertThat(outcome).isInstanceOf(Outcome.Landed.class);
    return (Outcome.Landed) outcome;
  }

  Outcome.Landed trustline(Address lane) {
    Call open = new Call.Operations(List.of(new Call.OpenTrustline(null)));
    return landed(request(lane, Action.TRUSTLINE, null, open));
  }
}
