package org.kalepool.testing;

import java.math.BigInteger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.FarmContract;
import org.kalepool.kale.Hash;
import org.kalepool.kale.InMemoryFarm;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Moment;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Trustline;

/** The contract's state in ledgers that close when told to, five seconds each. */
public abstract class FakeFarm {
  public static final long TTL = 17_280;
  private static final Address ASSET = Address.contract(new byte[32]);

  private long era;
  private long ledger;
  private long time;
  private InMemoryFarm storage = empty();

  /** A new farm: block {@code era × 1000} has just opened in the first ledger. */
  public void reset() {
    era++;
    ledger = era * 1_000_000;
    time = 1_700_000_000 + era * 10_000_000;
    storage = empty();
    openFirst();
  }

  /** All that the contract has stored, and the trustlines. */
  final InMemoryFarm storage() {
    return storage;
  }

  private InMemoryFarm empty() {
    Farm farm = new Farm(ASSET, ASSET, era * 1000 - 1, observed(time - 300), false);
    return new InMemoryFarm(farm, ledger, TTL);
  }

  /** What the block before the first has seen: others' stakes up to 1 000 KALE, gaps, zeros. */
  private static Block observed(long timestamp) {
    return new Block(
        timestamp,
        10,
        BigInteger.ZERO,
        3,
        50,
        BigInteger.valueOf(1_000_0000000L),
        8,
        Hash.ofHex("5a".repeat(32)),
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  private void openFirst() {
    Address other = Address.account(new byte[32]);
    setKale(other, Kale.parse("1000"));
    contract().plant(now(), other, BigInteger.valueOf(1_000_0000000L));
  }

  public FarmContract contract() {
    return new FarmContract(storage, storage);
  }

  public Moment now() {
    return new Moment(ledger, time);
  }

  public long index() {
    return storage.farm().index();
  }

  public long openedAt() {
    return storage.farm().observed().timestamp();
  }

  /** Closes this many ledgers. */
  public void close(long ledgers) {
    ledger += ledgers;
    time += 5 * ledgers;
    storage.setLedger(ledger);
  }

  /** Somebody else opens the next block, 300 s or more after the last. */
  public void openNext() {
    while (time < openedAt() + 300) {
      close(1);
    }
    contract().plant(now(), Address.account(new byte[32]), BigInteger.ZERO);
  }

  /** The newest ledger is this one, whatever was before. */
  public void setLedger(long ledger, long closeTime) {
    this.ledger = ledger;
    time = closeTime;
    storage.setLedger(ledger);
  }

  public void setKale(Address account, Kale amount) {
    storage.putTrustline(account, new Trustline(amount, Kale.ofStroops(Long.MAX_VALUE)));
  }

  public Kale kale(Address account) {
    Trustline line = storage.trustline(account);
    return line == null ? Kale.ZERO : line.balance();
  }

  /** What the contract would never do: the pail's stake becomes another. */
  public void replaceStake(Address farmer, long index, BigInteger stake) {
    Pail pail = storage.pail(farmer, index);
    if (pail == null) {
      throw new IllegalArgumentException("no pail");
    }
    storage.putPail(farmer, index, new Pail(pail.sequence(), pail.gap(), stake, pail.zeros()));
  }

  /** What the contract would never do: the pail is gone, and nobody got anything. */
  public void removePail(Address farmer, long index) {
    storage.removePail(farmer, index);
  }

  public void putPail(Address farmer, long index, Pail pail) {
    storage.putPail(farmer, index, pail);
  }
}
