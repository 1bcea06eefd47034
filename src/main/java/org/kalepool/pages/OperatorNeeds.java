package org.kalepool.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.ops.OperatorOverview;
import org.kalepool.ops.OperatorStatus;
import org.kalepool.ops.Stuck;
import org.kalepool.pages.OperatorNeed.Way;

/** Finds out, from what the API would say, what needs a hand; what is severe comes first. */
final class OperatorNeeds {
  private static final String DO = "/operator/do/";
  private static final String FARMER = "/operator/farmers/";

  private OperatorNeeds() {}

  static List<OperatorNeed> of(
      OperatorStatus.Shown status, OperatorOverview.Shown more, List<Stuck> stuck) {
    List<OperatorNeed> needs = new ArrayList<>();
    network(needs, status.network());
    hashing(needs, status.hashing());
    stuck.forEach(each -> needs.add(stuck(each)));
    differing(needs, more);
    wallets(needs, more);
    if (more.debts().debts() > 0) {
      needs.add(
          need(
              more.debts().debts() + " farmers that left are still owed something",
              Figures.amount(more.debts().kale().toBigInteger())
                  + " KALE and "
                  + Figures.amount(more.debts().xlm().toBigInteger())
                  + " XLM; it is paid as soon as the poolers' wallets can",
              false,
              new Way("Look", "/operator/money")));
    }
    if (!more.leads()) {
      needs.add(need("This process does not farm", more.leaderWhy(), false));
    }
    needs.sort(Comparator.comparing((OperatorNeed need) -> !need.severe()));
    return needs;
  }

  private static OperatorNeed need(String what, String detail, boolean severe, Way... ways) {
    return new OperatorNeed(what, detail, null, severe, List.of(ways));
  }

  private static void network(List<OperatorNeed> needs, OperatorStatus.Network network) {
    if (network.ready()) {
      return;
    }
    String what =
        network.wrongNetwork() != null
            ? "The node serves another network"
            : network.reachable() ? "The node lags behind" : "The node cannot be reached";
    String error = network.lastError();
    needs.add(
        need(
            what,
            (error == null ? "nothing was heard of late" : error)
                + "; the newest ledger is "
                + network.ledger(),
            true));
  }

  private static void hashing(List<OperatorNeed> needs, OperatorStatus.Hashing hashing) {
    Way way = new Way("Hashing", "/operator/hashing");
    if (!hashing.alive()) {
      needs.add(need("Nothing hashes", "the hashing threads have ended", true, way));
    } else if (hashing.paused()) {
      needs.add(
          need(
              "The hashing is paused",
              "nobody is planted until it goes on",
              false,
              new Way("Resume", DO + "resume-hashing")));
    } else if (hashing.obstacle() != null) {
      needs.add(need("Nothing would be hashed", hashing.obstacle(), true, way));
    }
  }

  private static void differing(List<OperatorNeed> needs, OperatorOverview.Shown more) {
    more.differing()
        .forEach(
            id ->
                needs.add(
                    need(
                        "Farmer " + Figures.begin(id.toString()) + ": books and chain differ",
                        "nothing is paid out to it until they agree",
                        true,
                        new Way("Look", FARMER + id + "?compare=now"))));
  }

  private static void wallets(List<OperatorNeed> needs, OperatorOverview.Shown more) {
    if (more.walletIsLow() && more.wallet() != null) {
      needs.add(
          need(
              "The pooler's wallet is low on XLM",
              Figures.amount(more.wallet().spendable().stroops())
                  + " XLM can be spent; send some to "
                  + more.wallet().account().text(),
              true));
    }
    if (more.lowFarmers() > 0) {
      needs.add(
          need(
              more.lowFarmers() + " active farmers are low on XLM",
              "they are not planted once it is used up; their own pages tell them",
              false,
              new Way("Farmers", "/operator/farmers?state=ACTIVE")));
    }
  }

  private static OperatorNeed stuck(Stuck stuck) {
    String transaction = DO + "%s?target=" + stuck.subject();
    List<Way> ways =
        switch (stuck.kind()) {
          case TRANSACTION_OVERDUE, TRANSACTION_QUEUED ->
              List.of(
                  new Way("Retry", transaction.formatted("retry")),
                  new Way("Give up", transaction.formatted("give-up")));
          case BLOCK_PLANTING, BLOCK_WORK ->
              List.of(new Way("Transactions", "/operator/transactions"));
          case TASK_OVERRAN -> List.of();
          default -> farmer(stuck.farmer());
        };
    return new OperatorNeed(what(stuck), stuck.detail(), stuck.since(), stuck.severe(), ways);
  }

  private static List<Way> farmer(@Nullable String id) {
    return id == null ? List.of() : List.of(new Way("Look", FARMER + id));
  }

  private static String what(Stuck stuck) {
    String subject = stuck.subject();
    String farmer = Figures.begin(stuck.farmer() == null ? subject : stuck.farmer());
    return switch (stuck.kind()) {
      case TRANSACTION_OVERDUE -> "Transaction " + subject + " is overdue";
      case TRANSACTION_QUEUED -> "Transaction " + subject + " waits to be sent";
      case FARMER_REGISTERED -> "Farmer " + farmer + " was never paid for";
      case FARMER_FUNDED -> "Farmer " + farmer + " has no trustline yet";
      case FARMER_LEAVING -> "Farmer " + farmer + " waits for its payout";
      case FARMER_SUSPENDED -> "Farmer " + farmer + " is held back by the pool";
      case BLOCK_PLANTING -> "Block " + subject + " is over and not all planted";
      case BLOCK_WORK -> "Block " + subject + " is over and not all worked";
      case PAIL_EXPIRING -> "A pail of farmer " + farmer + " is about to expire";
      case TASK_OVERRAN -> "The task " + subject + " ran too long";
    };
  }
}
