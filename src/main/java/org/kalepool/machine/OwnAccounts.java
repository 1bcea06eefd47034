package org.kalepool.machine;

import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Envelopes;

/**
 * The accounts from which a machine sends works itself.
 *
 * @param wallet pays for the channels, and gets back what is left of them
 * @param channels all there can be, in the order in which they are made; at most {@link #MOST}
 * @param envelopes signs for all of them
 * @param oneByOne whether the node is asked for one thing after the other, as where a run is to be
 *     the same each time
 */
public record OwnAccounts(
    Address wallet,
    List<Address> channels,
    Envelopes envelopes,
    ChannelBook book,
    boolean oneByOne) {
  /** So many channels and the wallet are one request to a node. */
  public static final int MOST = Chain.ACCOUNTS_A_READ - 10;

  public OwnAccounts {
    channels = List.copyOf(channels);
  }

  /** Those of a node that answers many at once. */
  public OwnAccounts(
      Address wallet, List<Address> channels, Envelopes envelopes, ChannelBook book) {
    this(wallet, channels, envelopes, book, false);
  }
}
