package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.pooler.Pooler;

/**
 * Holds the books against the chain and against what the simulation itself has given: a reward that
 * is missed or counted twice cannot hide as a deposit.
 */
final class BalanceCheck {
  /** What one transaction costs at most, in stroops: a fee surge included. */
  private static final long DEAREST_FEE = 500_000;

  private final Books books;
  private final Sandbox sandbox;
  private final SimulatedFarmers farmers;
  private final Pooler pooler;
  private final Optional<SimulatedPooler> second;
  private final SimulatedDatabase database;
  private final Set<UUID> paidOut = new HashSet<>();

  BalanceCheck(
      Books books,
      Sandbox sandbox,
      SimulatedFarmers farmers,
      Pooler pooler,
      Optional<SimulatedPooler> second,
      SimulatedDatabase database) {
    this.books = books;
    this.sandbox = sandbox;
    this.farmers = farmers;
    this.pooler = pooler;
    this.second = second;
    this.database = database;
  }

  /** Whoever has departed by the last look, and was found to have got what the books say. */
  Set<UUID> paidOut() {
    return Set.copyOf(paidOut);
  }

  /**
   * What does not agree, one line each.
   *
   * @param end whether everything must agree: farmers with open transactions, the pooler's wallet
   */
  List<String> apart(List<BooksComparison.Difference> differences, boolean end)
      throws SQLException {
    Map<UUID, SimulatedFarmer> known = new HashMap<>();
    farmers.all().forEach(farmer -> known.put(farmer.id, farmer));
    Map<UUID, String> states =
        database.states(differences.stream().map(BooksComparison.Difference::farmer).toList());
    List<String> apart = new ArrayList<>();
    paidOut.clear();
    for (BooksComparison.Difference each : differences) {
      if (each.open()) {
        if (end) {
          apart.add("farmer " + each.farmer() + " still has an open transaction");
        }
        continue;
      }
      if (each.size() != 0 && !isTooLittleForAVault(each, states.get(each.farmer()))) {
        apart.add(
            "farmer "
                + each.farmer()
                + " "
                + states.get(each.farmer())
                + ", chain less books: KALE "
                + each.kale()
                + ", staked "
                + each.staked()
                + ", XLM "
                + each.xlm()
                + " stroops");
      }
      SimulatedFarmer farmer = known.get(each.farmer());
      if (farmer != null && each.size() == 0) {
        boolean departed = "DEPARTED".equals(states.get(farmer.id));
        List<String> wrong = given(farmer, departed);
        apart.addAll(wrong);
        if (departed && wrong.isEmpty()) {
          paidOut.add(farmer.id);
        }
      }
    }
    if (end) {
      apart.addAll(poolersWallet(pooler.id(), pooler.wallet(), Kale.parse("100000")));
      if (second.isPresent()) {
        SimulatedPooler other = second.get();
        apart.addAll(poolersWallet(other.id(), other.wallet(), SimulatedPooler.START));
        apart.addAll(other.lumensApart());
      }
    }
    return apart;
  }

  /** What lies at a vault's address, and is too little for the vault to be made, is in no books. */
  private boolean isTooLittleForAVault(BooksComparison.Difference each, @Nullable String state)
      throws SQLException {
    return "REGISTERED".equals(state)
        && each.staked() == 0
        && each.xlm() == 0
        && each.kale() > 0
        && each.kale() < SimulatedVaults.LEAST_DEPOSIT.stroops()
        && database.number(
                "select count(*) from farmers where id = ? and custody = 'VAULT'", each.farmer())
            > 0;
  }

  /** XLM that came in the ledgers of a payout nobody saw has left with it, and nobody can tell. */
  private boolean leftUnseen(SimulatedFarmer farmer) throws SQLException {
    return database.number(
            "select count(*) from splits where farmer_id = ? and unseen is not null", farmer.id)
        > 0;
  }

  /**
   * XLM that comes together with a landing that the node has forgotten, or that a restore has taken
   * out of the books, is booked less the fee that nobody can tell. The lower half of a sequence
   * number counts the account's transactions.
   */
  private boolean feesUnseen(SimulatedFarmer farmer, long missing) throws SQLException {
    long unseen =
        database.number(
            "select (select count(*) from history_transactions() t where t.lane = ?"
                + " and t.cause = 'SEQUENCE_TAKEN')"
                + " + (select coalesce(max(u.sequence & 4294967295), 0) from unseen_fees u"
                + " where u.farmer_id = ? and u.amount = 0)",
            farmer.custodial.text(),
            farmer.id);
    return missing <= unseen * DEAREST_FEE;
  }

  private List<String> given(SimulatedFarmer farmer, boolean departed) throws SQLException {
    Books.Position position = books.position(farmer.id);
    List<String> apart = new ArrayList<>();
    long xlmBooked = position.xlmDeposited().stroops();
    long missing = farmer.lumensGiven - xlmBooked;
    boolean xlmKnown =
        missing == 0
            || (missing > 0 && ((departed && leftUnseen(farmer)) || feesUnseen(farmer, missing)));
    if (position.deposited().stroops() != farmer.kaleGiven || !xlmKnown) {
      apart.add(
          "farmer "
              + farmer.id
              + " was given KALE "
              + farmer.kaleGiven
              + " and XLM "
              + farmer.lumensGiven
              + " stroops, the books say "
              + position.deposited().stroops()
              + " and "
              + xlmBooked);
    }
    long received = sandbox.kale(farmer.payout).map(Kale::stroops).orElse(-1L);
    if (received >= 0 && received != position.paidOut().stroops()) {
      apart.add(
          "farmer "
              + farmer.id
              + " got KALE "
              + received
              + " stroops, the books say "
              + position.paidOut().stroops());
    }
    return apart;
  }

  private List<String> poolersWallet(UUID id, Address wallet, Kale start) throws SQLException {
    long paid =
        database.number(
            "select (select coalesce(sum(to_pooler - from_pooler), 0) from split_parts"
                + " where pooler_id = ?) + (select coalesce(sum(to_pooler), 0) from late_parts"
                + " where pooler_id = ?) + (select coalesce(sum(to_pooler), 0) from split_earned"
                + " where pooler_id = ?)",
            id,
            id,
            id);
    long held = sandbox.kale(wallet).map(Kale::stroops).orElse(0L);
    long due = start.stroops() + paid;
    if (held != due) {
      return List.of(
          "the wallet of pooler " + id + " holds " + held + " stroops, it should be " + due);
    }
    return List.of();
  }
}
