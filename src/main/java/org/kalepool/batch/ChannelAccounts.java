package org.kalepool.batch;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.kalepool.batch.ChannelPlanner.ChannelDecision;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** The pool's channels: which accounts they are, and what is asked for to make or close them. */
@Singleton
final class ChannelAccounts {
  private static final Logger LOG = Logger.getLogger(ChannelAccounts.class);

  private final ChannelRepository channels;
  private final Transactions transactions;
  private final Leader leader;

  ChannelAccounts(ChannelRepository channels, Transactions transactions, Leader leader) {
    this.channels = channels;
    this.transactions = transactions;
    this.leader = leader;
  }

  /** All that were ever opened and are not merged back, in their order. */
  List<Address> accounts() {
    return channels.accounts();
  }

  /** Makes out accounts until there are so many. */
  void open(int wanted) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              leader.hold();
              channels.open(wanted);
            });
  }

  /** Whether a transaction of this account's is open. */
  boolean isBusy(Address account) {
    return transactions.busy(account);
  }

  /** Asks for what was decided, by one transaction of the wallet's. */
  void carryOut(Address wallet, ChannelDecision decision) {
    boolean asked =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  leader.hold();
                  return transactions
                      .request(
                          new TransactionRequest(
                              wallet,
                              Action.CHANNEL,
                              null,
                              null,
                              new Call.Operations(decision.operations()),
                              null))
                      .isPresent();
                });
    if (asked) {
      LOG.infof(
          "channels: %d made, %d merged, %s XLM of the wallet's",
          decision.made(), decision.closing().size(), decision.spent());
    }
  }
}
