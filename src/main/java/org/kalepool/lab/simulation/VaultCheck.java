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
import org.kalepool.books.Books;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.PoolState;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.RpcException;

/**
 * Holds vaults and the pool contract to what must be true of them on the chain, and the books of
 * farmers with vaults to what their owners have paid and got, to the stroop.
 */
final class VaultCheck {
  private static final long BASIS_POINTS = 10_000;

  private final Books books;
  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final SimulatedVaults vaults;
  private final PoolContracts contracts;
  private final Set<UUID> done = new HashSet<>();

  VaultCheck(
      Books books,
      Sandbox sandbox,
      SimulatedDatabase database,
      SimulatedVaults vaults,
      PoolContracts contracts) {
    this.books = books;
    this.sandbox = sandbox;
    this.database = database;
    this.vaults = vaults;
    this.contracts = contracts;
  }

  /** Who had nothing in its vault by the last look, and all of it right. */
  Set<UUID> done() {
    return Set.copyOf(done);
  }

  /** Where the books are not what owners have paid in and got out, a line each. */
  List<String> apart(List<BooksComparison.Difference> differences) {
    done.clear();
    Map<UUID, BooksComparison.Difference> found = new HashMap<>();
    differences.forEach(each -> found.put(each.farmer(), each));
    List<String> apart = new ArrayList<>();
    for (VaultFarmer farmer : vaults.all()) {
      BooksComparison.Difference difference = found.get(farmer.id);
      if (difference == null || difference.open() || difference.size() != 0) {
        continue;
      }
      Books.Position position = books.position(farmer.id);
      long paid = farmer.before.minus(sandbox.kale(farmer.owner).orElseThrow()).stroops();
      long booked = position.deposited().minus(position.paidOut()).stroops();
      if (paid != booked) {
        apart.add(
            "the owner of the vault of farmer "
                + farmer.id
                + " has paid in less taken out "
                + paid
                + " stroops, the books say "
                + booked);
      } else if (position.custody().isZero() && position.staked().isZero()) {
        done.add(farmer.id);
      }
    }
    return apart;
  }

  /**
   * What does not hold of the chain's vaults, a line each.
   *
   * @param end whether the node answers, and the books have had time to follow
   */
  List<String> broken(boolean end) throws SQLException {
    if (vaults.all().isEmpty()) {
      return List.of();
    }
    Optional<Seen> seen = look();
    if (seen.isEmpty()) {
      return end ? List.of("the pool contract cannot be looked at") : List.of();
    }
    List<String> broken = new ArrayList<>();
    bond(seen.get(), broken);
    for (VaultFarmer farmer : vaults.all()) {
      VaultState state = seen.get().vaults().get(farmer.vault);
      if (state != null) {
        vault(farmer, state, broken);
      }
    }
    if (end) {
      ofBooks(seen.get(), broken);
      left(broken);
    }
    return broken;
  }

  /** Whether the bond's books have followed: they are read by themselves, once a minute. */
  boolean bondIsBooked() throws SQLException {
    return vaults.all().isEmpty()
        || balance("vault-bond:" + LabContracts.pool())
            == sandbox.kale(LabContracts.pool()).orElse(Kale.ZERO).stroops();
  }

  private record Seen(PoolState pool, Map<Address, VaultState> vaults) {}

  /** Of this very ledger; nothing where the node is silent, or behind. */
  private Optional<Seen> look() {
    try {
      PoolState pool = contracts.pool(LabContracts.pool());
      Map<Address, VaultState> states =
          contracts.vaults(vaults.all().stream().map(farmer -> farmer.vault).toList());
      boolean stale =
          pool.ledger() != sandbox.ledger()
              || states.values().stream().anyMatch(state -> state.ledger() != sandbox.ledger());
      return stale ? Optional.empty() : Optional.of(new Seen(pool, states));
    } catch (RpcException silent) {
      return Optional.empty();
    }
  }

  private static void bond(Seen seen, List<String> broken) {
    Kale covers =
        seen.vaults().values().stream().map(VaultState::cover).reduce(Kale.ZERO, Kale::plus);
    if (!covers.equals(seen.pool().reserved())) {
      broken.add(
          "the pool contract has reserved %s KALE, and its vaults have covers of %s"
              .formatted(seen.pool().reserved(), covers));
    }
    if (seen.pool().bond().compareTo(seen.pool().reserved()) < 0) {
      broken.add(
          "the bond is %s KALE, and %s are reserved"
              .formatted(seen.pool().bond(), seen.pool().reserved()));
    }
  }

