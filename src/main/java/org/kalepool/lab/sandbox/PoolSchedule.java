package org.kalepool.lab.sandbox;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** What the liquidity pool of lumens and KALE holds from which moment on. */
public final class PoolSchedule {
  private final NavigableMap<Long, Held> byTime = new TreeMap<>();

  /**
   * What the liquidity pool holds from some time on.
   *
   * @param from Unix seconds; holds until the next one
   */
  public record Held(long from, Kale kale, Xlm lumens) {}

  public PoolSchedule(Collection<Held> held) {
    held.forEach(each -> byTime.put(each.from(), each));
  }

  /** Empty before the first. */
  Optional<Held> at(long time) {
    return Optional.ofNullable(byTime.floorEntry(time)).map(Map.Entry::getValue);
  }
}
