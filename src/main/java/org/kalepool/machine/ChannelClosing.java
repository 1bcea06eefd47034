package org.kalepool.machine;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.LedgerTip;
import org.kalepool.stellar.RpcException;

/**
 * Gives the channels of a machine up that does not run: what is in flight is waited for, then each
 * is merged into the wallet, which gets all that they have.
 */
public final class ChannelClosing {
  private final Chain chain;
  private final OwnSending sending;

  /**
   * Made with the journals of the machine.
   *
   * @param log hears what happens
   */
  public ChannelClosing(
      OwnAccounts accounts,
      Chain chain,
      MachineBook book,
      MachineSettings settings,
      Clock clock,
      Consumer<String> log) {
    this.chain = chain;
    this.sending =
        new OwnSending(
            accounts,
            new Channels(accounts, chain, settings, clock, log),
            new OwnWorks(new WorkOutbox(), accounts.book(), (block, farmer) -> 64, clock),
            book,
            (block, work, ledger) -> {});
  }

  /**
   * Does what can be done now.
   *
   * @return whether no channel is left
   * @throws RpcException if the node cannot be asked
   */
  public boolean step() {
    LedgerTip tip = chain.tip();
    Farm farm = chain.farm().farm();
    return sending.close(
        new Current(
            farm.index(),
            farm.observed().timestamp(),
            true,
            farm.paused(),
            tip.sequence(),
            tip.closeTime()));
  }

  /** What the channels still have. */
  public Xlm held() {
    return sending.view().held();
  }

  /** What the wallet has. */
  public Xlm wallet() {
    return sending.view().wallet();
  }

  /** Why it does not go on; empty while it does. */
  public Optional<String> trouble() {
    return sending.view().trouble();
  }
}
