package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;
import org.kalepool.testing.FarmRows;

class DebtPlannerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Address PAYOUT = FarmRows.address("payout");
  private static final Address WALLET = FarmRows.address("wallet");

  private final DebtPlanner planner = new DebtPlanner(Xlm.parse("0.01"));
  private final Pooler pooler = new Pooler(UUID.randomUUID(), "p", WALLET, 5_000, 10, true);
  private final Farmer farmer =
      new Farmer(
          UUID.randomUUID(),
          pooler.id(),
          FarmRows.address("custodial"),
          PAYOUT,
          FarmerState.DEPARTED,
          50,
          3);
  private final Map<Address, Holdings> chain = new HashMap<>();
  private final ExitStateBuilder state = new ExitStateBuilder();
  private DebtRepository.Debt debt = debt("3", false);
  private boolean signs = true;

  DebtPlannerTest() {
    holds(PAYOUT, "0");
    holds(WALLET, "5");
  }

  private void holds(Address account, String kale) {
    Kale limit = Kale.parse("900000000000");
    Xlm xlm = Xlm.parse("10");
    chain.put(
        account,
        new Holdings(account, xlm, Xlm.parse("0.01"), 1, Kale.parse(kale), limit, 1, true));
  }

  private DebtRepository.Debt debt(String kale, boolean held) {
    return new DebtRepository.Debt(
        farmer.id(), pooler.id(), null, Kale.parse(kale), Xlm.ZERO, 1, NOW, held);
  }

  private DebtSnapshot snapshot(DebtSnapshot.Purse purse) {
    PayoutReading reading =
        new PayoutReading(
            farmer,
            pooler,
            List.of(),
            chain,
            false,
            signs ? Set.of(WALLET) : Set.of(),
            Xlm.parse("0.5"));
    return new DebtSnapshot(debt, reading, state.build(), purse);
  }

  private DebtDecision decide() {
    return planner.decide(snapshot(purse()), NOW);
  }

  private DebtSnapshot.Purse purse() {
    return DebtSnapshot.Purse.of(chain.get(WALLET));
  }

  private DebtDecision pays(String kale) {
    return new DebtDecision.Pay(
        new Call.Operations(List.of(new Call.PayKale(null, PAYOUT, Kale.parse(kale)))));
  }

  @Test
  void paysWhatTheWalletHas() {
    assertThat(decide()).isEqualTo(pays("3"));
    debt = debt("5.0000001", false);
    assertThat(decide())
        .isEqualTo(
            new ExitDecision.Wait(Obstacle.POOLER_KALE, "owes 5.0000001, has 5.0000000 KALE"));
    signs = false;
    assertThat(decide()).isEqualTo(new ExitDecision.Wait(Obstacle.POOLER_WALLET, WALLET.text()));
  }

  @Test
  void whatIsSetAsideForOneDebtPaysNoOther() {
    DebtSnapshot.Purse left = purse().without(debt);
    assertThat(planner.decide(snapshot(left), NOW))
        .isEqualTo(
            new ExitDecision.Wait(Obstacle.POOLER_KALE, "owes 3.0000000, has 2.0000000 KALE"));
  }

  @Test
  void aPaymentThatIsUnderWayIsNotMadeAgain() {
    state.debtSent = true;
    state.nextTry = NOW.plusSeconds(5);
    assertThat(decide()).isEqualTo(new DebtDecision.UnderWay());
  }

  @Test
  void waitsForTheEndOfThePauseThenForAnOperatorAfterARestore() {
    debt = debt("3", true);
    state.cause = Cause.OTHER;
    state.nextTry = NOW.plusSeconds(5);
    assertThat(decide()).isEqualTo(new ExitDecision.Later());
    state.nextTry = NOW;
    assertThat(decide()).isEqualTo(new ExitDecision.Wait(Obstacle.DEBT_RESTORED, ""));
  }
}
