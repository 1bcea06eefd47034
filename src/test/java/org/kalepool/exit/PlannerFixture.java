package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;
import org.kalepool.testing.FakeSigner;
import org.kalepool.testing.FarmRows;

/** The three accounts of a payout, all of which can be paid: what is decided on. */
abstract class PlannerFixture {
  static final Address CUSTODIAL = FarmRows.address("custodial");
  static final Address PAYOUT = FarmRows.address("payout");
  static final Address WALLET = FarmRows.address("wallet");
  static final Kale K100 = Kale.parse("100");

  final FakeSigner signer = new FakeSigner();
  final Map<Address, Holdings> chain = new HashMap<>();
  final ExitStateBuilder state = new ExitStateBuilder();
  boolean memoRequired;
  UnseenSplits.@Nullable Found unseen;
  int attempts;
  final Pooler pooler = new Pooler(SplitTest.POOLER, "p", WALLET, 5_000, 10, true);
  List<Pooler> poolers = List.of(pooler);
  Farmer farmer =
      new Farmer(UUID.randomUUID(), pooler.id(), CUSTODIAL, PAYOUT, FarmerState.LEAVING, 50, 3);
  final ExitPlanner planner = new ExitPlanner(Xlm.parse("0.01"));

  PlannerFixture() {
    signer.hold(WALLET);
    holds(CUSTODIAL, "2", "0.5", "100", "900000000000");
    holds(PAYOUT, "10", "8", "0", "900000000000");
    holds(WALLET, "10", "8", "50", "900000000000");
  }

  void holds(
      Address account,
      String xlm,
      String spendable,
      @Nullable String kale,
      @Nullable String limit) {
    chain.put(
        account,
        new Holdings(
            account,
            Xlm.parse(xlm),
            Xlm.parse(spendable),
            1,
            kale == null ? null : Kale.parse(kale),
            limit == null ? null : Kale.parse(limit),
            1));
  }

  ExitDecision decide(Position books, @Nullable Cause last) {
    state.cause = last;
    state.attempts = attempts;
    return planner.decide(snapshot(books));
  }

  ExitSnapshot snapshot(Position books) {
    PayoutReading reading =
        new PayoutReading(
            farmer,
            pooler,
            poolers,
            chain,
            memoRequired,
            chain.keySet().stream().filter(signer::holds).collect(Collectors.toSet()),
            Xlm.parse("0.5"));
    return new ExitSnapshot(reading, state.build(), books, Optional.ofNullable(unseen));
  }

  Xlm xlm() {
    Holdings custodial = chain.get(CUSTODIAL);
    return custodial == null ? Xlm.ZERO : custodial.xlm();
  }

  ExitDecision decide(String custody, String earned, String owed) {
    return decide(
        SplitTest.books(
            Kale.parse(custody).stroops(),
            Kale.parse(earned).stroops(),
            Kale.parse(owed).stroops(),
            xlm()),
        null);
  }

  ExitDecision.Pay pay(String custody, String earned, String owed) {
    ExitDecision decision = decide(custody, earned, owed);
    assertThat(decision).isInstanceOf(ExitDecision.Pay.class);
    return (ExitDecision.Pay) decision;
  }

  Obstacle obstacle(String custody, String earned, String owed) {
    ExitDecision decision = decide(custody, earned, owed);
    assertThat(decision).isInstanceOf(ExitDecision.Wait.class);
    return ((ExitDecision.Wait) decision).obstacle();
  }

  Farmer to(Destination destination) {
    return new Farmer(farmer.id(), pooler.id(), CUSTODIAL, destination, FarmerState.LEAVING, 50, 3);
  }
}
