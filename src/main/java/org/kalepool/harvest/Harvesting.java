package org.kalepool.harvest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.Batches;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** What was decided on a pail, written in one database transaction. */
@ApplicationScoped
class Harvesting {
  private final HarvestRepository harvests;
  private final ExpectedRewardRepository expectations;
  private final Books books;
  private final Transactions transactions;
  private final Batches batches;
  private final Leader leader;

  Harvesting(
      HarvestRepository harvests,
      ExpectedRewardRepository expectations,
      Books books,
      Transactions transactions,
      Batches batches,
      Leader leader) {
    this.batches = batches;
    this.leader = leader;
    this.harvests = harvests;
    this.expectations = expectations;
    this.books = books;
    this.transactions = transactions;
  }

  /**
   * @param lane the account that carries and pays for it
   * @param reward what it will pay, null if that cannot be said
   */
  @Transactional
  void request(OpenPail pail, Address lane, @Nullable Kale reward, long ledger) {
    leader.hold();
    if (reward != null) {
      expectations.expect(pail, reward, ledger);
    }
    transactions.request(
        new TransactionRequest(
            lane,
            Action.HARVEST,
            pail.farmer(),
            pail.block(),
            new Call.Harvest(pail.custodial(), pail.block()),
            null));
  }

  /**
   * Asks for harvests in one transaction.
   *
   * @param rewards what each will pay
   * @param notAfter network time, Unix seconds, after which they go on by themselves
   * @return whether they were asked for
   */
  @Transactional
  boolean request(
      List<OpenPail> pails,
      Map<OpenPail, Kale> rewards,
      Address channel,
      long ledger,
      long notAfter) {
    leader.hold();
    List<Deed> deeds =
        pails.stream()
            .map(
                pail ->
                    new Deed(
                        Action.HARVEST,
                        pail.farmer(),
                        pail.block(),
                        new Call.Harvest(pail.custodial(), pail.block())))
            .toList();
    pails.forEach(
        pail ->
            Optional.ofNullable(rewards.get(pail))
                .ifPresent(r -> expectations.expect(pail, r, ledger)));
    return batches.request(channel, deeds, notAfter).isPresent();
  }

  /**
   * Books a pail as lost.
   *
   * @return false if the pail was settled before
   */
  @Transactional
  boolean lost(OpenPail pail, HarvestDecision.Lost loss, long ledger) {
    leader.hold();
    Debtor debtor = Debtor.ofLostStake(loss.owed());
    boolean settled = harvests.lost(pail, loss, debtor, ledger);
    if (settled) {
      books.forfeited(
          pail.farmer(),
          pail.pooler(),
          pail.block(),
          pail.stake(),
          loss.owed(),
          loss.cause().name());
    }
    return settled;
  }

  /**
   * A harvest that somebody else sent: anybody may.
   *
   * @return false if the pail was settled before
   */
  @Transactional
  boolean found(OpenPail pail, Kale reward, long ledger) {
    leader.hold();
    boolean settled =
        harvests.harvested(pail.farmer(), pail.block(), pail.stake(), reward, ledger, null, null);
    if (settled) {
      books.harvested(pail.farmer(), pail.block(), pail.stake(), reward, ledger);
    }
    return settled;
  }
}
