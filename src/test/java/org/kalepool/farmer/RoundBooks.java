package org.kalepool.farmer;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;

/** Books in which every farmer has brought one KALE and ten XLM. */
@Alternative
@Singleton
public final class RoundBooks implements Books {
  @Override
  public Position position(UUID farmer) {
    Kale one = Kale.parse("1");
    Kale none = Kale.ZERO;
    Xlm ten = Xlm.parse("10");
    return new Position(one, none, none, one, none, ten, Xlm.ZERO, ten, none, List.of(), Xlm.ZERO);
  }

  @Override
  public void bondDeposited(UUID pooler, Kale amount, long ledger) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void bondReturned(UUID pooler, Kale amount, String transaction) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deposited(UUID farmer, Kale amount, long ledger, String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void depositedXlm(UUID farmer, Xlm amount, long ledger, String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void arrived(UUID farmer, Holdings seen) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void planted(UUID farmer, long block, Kale stake, long ledger) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void harvested(UUID farmer, long block, Kale stake, Kale reward, long ledger) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forfeited(
      UUID farmer, UUID pooler, long block, Kale stake, boolean owed, String cause) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void split(UUID farmer, UUID pooler, Address wallet, Payout payout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void passedOn(
      UUID farmer,
      UUID pooler,
      Address wallet,
      Payout payout,
      String transaction,
      @Nullable Hash hash) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void debtPaid(UUID farmer, UUID pooler, Address wallet, Repaid repaid, Hash hash) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long settledLedger(UUID farmer) {
    return 0;
  }
}
