package org.kalepool.machine;

import java.util.Optional;
import org.kalepool.kale.Xlm;

/**
 * How the machine's own sending does. Amounts of works and fees are since the start.
 *
 * @param own whether it sends works itself
 * @param channels accounts that there are
 * @param wanted accounts that its farmers want
 * @param held what the channels have, reserves included
 * @param wallet what the wallet has
 * @param handedOver works that the backend got instead
 * @param fees what the machine's accounts were charged
 * @param unknown transactions of which it is not known whether, and what, they cost
 * @param trouble why there are fewer channels than wanted, or why nothing can be sent
 */
public record ChannelView(
    boolean own,
    int channels,
    int wanted,
    Xlm held,
    Xlm wallet,
    long landed,
    long failed,
    long handedOver,
    Xlm fees,
    long unknown,
    Optional<String> trouble) {
  /** Of a machine whose works the backend sends. */
  static final ChannelView NONE =
      new ChannelView(
          false, 0, 0, Xlm.ZERO, Xlm.ZERO, 0, 0, 0, Xlm.ZERO, 0, Optional.<String>empty());
}
