package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Bonds.Bond;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Holdings;
import org.kalepool.testing.FarmRows;

/** What is done about a bond, by its books and its account. */
class BondPlannerTest {
  private static final Address BOND = FarmRows.address("bond");
  private static final Address WALLET = FarmRows.address("wallet");
  private static final Kale LIMIT = Kale.parse("900000000000");

  private final BondPlanner planner = new BondPlanner(Xlm.parse("0.01"));

  private static Bond bond(String booked, boolean active, boolean free) {
    return new Bond(
        new UUID(1, 1), BOND, WALLET, active, Kale.parse(booked), Kale.ZERO, 100, null, free);
  }

  private static Holdings held(Address account, @Nullable String kale, String spendable) {
    return new Holdings(
        account,
        Xlm.parse("3"),
        Xlm.parse(spendable),
        1,
        kale == null ? null : Kale.parse(kale),
        kale == null ? null : LIMIT,
        100);
  }

  private BondDecision decide(Bond bond, @Nullable Holdings account, @Nullable Holdings wallet) {
    return planner.decide(bond, new BondPlanner.Seen(100, account, wallet, Xlm.parse("0.5")));
  }

  @Test
  void aReadingOlderThanWhatIsBookedSaysNothing() {
    BondPlanner.Seen old = new BondPlanner.Seen(99, held(BOND, "9", "1"), null, Xlm.parse("0.5"));
    assertThat(planner.decide(bond("5", true, false), old)).isEqualTo(new BondDecision.Stale());
  }

  @Test
  void whatIsMoreThanTheBooksSayWasBroughtAndWhatIsLessIsMissing() {
    assertThat(decide(bond("5", true, false), held(BOND, "9", "1"), null))
        .isEqualTo(new BondDecision.Deposited(Kale.parse("4")));
    assertThat(decide(bond("5", true, false), held(BOND, "3", "1"), null))
        .isEqualTo(new BondDecision.Missing(Kale.parse("2")));
    assertThat(decide(bond("5", false, true), null, held(WALLET, "0", "1")))
        .isEqualTo(new BondDecision.Missing(Kale.parse("5")));
  }

  @Test
  void anAccountThatHasXlmGetsATrustlineWhileItsPoolerTakesFarmers() {
    assertThat(decide(bond("0", true, false), null, null)).isEqualTo(new BondDecision.Idle(null));
    assertThat(decide(bond("0", true, false), held(BOND, null, "0.51"), null))
        .isEqualTo(new BondDecision.Open());
    assertThat(decide(bond("0", true, false), held(BOND, null, "0.5"), null))
        .isEqualTo(
            new BondDecision.Idle(
                "the bond's account has 0.5000000 XLM to spare and needs 0.5100000"));
    assertThat(decide(bond("0", false, false), held(BOND, null, "5"), null))
        .isEqualTo(new BondDecision.Idle(null));
  }

  @Test
  void goesBackWithItsAccountOnlyWhenThePoolerHasLeft() {
    Holdings account = held(BOND, "5", "1");
    assertThat(decide(bond("5", false, false), account, held(WALLET, "0", "1")))
        .isEqualTo(new BondDecision.Idle(null));
    assertThat(decide(bond("5", false, true), account, held(WALLET, "0", "1")))
        .isEqualTo(
            new BondDecision.Return(
                new Call.Operations(
                    List.of(
                        new Call.PayKale(null, WALLET, Kale.parse("5")),
                        new Call.CloseTrustline(null),
                        new Call.Merge(null, WALLET)))));
    assertThat(decide(bond("0", false, true), held(BOND, null, "1"), held(WALLET, null, "1")))
        .isEqualTo(
            new BondDecision.Return(new Call.Operations(List.of(new Call.Merge(null, WALLET)))));
  }

  @Test
  void waitsForAWalletThatTakesItAndForTheFee() {
    Holdings account = held(BOND, "5", "1");
    assertThat(waitsFor(account, null)).endsWith("does not exist");
    assertThat(waitsFor(account, held(WALLET, null, "1"))).endsWith("needs a trustline with room");
    assertThat(waitsFor(held(BOND, "5", "0.001"), held(WALLET, "0", "1"))).endsWith("0.0100000");
  }

  private @Nullable String waitsFor(Holdings account, @Nullable Holdings wallet) {
    return decide(bond("5", false, true), account, wallet) instanceof BondDecision.Idle(String why)
        ? why
        : null;
  }
}
