package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.FarmerTerms;
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
  private final FarmerTerms terms;
  private final Books books;
  private final Chain chain;
  private final Signer signer;
  private final Transactions transactions;
  private final SplitPlanRepository plans;
  private final ExitPlanner planner;

  Payouts(
      Poolers poolers,
      FarmerTerms terms,
      Books books,
      Chain chain,
      Signer signer,
      Transactions transactions,
      SplitPlanRepository plans,
      ExitSettings settings) {
    this.poolers = poolers;
    this.terms = terms;
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

  /** The same of what poolers owe, each as the carrier, where the custodial accounts are gone. */
  List<PayoutReading> readWallets(List<Owed> owed) {
    return readAll(
        owed.stream()
            .map(each -> new Asked(each.farmer(), pooler(poolers, each.pooler()), List.of()))
            .toList(),
        List.of(),
        new Lookups());
  }

  /** The same of what a pooler owes, with the account of its bond as its wallet. */
  PayoutReading readBond(Farmer farmer, UUID pooler, Address account) {
    Pooler its = pooler(poolers, pooler).with(account);
    return readAll(List.of(new Asked(farmer, its, List.of())), List.of(), new Lookups()).getFirst();
  }

  /** To whom a pooler owes something. */
  record Owed(Farmer farmer, UUID pooler) {}

  /**
   * What is to be read for.
   *
   * @param others whose wallets it concerns beside the carrier's
   */
  private record Asked(Farmer farmer, Pooler carrier, List<Pooler> others) {}

  private List<PayoutReading> read(List<Farmer> farmers, List<Address> custodial) {
    if (farmers.isEmpty()) {
      return List.of();
    }
    Map<UUID, List<UUID>> with = terms.poolers(farmers.stream().map(Farmer::id).toList());
    Lookups lookups = new Lookups();
    List<Asked> asked = new ArrayList<>();
    for (Farmer farmer : farmers) {
      List<UUID> others = with.getOrDefault(farmer.id(), List.of());
      asked.add(
          new Asked(
              farmer, lookups.carrier(farmer), others.stream().map(lookups::pooler).toList()));
    }
    return readAll(asked, custodial, lookups);
  }

  /** What one reading asks the database for, each once. */
  private final class Lookups {
    private final Map<UUID, Pooler> found = new HashMap<>();
    private final Map<UUID, Pooler> carriers = new HashMap<>();
    private final Map<Address, Boolean> held = new HashMap<>();

    Pooler pooler(UUID id) {
      return found.computeIfAbsent(id, it -> Payouts.pooler(poolers, it));
    }

    boolean holds(Address wallet) {
      return held.computeIfAbsent(wallet, signer::holds);
    }

    Pooler carrier(Farmer farmer) {
      return carriers.computeIfAbsent(farmer.pooler(), id -> carrier(pooler(id)));
    }

    private Pooler carrier(Pooler its) {
      if (holds(its.wallet())) {
        return its;
      }
      Pooler own = poolers.own();
      return holds(own.wallet()) ? own : its;
    }
  }

  private List<PayoutReading> readAll(List<Asked> asked, List<Address> custodial, Lookups lookups) {
    if (asked.isEmpty()) {
      return List.of();
    }
    Set<Address> accounts = new LinkedHashSet<>(custodial);
    Set<Address> payouts = new LinkedHashSet<>();
    Set<Address> wallets = new LinkedHashSet<>();
    for (Asked each : asked) {
      wallets.add(each.carrier().wallet());
      each.others().forEach(pooler -> wallets.add(pooler.wallet()));
      if (each.farmer().payout().isAccount()) {
        payouts.add(each.farmer().payout());
      }
    }
    accounts.addAll(wallets);
    accounts.addAll(payouts);
    Map<Address, Holdings> holdings = Map.copyOf(chain.holdings(accounts));
    Set<Address> memoRequired = chain.memoRequired(payouts);
    Set<Address> signed = wallets.stream().filter(lookups::holds).collect(Collectors.toSet());
    Xlm baseReserve = chain.terms().baseReserve();
    return asked.stream()
        .map(
            each ->
                new PayoutReading(
                    each.farmer(),
                    each.carrier(),
                    each.others(),
                    holdings,
                    memoRequired.contains(each.farmer().payout()),
                    signed,
                    baseReserve))
        .toList();
  }

  /**
   * Whose wallet carries a payout where the farmer's account cannot: its pooler's, if the pool has
   * its key, otherwise the pool's own. No payout waits for a machine elsewhere.
   */
  Pooler carrier(Farmer farmer) {
    return new Lookups().carrier(farmer);
  }

  /** The wallets of all poolers that a farmer was with, and of the carrier. */
  Map<UUID, Address> wallets(Farmer farmer) {
    Map<UUID, Address> wallets = new LinkedHashMap<>();
    Pooler carrier = carrier(farmer);
    terms
        .poolers(List.of(farmer.id()))
        .getOrDefault(farmer.id(), List.of())
        .forEach(id -> wallets.put(id, pooler(poolers, id).wallet()));
    wallets.put(carrier.id(), carrier.wallet());
    return wallets;
  }

  static Pooler pooler(Poolers poolers, UUID id) {
    return poolers.find(id).orElseThrow(() -> new IllegalStateException("no pooler " + id));
  }

  /** Where the farmer stands once what has come into the account is booked. */
  Books.Position booked(PayoutReading reading) {
    Holdings custodial = reading.custodial();
    if (custodial != null) {
      books.arrived(reading.farmer().id(), custodial);
    }
    return books.position(reading.farmer().id());
  }

  /** How an account that holds no KALE is closed, by its XLM. */
  SplitPlanRepository.Plan closing(Farmer farmer, Xlm xlm) {
    ExitDecision.Lumens lumens =
        farmer.payout().isContract()
            ? planner.throughCarrier(books.position(farmer.id()), xlm)
            : new ExitDecision.Lumens(xlm, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false);
    return new SplitPlanRepository.Plan(Split.NONE, lumens, false, carrier(farmer).id());
  }

  ExitDecision decide(ExitSnapshot now) {
    return planner.decide(now);
  }

  /**
   * Asks for a payout, in the caller's database transaction, and keeps what it was computed from.
   *
   * @return false if one is under way
   */
  boolean request(PayoutReading reading, Action action, ExitDecision.Pay pay) {
    return request(
        reading,
        new TransactionRequest(
            pay.lane(), action, reading.farmer().id(), null, pay.operations(), null),
        new SplitPlanRepository.Plan(
            pay.split(), pay.lumens(), pay.claimable(), reading.pooler().id()));
  }

  /** The same of one by a contract. */
  boolean request(PayoutReading reading, Action action, ExitDecision.PayByContract pay) {
    return request(
        reading,
        new TransactionRequest(pay.lane(), action, reading.farmer().id(), null, pay.call(), null),
        new SplitPlanRepository.Plan(pay.split(), pay.lumens(), false, reading.pooler().id()));
  }

  private boolean request(
      PayoutReading reading, TransactionRequest request, SplitPlanRepository.Plan plan) {
    OptionalLong id = transactions.request(request);
    id.ifPresent(it -> plans.plan(it, reading.farmer().id(), plan));
    return id.isPresent();
  }
}
