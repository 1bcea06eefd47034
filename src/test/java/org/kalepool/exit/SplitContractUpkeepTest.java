package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.ContractLives;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/**
 * What the pool does about its split contract beside paying by it: terms, held shares, its life.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class SplitContractUpkeepTest extends EarnedFixture {
  private static final Address WALLET = FarmRows.address("a pooler of old");
  private static final Hash CODE = new Hash("cd".repeat(32));

  /** By what the fake network closes ledgers, and the settings' defaults. */
  private static final long DAY = 17_280;

  @Inject TermsSweep terms;
  @Inject HeldShares shares;
  @Inject SplitLife life;
  @Inject ContractLives lives;
  @Inject ExitSweep exits;
  @Inject Departures departures;

  @BeforeEach
  void emptyContract() {
    contracts.uses(pooler.wallet());
    chain.close(1);
  }

  private @Nullable Call asked(Action action) {
    Map<Long, TransactionRequest> open = transactions.open(action);
    assertThat(open).hasSizeLessThan(2);
    return open.values().stream()
        .peek(request -> assertThat(request.lane()).isEqualTo(pooler.wallet()))
        .map(TransactionRequest::call)
        .findFirst()
        .orElse(null);
  }

  private void settle(Action action, Outcome outcome) {
    transactions.settle(transactions.open(action).keySet().iterator().next(), outcome);
  }

  private void land(Action action) {
    chain.close(1);
    settle(
        action,
        new Outcome.Landed(
            HASH, chain.now().ledger(), chain.now().time(), Xlm.ofStroops(100), null, null, null));
  }

  private ContractCall.AddTerms adds(int basisPoints, Address wallet) {
    return new ContractCall.AddTerms(FakeContracts.SPLIT, pooler.wallet(), basisPoints, wallet);
  }

  @Test
  void whatWasPromisedIsAppendedOneAfterTheOther() {
    Pooler second = fixture.remotePooler(1_000);
    fixture.moves(farmer, second);
    terms.sweep();
    assertThat(asked(Action.TERMS)).isEqualTo(adds(5_000, pooler.wallet()));
    terms.sweep();
    assertThat(transactions.open(Action.TERMS)).as("one at a time").hasSize(1);

    land(Action.TERMS);
    contracts.lag(1);
    terms.sweep();
    assertThat(asked(Action.TERMS)).as("a node that lags does not show the first").isNull();
    contracts.lag(0);
    contracts.added(5_000, pooler.wallet());
    terms.sweep();
    assertThat(asked(Action.TERMS)).isEqualTo(adds(1_000, second.wallet()));

    land(Action.TERMS);
    contracts.added(1_000, second.wallet());
    terms.sweep();
    assertThat(asked(Action.TERMS)).isNull();
  }

  @Test
  void oneThatCouldNotBeAppendedIsAskedForAgain() {
    terms.sweep();
    settle(Action.TERMS, new Outcome.Refused(null, Cause.INSUFFICIENT_XLM, "by the test"));
    terms.sweep();
    assertThat(asked(Action.TERMS)).isEqualTo(adds(5_000, pooler.wallet()));
  }

  @Test
  void aFarmerWaitsUntilItsTermsAreThere() {
    earned(5, "20", 10);
    departures.leave(farmer.id(), "farmer");
    exits.sweep();
    assertThat(departures.status(farmer.id()).orElseThrow().waitingFor())
        .extracting(ExitStatus.WaitingFor::code)
        .isEqualTo("TERMS_MISSING");
    contracts.added(5_000, pooler.wallet());
    exits.sweep();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
  }

  @Test
  void anAdminElsewhereIsNotActedFor() {
    contracts.uses(FarmRows.address("an admin elsewhere"));
    terms.sweep();
    assertThat(transactions.open(Action.TERMS)).isEmpty();
  }

  @Test
  void aHeldShareIsPaidAsSoonAsTheWalletTakesIt() {
    contracts.added(1_000, WALLET);
    contracts.holds(WALLET, Kale.parse("7"));
    shares.sweep();
    assertThat(asked(Action.COLLECT)).as("no such account").isNull();
    chain.account(WALLET, "5");
    shares.sweep();
    assertThat(asked(Action.COLLECT)).as("no trustline").isNull();
    chain.account(WALLET, "5", "0", "6.9999999");
    shares.sweep();
    assertThat(asked(Action.COLLECT)).as("no room").isNull();

    chain.account(WALLET, "5", "0", "7");
    shares.sweep();
    shares.sweep();
    assertThat(asked(Action.COLLECT))
        .isEqualTo(new ContractCall.Collect(FakeContracts.SPLIT, WALLET));
    land(Action.COLLECT);
    contracts.lag(1);
    shares.sweep();
    assertThat(asked(Action.COLLECT)).as("a node that lags still shows it").isNull();
    contracts.lag(0);
    contracts.collected(WALLET);
    shares.sweep();
    assertThat(asked(Action.COLLECT)).isNull();
  }

  @Test
  void whatIsHeldForAStrangerIsNoneOfThePools() {
    contracts.holds(WALLET, Kale.parse("7"));
    chain.account(WALLET, "5", "0", "7");
    shares.sweep();
    assertThat(asked(Action.COLLECT)).isNull();
  }

  private void lives(long contract, long code) {
    ContractCall.Instance instance = new ContractCall.Instance(FakeContracts.SPLIT);
    contracts.lives(FakeContracts.SPLIT, instance, contract);
    contracts.lives(FakeContracts.SPLIT, new ContractCall.Code(CODE), code);
  }

  @Test
  void aContractThatWillBeArchivedIsExtendedBeforehand() {
    long now = chain.now().ledger();
    lives(now + 15 * DAY, now + 13 * DAY);
    life.sweep();
    life.sweep();
    assertThat(asked(Action.LIFE))
        .isEqualTo(new ContractCall.Extend(List.of(new ContractCall.Code(CODE)), 30 * DAY));
    assertThat(lives.troubles()).isEmpty();

    land(Action.LIFE);
    contracts.lag(1);
    life.sweep();
    assertThat(asked(Action.LIFE)).as("a node that lags shows the old life").isNull();
    contracts.lag(0);
    lives(now + 15 * DAY, now + 30 * DAY);
    life.sweep();
    assertThat(asked(Action.LIFE)).isNull();
  }

  @Test
  void oneThatIsArchivedIsBroughtBackAndTold() {
    long now = chain.now().ledger();
    lives(0, now + 20 * DAY);
    life.sweep();
    assertThat(asked(Action.LIFE))
        .isEqualTo(
            new ContractCall.Restore(List.of(new ContractCall.Instance(FakeContracts.SPLIT))));
    assertThat(lives.troubles())
        .containsEntry("split", FakeContracts.SPLIT + " is archived, or its code is");
    land(Action.LIFE);
    lives(now + 20 * DAY, now + 20 * DAY);
    life.sweep();
    assertThat(lives.troubles()).isEmpty();
  }

  @Test
  void oneThatNothingHasExtendedForLongIsTold() {
    long now = chain.now().ledger();
    lives(now + 6 * DAY, now + 20 * DAY);
    life.sweep();
    settle(Action.LIFE, new Outcome.Refused(null, Cause.INSUFFICIENT_XLM, "by the test"));
    assertThat(lives.troubles())
        .containsEntry("split", "103680 ledgers are left until one is archived, about 6.0 days");
    life.sweep();
    assertThat(transactions.open(Action.LIFE)).hasSize(1);
  }

  @Test
  void oneThatIsNotThereIsTold() {
    life.sweep();
    assertThat(lives.troubles())
        .containsEntry("split", FakeContracts.SPLIT + " is not on this network");
    assertThat(asked(Action.LIFE)).isNull();
  }
}
