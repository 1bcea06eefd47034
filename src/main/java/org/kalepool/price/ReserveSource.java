package org.kalepool.price;

import java.util.Optional;
import java.util.function.Supplier;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.PoolReserves;
import org.kalepool.stellar.RpcException;

/**
 * An exchange on the chain.
 *
 * @param least XLM that it must hold to be believed: a thin one is moved by anybody
 */
record ReserveSource(String name, Xlm least, Supplier<Optional<PoolReserves.Held>> reserves)
    implements PriceSource {
  @Override
  public Price read() {
    PoolReserves.Held held;
    try {
      held =
          reserves
              .get()
              .orElseThrow(
                  () -> new NoPriceException("there is no such " + name + " on the chain"));
    } catch (RpcException e) {
      throw new NoPriceException("the " + name + " cannot be read: " + e.getMessage(), e);
    }
    if (held.xlm().compareTo(least) < 0 || !held.kale().isPositive()) {
      throw new NoPriceException(
          "the %s holds %s XLM and %s KALE, too little to be believed"
              .formatted(name, held.xlm(), held.kale()));
    }
    try {
      return Price.ofReserves(held.kale(), held.xlm());
    } catch (IllegalArgumentException e) {
      throw new NoPriceException("the " + name + ": " + e.getMessage(), e);
    }
  }
}
