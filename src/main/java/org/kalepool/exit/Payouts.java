package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** How payouts from custodial accounts are read for, decided and asked for. */
@Singleton
final class Payouts {
  private final Poolers poolers;
  private final Books books;
  private final Chain chain;
  private final Signer signer;
  private final Transactions transactions;
  private final SplitPlanRepository plans;
  private final ExitPlanner planner;

  Payouts(
      Poolers poolers,
      Books books,
      Chain chain,
      Signer signer,
      Transactions transactions,
      SplitPlanRepository plans,
      ExitSettings settings) {
    this.poolers = poolers;
    this.books = books;
    this.chain = chain;
    this.signer = signer;
    this.transactions = transactions;
    this.plans = plans;
    this.planner = new ExitPlanner(settings.feeReserve());
  }

  /**
   * What the network has of the accounts that these farmers' payouts concern, as of one reading; in
   * their order.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  List<PayoutReading> read(List<Farmer> farmers) {
    return read(farmers, farmers.stream().map(Farmer::custodial).toList());
  }

  /** The same where the custodial accounts are gone. */
  List<PayoutReading> readWallets(List<Farmer> farmers) {
    return read(farmers, List.of());
  }

  private List<PayoutReading> read(List<Farmer> farmers, List<Address> custodial) {
    if (farmers.isEmpty()) {
      return List.of();
    }
    Map<UUID, Pooler> known = new HashMap<>();
    Function<Farmer, Pooler> whose =
        farmer -> known.computeIfAbsent(farmer.pooler(), _ -> pooler(poolers, farmer));
    Set<Address> accounts = new LinkedHashSet<>(custodial);
    Set<Address> wallets = new LinkedHashSet<>();
    for (Farmer farmer : farmers) {
      accounts.add(whose.apply(farmer).wallet());
      if (farmer.payout().isAccount()) {
        wallets.add(farmer.payout());
      }
    }
    accounts.addAll(wallets);
    Map<Address, Holdings> holdings = Map.copyOf(chain.holdings(accounts));
    Set<Address> memoRequired = chain.memoRequired(wallets);
    Xlm baseReserve = chain.terms().baseReserve();
    return farmers.stream()
        .map(
            farmer ->
                new PayoutReading(
                    farmer,
                    whose.apply(farmer),
                    holdings,
                    memoRequired.contains(farmer.payout()),
                    signer.holds(whose.apply(farmer).wallet()),
                    baseReserve))
        .toList();
  }

  static Pooler pooler(Poolers poolers, Farmer farmer) {
    return poolers
        .find(farmer.pooler())
        .orElseThrow(() -> new IllegalStateException("no pooler " + farmer.pooler()));
  }

  /** Where the farmer stands once what has come into the account is booked. */
  Books.Position booked(PayoutReading reading) {
    Holdings custodial = reading.custodial();
    if (custodial != null) {
      books.arrived(reading.farmer().id(), custodial);
    }
    return books.position(reading.farmer().id());
  }

  ExitDecision decide(ExitSnapshot now) {
    return planner.decide(now);
  }

  /**
   * Asks for a payout, in the caller's database transaction, and keeps what it was computed from.
   *
   * @return false if one is under way
   */
  boolean request(Farmer farmer, Action action, ExitDecision.Pay pay) {
    OptionalLong id =
        transactions.request(
            new TransactionRequest(pay.lane(), action, farmer.id(), null, pay.operations(), null));
    id.ifPresent(
        it ->
            plans.plan(
                it,
                farmer.id(),
                new SplitPlanRepository.Plan(pay.split(), pay.lumens(), pay.claimable())));
    return id.isPresent();
  }
}
