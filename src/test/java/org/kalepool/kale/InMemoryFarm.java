package org.kalepool.kale;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The game's ledger entries in memory: the instance, temporary entries that expire, and the
 * farmers' trustlines. The ledger moves only by {@link #setLedger}.
 */
public final class InMemoryFarm implements FarmStorage, AssetLedger {
  private record PailKey(Address farmer, long index) {}

  private record Entry<T>(T value, long liveUntil) {}

  private final Map<Long, Entry<Block>> blocks = new HashMap<>();
  private final Map<PailKey, Entry<Pail>> pails = new HashMap<>();
  private final Map<Address, Trustline> trustlines = new HashMap<>();
  private final long minTempTtl;
  private Farm farm;
  private long ledger;

  /**
   * @param farm the instance
   * @param ledger the current ledger
   * @param minTempTtl ledgers that a new temporary entry lives, its first included
   */
  public InMemoryFarm(Farm farm, long ledger, long minTempTtl) {
    this.farm = farm;
    this.ledger = ledger;
    this.minTempTtl = minTempTtl;
  }

  public void setLedger(long ledger) {
    this.ledger = ledger;
  }

  public void putTrustline(Address account, Trustline trustline) {
    trustlines.put(account, trustline);
  }

  public @Nullable Trustline trustline(Address account) {
    return trustlines.get(account);
  }

  @Override
  public void burn(Address farmer, BigInteger amount) {
    trustlines.put(farmer, Trustline.burn(trustlines.get(farmer), amount));
  }

  @Override
  public void mint(Address farmer, BigInteger amount) {
    trustlines.put(farmer, Trustline.mint(trustlines.get(farmer), amount));
  }

  @Override
  public Farm farm() {
    return farm;
  }

  @Override
  public void putFarm(Farm farm) {
    this.farm = farm;
  }

  @Override
  public @Nullable Block block(long index) {
    return live(blocks, index);
  }

  @Override
  public void putBlock(long index, Block block) {
    put(blocks, index, block);
  }

  @Override
  public void removeBlock(long index) {
    blocks.remove(index);
  }

  /** The last ledger that the block lives in, empty when there is none. */
  public OptionalLong blockLiveUntil(long index) {
    return liveUntil(blocks, index);
  }

  @Override
  public @Nullable Pail pail(Address farmer, long index) {
    return live(pails, new PailKey(farmer, index));
  }

  @Override
  public void putPail(Address farmer, long index, Pail pail) {
    put(pails, new PailKey(farmer, index), pail);
  }

  @Override
  public void removePail(Address farmer, long index) {
    pails.remove(new PailKey(farmer, index));
  }

  /** The last ledger that the pail lives in, empty when there is none. */
  public OptionalLong pailLiveUntil(Address farmer, long index) {
    return liveUntil(pails, new PailKey(farmer, index));
  }

  private <K, T> @Nullable T live(Map<K, Entry<T>> entries, K key) {
    Entry<T> entry = entries.get(key);
    return entry == null || entry.liveUntil() < ledger ? null : entry.value();
  }

  private <K, T> OptionalLong liveUntil(Map<K, Entry<T>> entries, K key) {
    Entry<T> entry = entries.get(key);
    return entry == null || entry.liveUntil() < ledger
        ? OptionalLong.empty()
        : OptionalLong.of(entry.liveUntil());
  }

  private <K, T> void put(Map<K, Entry<T>> entries, K key, T value) {
    OptionalLong liveUntil = liveUntil(entries, key);
    entries.put(key, new Entry<>(value, liveUntil.orElse(ledger + minTempTtl - 1)));
  }
}
