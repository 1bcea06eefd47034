package org.kalepool.vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.Batches;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** Calls that anybody may send, one a transaction, on channels that carry nothing now. */
@Singleton
final class ChannelCalls {
  private final Batches batches;
  private final Transactions transactions;
  private final Leader leader;

  ChannelCalls(Batches batches, Transactions transactions, Leader leader) {
    this.batches = batches;
    this.transactions = transactions;
    this.leader = leader;
  }

  /**
   * Asks for one; where no channel is free, or it is under way, it is to be asked for again.
   *
   * @param vault that it is about, null if about several
   * @return whether it was asked for
   */
  boolean ask(Action action, @Nullable Vault vault, ContractCall call) {
    List<Address> free = batches.free();
    if (free.isEmpty()) {
      return false;
    }
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              leader.hold();
              return transactions
                  .request(
                      new TransactionRequest(
                          free.getLast(),
                          action,
                          vault == null ? null : vault.farmer(),
                          null,
                          call,
                          null))
                  .isPresent();
            });
  }
}
