package org.kalepool.vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kalepool.batch.BatchPlan;
import org.kalepool.batch.Batches;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.Backoff;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.EndedTransactions;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Asks for vaults to be made, stopped and settled: several in a transaction, on channels, one of
 * which is left for what is urgent. What is under way already, and what has failed a short while
 * ago, is passed over: whoever wants it done asks again until the chain shows it.
 */
@Singleton
public final class VaultDeeds {
  /** More come near what one transaction may write (docs/contracts.md). */
  private static final int MOST_MADE = 20;

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(15), Duration.ofMinutes(10));

  private final Vaults vaults;
  private final VaultSettings settings;
  private final Makings makings;
  private final Batches batches;
  private final Transactions transactions;
  private final EndedTransactions ended;
  private final Leader leader;
  private final Clock clock;

  VaultDeeds(
      Vaults vaults,
      VaultSettings settings,
      Makings makings,
      Batches batches,
      Transactions transactions,
      EndedTransactions ended,
      Leader leader,
      Clock clock) {
    this.vaults = vaults;
    this.settings = settings;
    this.makings = makings;
    this.batches = batches;
    this.transactions = transactions;
    this.ended = ended;
    this.leader = leader;
    this.clock = clock;
  }

  /** One kind of deed, for vaults of one pool contract. */
  private record Kind(
      Action action, int most, Function<Vault, Call> item, Function<Address, Call.Many> like) {}

  /**
   * Has vaults made; one that is there stays as it is. Those beyond what the pool makes in a day
   * wait.
   *
   * @return how many were asked for
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  public int make(List<Vault> wanted) {
    return wanted.isEmpty() ? 0 : make(wanted, makings.left());
  }

  private int make(List<Vault> wanted, int most) {
    return ask(
        new Kind(
            Action.MAKE_VAULT,
            MOST_MADE,
            vault -> new Call.MakeVault(vault.making(), vault.address()),
            contract ->
                new Call.MakeMany(contract, vaults.operator(), settings.cover(), List.of())),
        wanted,
        most);
  }

  /**
   * Ends planting from vaults for ever.
   *
   * @return how many were asked for
   */
  public int stop(List<Vault> wanted) {
    return ask(
        new Kind(
            Action.STOP,
            BatchPlan.MOST_VAULTS,
            vault -> new Call.Stop(vault.address()),
            contract -> new Call.StopMany(contract, vaults.operator(), List.of())),
        wanted,
        wanted.size());
  }

  /**
   * Has the pool's share of gains taken.
   *
   * @return how many were asked for
   */
  public int settle(List<Vault> wanted) {
    return ask(
        new Kind(
            Action.SETTLE,
            BatchPlan.MOST_VAULTS,
            vault -> new Call.Settle(vault.address()),
            contract -> new Call.SettleMany(contract, List.of())),
        wanted,
        wanted.size());
  }

  private int ask(Kind kind, List<Vault> wanted, int most) {
    List<Address> free = new ArrayList<>(batches.free());
    if (free.isEmpty() || wanted.isEmpty()) {
      return 0;
    }
    if (free.size() > 1) {
      free.removeFirst();
    }
    int asked = 0;
    for (List<Vault> part : parts(kind, due(kind, wanted, most))) {
      if (free.isEmpty()) {
        return asked;
      }
      if (request(kind, free.getFirst(), part)) {
        free.removeFirst();
        asked += part.size();
      }
    }
    return asked;
  }

  /**
   * @param failed whether it has failed before
   */
  private record Due(Vault vault, boolean failed) {}

  /** Those that can be asked for now, up to so many. */
  private List<Due> due(Kind kind, List<Vault> wanted, int most) {
    List<Due> due = new ArrayList<>();
    for (Vault vault : wanted) {
      if (due.size() >= most) {
        break;
      }
      if (transactions.open(vault.farmer(), null, kind.action()).isPresent()) {
        continue;
      }
      EndedTransactions.Failures failed = ended.failures(vault.farmer(), kind.action());
      Instant last = failed.last();
      if (last == null || !clock.instant().isBefore(last.plus(BACKOFF.after(failed.count())))) {
        due.add(new Due(vault, last != null));
      }
    }
    return due;
  }

  /** What has failed before goes by itself, so that it keeps nobody else waiting. */
  private static List<List<Vault>> parts(Kind kind, List<Due> due) {
    Map<Address, List<Vault>> together = new TreeMap<>();
    List<List<Vault>> alone = new ArrayList<>();
    for (Due each : due) {
      if (each.failed()) {
        alone.add(List.of(each.vault()));
      } else {
        together.computeIfAbsent(each.vault().contract(), _ -> new ArrayList<>()).add(each.vault());
      }
    }
    List<List<Vault>> parts =
        together.values().stream()
            .flatMap(of -> split(of, kind.most()).stream())
            .collect(Collectors.toCollection(ArrayList::new));
    parts.addAll(alone);
    return parts;
  }

  private static List<List<Vault>> split(List<Vault> vaults, int most) {
    List<List<Vault>> parts = new ArrayList<>();
    for (int from = 0; from < vaults.size(); from += most) {
      parts.add(vaults.subList(from, Math.min(from + most, vaults.size())));
    }
    return parts;
  }

  private boolean request(Kind kind, Address channel, List<Vault> part) {
    List<Deed> deeds =
        part.stream()
            .map(vault -> new Deed(kind.action(), vault.farmer(), null, kind.item().apply(vault)))
            .toList();
    Call.Many like = kind.like().apply(part.getFirst().contract());
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              leader.hold();
              return transactions
                  .request(TransactionRequest.batch(channel, like, deeds, null))
                  .isPresent();
            });
  }
}
