package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;

/** Books with the positions a test sets; it remembers the splits and the deposits of XLM. */
@Alternative
@Singleton
public final class FakeBooks implements Books {
  /** A split as it was booked. */
  public record BookedSplit(UUID farmer, UUID pooler, Address wallet, Payout payout) {}

  /** A debt's payment as it was booked. */
  public record BookedDebt(UUID farmer, Address wallet, Kale amount, Xlm xlm, Xlm claimReserve) {}

  /** A deposit of XLM as it was booked. */
  public record BookedXlm(UUID farmer, Xlm amount, String key) {}

  private final Farmers farmers;
  private final Map<UUID, Position> positions = new ConcurrentHashMap<>();
  private final List<BookedSplit> splits = new CopyOnWriteArrayList<>();
  private final List<BookedSplit> passedOn = new CopyOnWriteArrayList<>();
  private final List<String> depositsOfKale = new CopyOnWriteArrayList<>();
  private final List<BookedDebt> debts = new CopyOnWriteArrayList<>();
  private final List<BookedXlm> depositsOfXlm = new CopyOnWriteArrayList<>();
  private final List<String> bonds = new CopyOnWriteArrayList<>();

  FakeBooks(Farmers farmers) {
    this.farmers = farmers;
  }

  private UUID pooler(UUID farmer) {
    return farmers.find(farmer).orElseThrow().pooler();
  }

  public void clear() {
    positions.clear();
    splits.clear();
    passedOn.clear();
    depositsOfKale.clear();
    debts.clear();
    depositsOfXlm.clear();
    bonds.clear();
  }

  /** Sets where a farmer stands, half of it the pooler's; what is left out is zero. */
  public void position(UUID farmer, String custody, String earned, String owed, String xlm) {
    position(farmer, custody, earned, owed, xlm, "0");
  }

  /** The same, with XLM that the pooler has paid for the farmer's fees. */
  public void position(
      UUID farmer, String custody, String earned, String owed, String xlm, String advanced) {
    Kale zero = Kale.ZERO;
    positions.put(
        farmer,
        new Position(
            zero,
            Kale.parse(earned),
            zero,
            Kale.parse(custody),
            zero,
            Xlm.parse(xlm),
            Xlm.ZERO,
            Xlm.parse(xlm),
            zero,
            List.of(
                new Part(
                    pooler(farmer),
                    Kale.parse(earned),
                    Kale.parse(earned).basisPoints(5_000),
                    Kale.parse(owed))),
            Xlm.parse(advanced)));
  }

  public List<BookedSplit> splits() {
    return List.copyOf(splits);
  }

  /** Deposits of KALE: farmer, amount and key, parted by blanks. */
  public List<String> depositsOfKale() {
    return List.copyOf(depositsOfKale);
  }

  public List<BookedSplit> passedOn() {
    return List.copyOf(passedOn);
  }

  public List<BookedDebt> debts() {
    return List.copyOf(debts);
  }

  public List<BookedXlm> depositsOfXlm() {
    return List.copyOf(depositsOfXlm);
  }

  @Override
  public void deposited(UUID farmer, Kale amount, long ledger, String key) {
    depositsOfKale.add(farmer + " " + amount + " " + key);
  }

  @Override
  public void depositedXlm(UUID farmer, Xlm amount, long ledger, String key) {
    depositsOfXlm.add(new BookedXlm(farmer, amount, key));
  }

  /** What is more than the position says is from then on part of it. */
  @Override
  public void arrived(UUID farmer, Holdings seen) {
    Position p = position(farmer);
    Kale kale = seen.kale() == null ? Kale.ZERO : seen.kale();
    if (seen.xlm().compareTo(p.xlm()) > 0) {
      depositedXlm(farmer, seen.xlm().minus(p.xlm()), seen.ledger(), "ledger " + seen.ledger());
    }
    positions.put(
        farmer,
        new Position(
            p.deposited(),
            p.earned(),
            p.forfeited(),
            p.custody().max(kale),
            p.staked(),
            p.xlmDeposited(),
            p.fees(),
            p.xlm().max(seen.xlm()),
            p.paidOut(),
            p.poolers(),
            p.advanced()));
  }

  @Override
  public void planted(UUID farmer, long block, Kale stake, long ledger) {
    throw new IllegalStateException("not faked");
  }

  @Override
  public void harvested(UUID farmer, long block, Kale stake, Kale reward, long ledger) {
    throw new IllegalStateException("not faked");
  }

  @Override
  public void forfeited(
      UUID farmer, UUID pooler, long block, Kale stake, boolean owed, String cause) {
    Position p = position(farmer);
    positions.put(
        farmer,
        new Position(
            p.deposited(),
            p.earned(),
            p.forfeited().plus(stake),
            p.custody(),
            p.staked(),
            p.xlmDeposited(),
            p.fees(),
            p.xlm(),
            p.paidOut(),
            owed ? p.owing(Map.of(pooler, stake)).poolers() : p.poolers(),
            p.advanced()));
  }

  @Override
  public void split(UUID farmer, UUID pooler, Address wallet, Payout payout) {
    splits.add(new BookedSplit(farmer, pooler, wallet, payout));
  }

  @Override
  public void passedOn(
      UUID farmer,
      UUID pooler,
      Address wallet,
      Payout payout,
      String transaction,
      @Nullable Hash hash) {
    passedOn.add(new BookedSplit(farmer, pooler, wallet, payout));
  }

  @Override
  public void debtPaid(UUID farmer, UUID pooler, Address wallet, Repaid repaid, Hash hash) {
    debts.add(new BookedDebt(farmer, wallet, repaid.kale(), repaid.xlm(), repaid.claimReserve()));
  }

  @Override
  public void bondDeposited(UUID pooler, Kale amount, long ledger) {
    bonds.add(pooler + " " + amount + " deposited");
  }

  @Override
  public void bondReturned(UUID pooler, Kale amount, String transaction) {
    bonds.add(pooler + " " + amount + " returned");
  }

  /** What was booked of bonds: pooler, amount, what. */
  public List<String> bonds() {
    return List.copyOf(bonds);
  }

  @Override
  public Position position(UUID farmer) {
    Position known = positions.get(farmer);
    if (known == null) {
      throw new IllegalStateException("the test sets no position for " + farmer);
    }
    return known;
  }

  /** Nothing that this fake is told of has a ledger. */
  @Override
  public long settledLedger(UUID farmer) {
    return 0;
  }
}
