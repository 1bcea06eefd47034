package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.testing.PostgresResource;
import org.kalepool.wallet.Wallets;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.HashIDPreimage;
import org.stellar.sdk.xdr.SequenceNumber;

/** The lanes on a whole network: real signatures, fees, footprints and the contract's rules. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxLanesTest {
  private static final Xlm FUNDS = Xlm.parse("50");

  @Inject Transactions transactions;
  @Inject Chain chain;
  @Inject Wallets wallets;
  @Inject SandboxNode node;
  @Inject SettledSeen settled;
  @Inject Tasks tasks;
  @Inject Clock clock;

  private Sandbox sandbox;

  @BeforeEach
  void quietNetwork() {
    sandbox = node.sandbox();
    sandbox.faults().clear();
    settled.clear();
  }

  private Address account() {
    Address account =
        QuarkusTransaction.requiringNew().call(() -> wallets.create(UUID.randomUUID()));
    sandbox.fund(account, FUNDS);
    return account;
  }

  private void step() {
    sandbox.closeLedger();
    ((SteppedClock) clock).advance(Duration.ofSeconds(5));
    transactions.poke();
    ((SteppedTasks) tasks).runAll();
  }

  private long request(Address lane, Action action, @Nullable Long block, Call call) {
    long id =
        transactions
            .request(new TransactionRequest(lane, action, null, block, call, null))
            .orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  private Outcome finish(long id) {
    for (int i = 0; i < 100; i++) {
      for (TransactionSettled end : settled.all()) {
        if (end.id() == id) {
          return end.outcome();
        }
      }
      step();
    }
    throw new AssertionError("transaction " + id + " does not end");
  }

  private Outcome.Landed landed(long id) {
    Outcome outcome = finish(id);
    assertThat(outcome).isInstanceOf(Outcome.Landed.class);
    return (Outcome.Landed) outcome;
  }

  private Outcome.Landed trustline(Address lane) {
    Call open = new Call.Operations(List.of(new Call.OpenTrustline(null)));
    return landed(request(lane, Action.TRUSTLINE, null, open));
  }

  @Test
  void farmsABlockAndBooksExactlyWhatItCost() {
    Address farmer = account();
    List<Outcome.Landed> ends = new ArrayList<>();
    ends.add(trustline(farmer));
    sandbox.giveKale(farmer, Kale.parse("100"));
    sandbox.closeLedger(sandbox.now() + 300);

    ends.add(landed(request(farmer, Action.PLANT, null, new Call.Plant(farmer, Kale.parse("40")))));
    long block = Objects.requireNonNull(ends.getLast().block());
    assertThat(block).isEqualTo(chain.farm().farm().index());
    assertThat(sandbox.pail(farmer, block)).isPresent();

    Block stored = chain.block(block).orElseThrow().block();
    Hash hash = WorkHash.of(block, 7, stored.entropy(), farmer);
    ends.add(landed(request(farmer, Action.TRUSTLINE, block, new Call.Work(farmer, hash, 7))));

    sandbox.closeLedger(stored.timestamp() + 300);
    ends.add(landed(request(farmer, Action.PLANT, null, new Call.Plant(farmer, Kale.ZERO))));
    assertThat(ends.getLast().block()).isEqualTo(block + 1);

    Kale before = sandbox.kale(farmer).orElseThrow();
    ends.add(landed(request(farmer, Action.TRUSTLINE, block, new Call.Harvest(farmer, block))));
    assertThat(ends.getLast().minted())
        .isEqualTo(sandbox.kale(farmer).orElseThrow().minus(before))
        .satisfies(minted -> assertThat(minted).isGreaterThan(Kale.parse("40")));

    Xlm fees = ends.stream().map(Outcome.Landed::fee).reduce(Xlm.ZERO, Xlm::plus);
    assertThat(sandbox.lumens(farmer)).contains(FUNDS.minus(fees));
  }

  @Test
  void claimsKaleThatSomebodyLeft() {
    Address giver = account();
    Address farmer = account();
    trustline(giver);
    sandbox.giveKale(giver, Kale.parse("30"));
    Call leave =
        new Call.Operations(List.of(new Call.ClaimableKale(null, farmer, Kale.parse("25"))));
    landed(request(giver, Action.TRUSTLINE, 1L, leave));
    BalanceId balance = madeBy(giver);
    Claimable seen = chain.claimable(balance).orElseThrow();
    assertThat(seen).isEqualTo(new Claimable(Kale.parse("25"), Set.of(farmer), Set.of(farmer)));

    Call claim = new Call.Operations(List.of(new Call.Claim(null, balance)));
    assertThat(finish(request(farmer, Action.CLAIM, null, claim)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.NO_TRUSTLINE));
    trustline(farmer);
    landed(request(farmer, Action.CLAIM, null, claim));
    assertThat(sandbox.kale(farmer)).contains(Kale.parse("25"));
    assertThat(chain.claimable(balance)).isEmpty();
    assertThat(finish(request(farmer, Action.CLAIM, null, claim)))
        .isInstanceOf(Outcome.Failed.class);
  }

  /** What the first operation of the account's last transaction made. */
  private BalanceId madeBy(Address giver) {
    HashIDPreimage.HashIDPreimageOperationID operation =
        new HashIDPreimage.HashIDPreimageOperationID();
    operation.setSourceAccount(Xdr.accountId(giver));
    long sequence = Objects.requireNonNull(chain.holdings(List.of(giver)).get(giver)).sequence();
    operation.setSeqNum(new SequenceNumber(Xdr.int64(sequence)));
    operation.setOpNum(Xdr.uint32(0));
    HashIDPreimage preimage = new HashIDPreimage();
    preimage.setDiscriminant(EnvelopeType.ENVELOPE_TYPE_OP_ID);
    preimage.setOperationID(operation);
    return new BalanceId(Hash.of(Sha256.of(Xdr.bytes(preimage::encode))));
  }

  @Test
  void tellsTheAssetContractsErrorsFromKalesOwn() {
    Address farmer = account();
    Call plant = new Call.Plant(farmer, Kale.parse("1"));
    assertThat(finish(request(farmer, Action.PLANT, null, plant)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, end -> assertThat(end.cause()).isEqualTo(Cause.NO_TRUSTLINE));
    trustline(farmer);
    assertThat(finish(request(farmer, Action.PLANT, null, plant)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, end -> assertThat(end.cause()).isEqualTo(Cause.BALANCE_TOO_LOW));
  }

  @Test
  void paysForAFarmersPlantFromAnotherAccount() {
    Address farmer = account();
    Address payer = account();
    trustline(farmer);
    sandbox.giveKale(farmer, Kale.parse("10"));
    Xlm had = sandbox.lumens(farmer).orElseThrow();
    Outcome.Landed end =
        landed(request(payer, Action.PLANT, null, new Call.Plant(farmer, Kale.parse("10"))));
    assertThat(sandbox.kale(farmer)).contains(Kale.ZERO);
    assertThat(sandbox.lumens(farmer)).contains(had);
    assertThat(sandbox.lumens(payer)).contains(FUNDS.minus(end.fee()));
  }

  @Test
  void leavesWithEverythingInOneTransaction() {
    Address farmer = account();
    Address pooler = account();
    Address payout = account();
    trustline(farmer);
    trustline(pooler);
    sandbox.giveKale(farmer, Kale.parse("9"));
    Xlm had = sandbox.lumens(farmer).orElseThrow();
    Call exit =
        new Call.Operations(
            List.of(
                new Call.PayKale(null, pooler, Kale.parse("4")),
                new Call.ClaimableKale(null, payout, Kale.parse("5")),
                new Call.CloseTrustline(null),
                new Call.Merge(null, payout)));
    // a claimable balance locks a reserve of its maker, who then cannot be merged away
    assertThat(finish(request(farmer, Action.TRUSTLINE, 1L, exit)))
        .isInstanceOf(Outcome.Failed.class);
    Call paid =
        new Call.Operations(
            List.of(
                new Call.PayKale(null, pooler, Kale.parse("9")),
                new Call.CloseTrustline(null),
                new Call.Merge(null, payout)));
    long split = request(farmer, Action.TRUSTLINE, 2L, paid);
    Xlm before = sandbox.lumens(farmer).orElseThrow();
    sandbox.fund(farmer, Xlm.parse("0.5")); // arrives while it is in flight
    Outcome.Landed end = landed(split);
    assertThat(end.merged()).isEqualTo(before.plus(Xlm.parse("0.5")).minus(end.fee()));
    assertThat(sandbox.lumens(farmer)).isEmpty();
    assertThat(sandbox.kale(pooler)).contains(Kale.parse("9"));
    assertThat(sandbox.lumens(payout).orElseThrow())
        .isGreaterThan(FUNDS.plus(had).minus(end.fee()).minus(Xlm.parse("0.01")));
  }

  @Test
  void aClaimableBalancesReserveComesFromTheFarmerAndCostsThePoolerNothing() {
    Address farmer = account();
    Address pooler = account();
    Address payout = account();
    trustline(farmer);
    trustline(pooler);
    sandbox.giveKale(farmer, Kale.parse("9"));
    Xlm before = sandbox.lumens(pooler).orElseThrow();
    // all that it may spend: were it to pay the reserve, the transaction would fail
    Xlm all = before.minus(Xlm.parse("1.51"));
    landed(pay(pooler, new Call.PayXlm(null, payout, all), null, 1L));
    Xlm poor = sandbox.lumens(pooler).orElseThrow();
    Call exit =
        new Call.Operations(
            List.of(
                new Call.PayKale(null, pooler, Kale.parse("9")),
                new Call.CloseTrustline(null),
                new Call.PayXlm(null, pooler, Xlm.parse("0.5")),
                new Call.ClaimableKale(pooler, payout, Kale.parse("9")),
                new Call.Merge(null, payout)));
    landed(request(farmer, Action.TRUSTLINE, 2L, exit));
    assertThat(sandbox.lumens(farmer)).isEmpty();
    assertThat(sandbox.lumens(pooler)).contains(poor.plus(Xlm.parse("0.5")));
    assertThat(sandbox.kale(pooler)).contains(Kale.ZERO);
  }

  @Test
  void dustCannotHoldAnAccountWhoseTrustlineWasLimitedByAPart() {
    Address farmer = account();
    Address payout = account();
    Address pest = account();
    trustline(farmer);
    trustline(payout);
    trustline(pest);
    sandbox.giveKale(farmer, Kale.parse("9"));
    sandbox.giveKale(pest, Kale.parse("1"));
    Call.Op pay = new Call.PayKale(null, payout, Kale.parse("9"));
    long whole = request(farmer, Action.TRUSTLINE, 1L, closing(payout, pay));
    sandbox.giveKale(farmer, Kale.ofStroops(7));
    assertThat(((Outcome.Failed) finish(whole)).cause()).isEqualTo(Cause.OTHER);

    Call.Op limit = new Call.LimitTrustline(null, Kale.ofStroops(100));
    long part = request(farmer, Action.TRUSTLINE, 2L, new Call.Operations(List.of(pay, limit)));
    sandbox.giveKale(farmer, Kale.ofStroops(7));
    landed(part);
    assertThat(sandbox.kale(payout)).contains(Kale.parse("9"));
    assertThat(sandbox.kale(farmer)).contains(Kale.ofStroops(14));

    Call.Op more = new Call.PayKale(null, farmer, Kale.ofStroops(87));
    assertThat(((Outcome.Failed) finish(pay(pest, more, null, 3L))).cause())
        .isEqualTo(Cause.OVER_TRUSTLINE_LIMIT);
    landed(pay(pest, new Call.PayKale(null, farmer, Kale.ofStroops(86)), null, 4L));
    Call.Op rest = new Call.PayKale(null, payout, Kale.ofStroops(100));
    landed(request(farmer, Action.TRUSTLINE, 5L, closing(payout, rest)));
    assertThat(sandbox.lumens(farmer)).isEmpty();
  }

  private static Call closing(Address payout, Call.Op pay) {
    return new Call.Operations(
        List.of(pay, new Call.CloseTrustline(null), new Call.Merge(null, payout)));
  }

  @Test
  void paysAnExchangeByMemoAndByMuxedAddress() {
    Address farmer = account();
    Address pooler = account();
    Address exchange = account();
    trustline(farmer);
    trustline(pooler);
    trustline(exchange);
    sandbox.giveKale(farmer, Kale.parse("9"));
    Xlm had = sandbox.lumens(farmer).orElseThrow();
    Xlm poolers = sandbox.lumens(pooler).orElseThrow();
    Xlm exchanges = sandbox.lumens(exchange).orElseThrow();
    Call exit =
        new Call.Operations(
            List.of(
                new Call.PayKale(farmer, exchange, -1L, Kale.parse("9")),
                new Call.CloseTrustline(farmer),
                new Call.Merge(farmer, pooler),
                new Call.PayXlm(null, exchange, -1L, had)),
            null);
    Outcome.Landed end = landed(request(pooler, Action.TRUSTLINE, 1L, exit));
    assertThat(end.merged()).isEqualTo(had);
    assertThat(sandbox.lumens(exchange)).contains(exchanges.plus(had));
    assertThat(sandbox.lumens(pooler)).contains(poolers.minus(end.fee()));
    assertThat(sandbox.kale(exchange)).contains(Kale.parse("9"));
    for (Memo memo :
        List.of(
            new Memo(Memo.Kind.TEXT, "Größe 42"),
            new Memo(Memo.Kind.ID, "18446744073709551615"),
            new Memo(Memo.Kind.HASH, "ab".repeat(32)))) {
      long block = 2L + memo.kind().ordinal();
      landed(pay(pooler, new Call.PayXlm(null, exchange, Xlm.parse("0.1")), memo, block));
    }
  }

  @Test
  void readsWhoAsksForMemosAndWhomTheIssuerForbidsToBePaid() {
    Address payer = account();
    Address exchange = account();
    trustline(payer);
    trustline(exchange);
    sandbox.giveKale(payer, Kale.parse("9"));
    assertThat(chain.memoRequired(List.of(payer, exchange))).isEmpty();
    sandbox.requireMemo(exchange);
    assertThat(chain.memoRequired(List.of(payer, exchange))).containsExactly(exchange);

    Call.Op kale = new Call.PayKale(null, exchange, Kale.parse("1"));
    landed(pay(payer, kale, new Memo(Memo.Kind.TEXT, "me"), 1L));
    assertThat(chain.holdings(List.of(exchange)).get(exchange))
        .satisfies(held -> assertThat(held.authorized()).isTrue());
    sandbox.authorizeKale(exchange, false);
    assertThat(chain.holdings(List.of(exchange)).get(exchange))
        .satisfies(
            held -> {
              assertThat(held.authorized()).isFalse();
              assertThat(held.takes(Kale.ZERO)).isFalse();
            });
    assertThat(finish(pay(payer, kale, null, 2L)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.NOT_AUTHORIZED));
  }

  private long pay(Address from, Call.Op operation, @Nullable Memo memo, long block) {
    return request(from, Action.TRUSTLINE, block, new Call.Operations(List.of(operation), memo));
  }

  @Test
  void everyStakeIsPlantedOnceHoweverTheNetworkMisbehaves() {
    List<Address> farmers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Address farmer = account();
      trustline(farmer);
      sandbox.giveKale(farmer, Kale.parse("10"));
      farmers.add(farmer);
    }
    sandbox.closeLedger(sandbox.now() + 300);
    settled.clear();
    FaultSchedule faults = sandbox.faults();
    for (FaultSchedule.Kind kind :
        List.of(
            FaultSchedule.Kind.TIMEOUT,
            FaultSchedule.Kind.LOST_SEND,
            FaultSchedule.Kind.LOST_ANSWER,
            FaultSchedule.Kind.DOUBLED_SEND,
            FaultSchedule.Kind.LAGGING_READ,
            FaultSchedule.Kind.TRY_AGAIN_LATER)) {
      faults.chance(kind, 0.15);
    }
    List<Xlm> had = farmers.stream().map(f -> sandbox.lumens(f).orElseThrow()).toList();
    List<Long> ids =
        farmers.stream()
            .map(f -> request(f, Action.PLANT, null, new Call.Plant(f, Kale.parse("10"))))
            .toList();
    for (int i = 0; i < farmers.size(); i++) {
      Outcome.Landed end = landed(ids.get(i));
      Address farmer = farmers.get(i);
      assertThat(sandbox.kale(farmer)).contains(Kale.ZERO);
      assertThat(sandbox.lumens(farmer)).contains(had.get(i).minus(end.fee()));
    }
    assertThat(settled.all()).hasSize(farmers.size());
  }
}
