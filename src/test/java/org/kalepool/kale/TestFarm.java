package org.kalepool.kale;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/** A farm at block 50 000 whose clock, farmers and hashes a test commands. */
final class TestFarm {
  static final long TTL = 17_280;
  static final long START_LEDGER = 1_000;
  static final long START_TIME = 1_750_000_000;
  static final long START_INDEX = 50_000;
  static final List<Address> FARMERS =
      List.of(address(1), address(2), address(3), address(4), address(5));
  static final Address ANN = FARMERS.get(0);
  static final Address BEN = FARMERS.get(1);

  final InMemoryFarm farm;
  final FarmContract contract;
  private Moment now = new Moment(START_LEDGER, START_TIME);

  TestFarm(long balance) {
    this(balance, Long.MAX_VALUE);
  }

  TestFarm(long balance, long limit) {
    Farm instance =
        new Farm(address(98), address(99), START_INDEX, Block.unobserved(START_TIME), false);
    farm = new InMemoryFarm(instance, START_LEDGER, TTL);
    contract = new FarmContract(farm, farm);
    for (Address farmer : FARMERS) {
      farm.putTrustline(farmer, new Trustline(Kale.ofStroops(balance), Kale.ofStroops(limit)));
    }
  }

  private static Address address(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Address.account(key);
  }

  Moment now() {
    return now;
  }

  void pass(long ledgers, long seconds) {
    now = new Moment(now.ledger() + ledgers, now.time() + seconds);
    farm.setLedger(now.ledger());
  }

  /** Lets so much time go by that the next plant opens a block. */
  void untilNextBlock() {
    pass(60, GameRules.BLOCK_INTERVAL_SECONDS);
  }

  void plant(Address farmer, long amount) {
    contract.plant(now, farmer, BigInteger.valueOf(amount));
  }

  /** Works with the best of this many nonces from here on; returns the hash sent. */
  Hash work(Address farmer, long firstNonce, int nonces) {
    long best = bestNonce(farmer, firstNonce, nonces);
    Hash hash = hash(farmer, best);
    contract.work(now, farmer, hash, best);
    return hash;
  }

  long bestNonce(Address farmer, long firstNonce, int nonces) {
    long best = firstNonce;
    for (long nonce = firstNonce; nonce < firstNonce + nonces; nonce++) {
      if (hash(farmer, nonce).zeros() > hash(farmer, best).zeros()) {
        best = nonce;
      }
    }
    return best;
  }

  Hash hash(Address farmer, long nonce) {
    Block block = farm.block(index());
    return WorkHash.of(index(), nonce, block == null ? Hash.ZERO : block.entropy(), farmer);
  }

  /** A nonce whose hash has exactly this many zeros. */
  long nonceOf(Address farmer, int zeros) {
    long nonce = 0;
    while (hash(farmer, nonce).zeros() != zeros) {
      nonce++;
    }
    return nonce;
  }

  long index() {
    return farm.farm().index();
  }

  Block block() {
    return Objects.requireNonNull(farm.block(index()));
  }

  Pail pail(Address farmer) {
    return Objects.requireNonNull(farm.pail(farmer, index()));
  }

  long balance(Address farmer) {
    return Objects.requireNonNull(farm.trustline(farmer)).balance().stroops();
  }
}
