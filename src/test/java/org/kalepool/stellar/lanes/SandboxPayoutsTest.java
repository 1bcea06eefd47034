package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.testing.PostgresResource;

/** Payouts, as a whole network takes them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxPayoutsTest extends SandboxLanesFixture {
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
}
