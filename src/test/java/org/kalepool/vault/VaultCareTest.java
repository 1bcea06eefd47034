package org.kalepool.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.batch.Batches;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.ContractLives;
import org.kalepool.stellar.EndedTransactions;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts.PoolState;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;
import org.kalepool.testing.VaultStages;

/** What is asked for vaults, and when it is asked for again. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultCareTest extends StagesFixture {
  private static final long DAY = 17_280;

  @Inject VaultStages stages;
  @Inject VaultRepository repository;
  @Inject ChannelCalls calls;
  @Inject ContractLives lives;
  @Inject Poolers poolers;
  @Inject RandomGenerator random;
  @Inject Clock clock;

  @Inject OpenTransactions openTransactions;
  @Inject EndedTransactions ended;
  @Inject Batches batches;
  @Inject Leader leader;

  private VaultCare care;
  private StoredVaults vaults;
  private Makings makings;
  private VaultHealth health;
  private VaultDeeds bounded;
  private Planter farmer;

  @BeforeEach
  void oneVault() {
    FakeVaultSettings settings = new FakeVaultSettings(Optional.of(VaultStages.POOL), 2);
    vaults = new StoredVaults(settings, repository, contracts, poolers, random, clock);
    makings = new Makings(repository, openTransactions, chain, settings, new SimpleMeterRegistry());
    health = new VaultHealth(true, new SimpleMeterRegistry());
    VaultDeeds deeds =
        new VaultDeeds(vaults, settings, makings, batches, transactions, ended, leader, clock);
    bounded = deeds;
    care = new VaultCare(vaults, deeds, health, settings, contracts, chain, calls, lives, makings);
    Address own = poolers.own().wallet();
    contracts.pool(
        VaultStages.POOL,
        new PoolState(own, own, Hash.ZERO, DAY, Kale.parse("20"), Kale.parse("100"), 1));
    chain.close(3 * (int) DAY);
    stages.channels(2);
    farmer = stages.farmer("80", "0");
    live(100 * DAY);
  }

  /** Stopped for longer than a stake can be out, with 20 KALE missing. */
  private void stopped(String cover) {
    VaultState now =
        Objects.requireNonNull(
            contracts.vaults(List.of(farmer.custodial())).get(farmer.custodial()));
    contracts.put(
        farmer.custodial(),
        new VaultState(
            now.owner(),
            now.pool(),
            now.salt(),
            now.basisPoints(),
            DAY,
            Kale.parse("100"),
            Kale.ZERO,
            Kale.parse(cover),
            Kale.ZERO,
            OptionalLong.of(chain.now().ledger() - DAY - 1),
            true,
            now.balance(),
            Long.MAX_VALUE,
            chain.now().ledger()));
  }

  private void live(long ledgers) {
    long until = ledgers == 0 ? 0 : chain.now().ledger() + ledgers;
    contracts.lives(VaultStages.POOL, new ContractCall.Instance(VaultStages.POOL), until);
    contracts.lives(farmer.custodial(), new ContractCall.Instance(farmer.custodial()), until);
    contracts.lives(farmer.custodial(), balance(), until);
  }

  private ContractCall.Balance balance() {
    return new ContractCall.Balance(FakeContracts.KALE, farmer.custodial());
  }

  private List<TransactionRequest> open(Action action) {
    return List.copyOf(transactions.open(action).values());
  }

  private void land(Action action) {
    chain.close(1);
    transactions.settle(
        transactions.open(action).keySet().iterator().next(),
        new Outcome.Landed(
            Hash.ZERO,
            chain.now().ledger(),
            chain.now().time(),
            Xlm.ofStroops(100),
            null,
            null,
            null));
  }

  @Test
  void aCoverThatIsDueIsClaimedOnceOnAChannel() {
    stopped("30");
    care.sweep();
    care.sweep();
    assertThat(open(Action.COVER))
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.call()).isEqualTo(new ContractCall.Claim(farmer.custodial()));
              assertThat(asked.farmer()).isEqualTo(farmer.id());
              assertThat(asked.lane())
                  .isIn(FarmRows.address("channel 0"), FarmRows.address("channel 1"));
            });

    land(Action.COVER);
    stopped("0");
    care.sweep();
    assertThat(open(Action.COVER)).isEmpty();
  }

  /** It has cost the farmer nothing. */
  @Test
  void aClaimIsPaidByThePool() {
    stopped("30");
    care.sweep();
    land(Action.COVER);
    assertThat(
            fixture.rows(
                "select account from journal_lines where asset = 'XLM' and account like 'pool-fees:%'"))
        .hasSize(1);
    assertThat(
            fixture.rows(
                "select account from journal_lines where account like '%" + farmer.id() + "'"))
        .isEmpty();
  }

  private Vault offered() {
    UUID somebody = fixture.registered(50, 1).id();
    return QuarkusTransaction.requiringNew()
        .call(() -> vaults.offer(somebody, FarmRows.address("another owner"), 2_500, Kale.ZERO));
  }

  @Test
  void noMoreVaultsAreMadeInADayThanTheSettingSays() {
    List<Vault> wanted = List.of(offered(), offered(), offered());
    assertThat(bounded.make(wanted)).isEqualTo(2);
    assertThat(makings.reached()).as("as of before these").isFalse();
    assertThat(bounded.make(wanted)).isZero();
    assertThat(makings.reached()).isTrue();

    land(Action.MAKE_VAULT);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                wanted.stream()
                    .limit(2)
                    .forEach(vault -> vaults.made(vault.farmer(), chain.now().ledger())));
    List<Vault> left = wanted.subList(2, 3);
    assertThat(bounded.make(left)).as("they are there, on the same day").isZero();
    care.sweep();
    assertThat(health.troubles().orElseThrow()).containsOnlyKeys("makings");

    chain.close((int) DAY);
    care.sweep();
    assertThat(health.troubles()).contains(Map.of());
    assertThat(bounded.make(left)).isEqualTo(1);
  }

  @Test
  void whatEndsBeforeLongIsExtendedByTheOwnPoolersWalletWithItsKale() {
    live(13 * DAY);
    care.sweep();
    care.sweep();
    assertThat(open(Action.LIFE))
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.lane()).isEqualTo(poolers.own().wallet());
              assertThat(asked.call())
                  .isEqualTo(
                      new ContractCall.Extend(
                          List.of(
                              new ContractCall.Instance(VaultStages.POOL),
                              new ContractCall.Instance(farmer.custodial()),
                              balance()),
                          30 * DAY));
            });

    land(Action.LIFE);
    live(30 * DAY);
    care.sweep();
    assertThat(open(Action.LIFE)).isEmpty();
    assertThat(lives.troubles()).isEmpty();
  }

  @Test
  void anArchivedVaultIsBroughtBackAndTold() {
    live(30 * DAY);
    contracts.lives(farmer.custodial(), new ContractCall.Instance(farmer.custodial()), 0);
    care.sweep();
    assertThat(open(Action.LIFE))
        .singleElement()
        .extracting(TransactionRequest::call)
        .isEqualTo(
            new ContractCall.Restore(List.of(new ContractCall.Instance(farmer.custodial()))));
    assertThat(lives.troubles()).containsKey("vaults");

    land(Action.LIFE);
    live(30 * DAY);
    care.sweep();
    assertThat(lives.troubles()).isEmpty();
  }
}
