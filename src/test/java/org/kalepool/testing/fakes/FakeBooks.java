package org.kalepool.testing.fakes;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kalepool.books.Books;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** Books with the positions a test sets; it remembers the splits and the deposits of XLM. */
@Alternative
@Singleton
public final class FakeBooks implements Books {
  /** A split as it was booked. */
  public record BookedSplit(
      UUID farmer, UUID pooler, Kale toPooler, Kale fromPooler, Kale toFarmer, Xlm xlmToFarmer) {}

  /** A deposit of XLM as it was booked. */
  public record BookedXlm(UUID farmer, Xlm amount, String key) {}

  private final Map<UUID, Position> positions = new ConcurrentHashMap<>();
  private final List<BookedSplit> splits = new CopyOnWriteArrayList<>();
  private final List<BookedXlm> depositsOfXlm = new CopyOnWriteArrayList<>();

  public void clear() {
    positions.clear();
    splits.clear();
    depositsOfXlm.clear();
  }

  /** Sets where a farmer stands, half of it the pooler's; what is left out is zero. */
  public void position(UUID farmer, String custody, String earned, String owed, String xlm) {
    Kale zero = Kale.ZERO;
    positions.put(
        farmer,
        new Position(
            zero,
            Kale.parse(earned),
            zero,
            Kale.parse(owed),
            Kale.parse(custody),
            zero,
            Xlm.parse(xlm),
            Xlm.ZERO,
            Xlm.parse(xlm),
            zero,
            zero,
            Kale.parse(earned).basisPoints(5_000)));
  }

  public List<BookedSplit> splits() {
    return List.copyOf(splits);
  }

  public List<BookedXlm> depositsOfXlm() {
    return List.copyOf(depositsOfXlm);
  }

  @Override
  public void deposited(UUID farmer, Kale amount, long ledger, String key) {
    throw new IllegalStateException("not faked");
  }

  @Override
  public void depositedXlm(UUID farmer, Xlm amount, long ledger, String key) {
    depositsOfXlm.add(new BookedXlm(farmer, amount, key));
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
    throw new IllegalStateException("not faked");
  }

  @Override
  public void split(
      UUID farmer, UUID pooler, Kale toPooler, Kale fromPooler, Kale toFarmer, Xlm xlmToFarmer) {
    splits.add(new BookedSplit(farmer, pooler, toPooler, fromPooler, toFarmer, xlmToFarmer));
  }

  @Override
  public Position position(UUID farmer) {
    Position known = positions.get(farmer);
    if (known == null) {
      throw new IllegalStateException("the test sets no position for " + farmer);
    }
    return known;
  }
}