  private void vault(VaultFarmer farmer, VaultState state, List<String> broken)
      throws SQLException {
    String which = "vault " + farmer.vault + " of farmer " + farmer.id;
    if (state.paid().plus(state.cover()).compareTo(SimulatedVaults.COVER) > 0) {
      broken.add(which + " has got more than its cover: " + state);
    }
    if (state.stoppedIn().isPresent()) {
      long later =
          database.number(
              "select count(*) from plantings where farmer_id = ? and status = 'PLANTED'"
                  + " and ledger > ?",
              farmer.id,
              state.stoppedIn().getAsLong());
      if (later > 0) {
        broken.add(which + " was planted from after it was stopped: " + state);
      }
    }
    Books.Position position = books.position(farmer.id);
    boolean agree =
        position.custody().equals(sandbox.kale(farmer.vault).orElse(Kale.ZERO))
            && database.number(
                    "select count(*) from transaction_actions where farmer_id = ? and live",
                    farmer.id)
                == 0;
    if (state.planted() && agree) {
      figures(farmer, state, position, which, broken);
    }
  }

  /** The books of what was paid hold the contract to its rules: who has how much of the gain. */
  private void figures(
      VaultFarmer farmer,
      VaultState state,
      Books.Position position,
      String which,
      List<String> broken)
      throws SQLException {
    long share = balance("pooler-share:" + farmer.id + ":%");
    long lent = -balance("cover:" + farmer.id);
    long most = Math.addExact(position.earned().stroops(), farmer.donated);
    if (Math.multiplyHigh(share, BASIS_POINTS) != 0
        || share * BASIS_POINTS > most * state.basisPoints()) {
      broken.add(
          "%s has paid a share of %d stroops, and has gained %d at most: %s"
              .formatted(which, share, most, state));
    }
    if (lent != state.paid().stroops()) {
      broken.add(
          "%s owes the bond %s KALE, the books say %d stroops"
              .formatted(which, state.paid(), lent));
    }
    long own = position.deposited().minus(position.paidOut()).stroops();
    long principal = state.principal().stroops();
    if (principal < own - farmer.donated || principal > own + most - share) {
      broken.add(
          "%s has a principal of %d stroops; paid in and not taken out are %d, %d of that by plain"
                  .formatted(which, principal, own, farmer.donated)
              + " payments, gained at most %d, paid as share %d".formatted(most, share));
    }
  }

  /** Whoever has departed could take everything out. */
  private void left(List<String> broken) throws SQLException {
    Map<UUID, String> states =
        database.states(vaults.all().stream().map(farmer -> farmer.id).toList());
    for (VaultFarmer farmer : vaults.all()) {
      Kale left = sandbox.kale(farmer.vault).orElse(Kale.ZERO);
      if ("DEPARTED".equals(states.get(farmer.id)) && left.isPositive()) {
        broken.add(
            "the owner of the vault of farmer %s has departed and cannot take out %s KALE"
                .formatted(farmer.id, left));
      }
    }
  }

  /** The pool contract's KALE is its bond, and what vaults paid into it less covers. */
  private void ofBooks(Seen seen, List<String> broken) throws SQLException {
    long paid = balance("pooler-share:%", true) + balance("cover:%");
    long bond = seen.pool().bond().stroops();
    long given = SimulatedVaults.BOND.stroops();
    if (bond != given + paid) {
      broken.add(
          "the pool contract has %d stroops; it was given %d, and vaults paid it %d"
              .formatted(bond, given, paid));
    }
    long booked = balance("vault-bond:" + LabContracts.pool());
    if (booked != bond) {
      broken.add("the pool contract has %d stroops, the books say %d".formatted(bond, booked));
    }
    long shares = -balance("vault-shares:" + LabContracts.pool());
    if (shares != paid) {
      broken.add(
          "vaults paid the pool contract %d stroops by its books, and %d by theirs"
              .formatted(shares, paid));
    }
  }

  private long balance(String account) throws SQLException {
    return balance(account, false);
  }

  private long balance(String like, boolean vaultsOnly) throws SQLException {
    String of =
        vaultsOnly
            ? " and exists (select 1 from vaults v where account like '%:' || v.farmer_id || ':%')"
            : "";
    return database.number(
        "select coalesce(sum(balance), 0) from account_balances where asset = 'KALE' and account"
            + " like ?"
            + of,
        like);
  }
}
