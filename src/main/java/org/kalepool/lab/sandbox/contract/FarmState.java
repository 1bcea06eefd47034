package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.AssetLedger;
import org.kalepool.kale.Block;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.Farm;
import org.kalepool.kale.FarmStorage;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Trustline;
import org.kalepool.lab.sandbox.ledger.Contracts;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Val;

/** The KALE contract's storage and its asset, as entries of the ledger within a footprint. */
final class FarmState implements FarmStorage, AssetLedger {
  private final Overlay state;
  private final Footprint footprint;
  private final CallLog log;
  private final Contracts contracts;
  private final long newLiveUntil;

  /**
   * @param newLiveUntil the last ledger of a temporary entry that is made now
   */
  FarmState(
      Overlay state, Footprint footprint, CallLog log, Contracts contracts, long newLiveUntil) {
    this.state = state;
    this.footprint = footprint;
    this.log = log;
    this.contracts = contracts;
    this.newLiveUntil = newLiveUntil;
  }

  @Override
  public Farm farm() {
    return instance().farm();
  }

  /** What every call reads before it starts. */
  Data.FarmInstance instance() {
    Key key = new Key.Instance(contracts.farm());
    footprint.read(key);
    StoredEntry entry = state.get(key);
    if (entry == null || !(entry.data() instanceof Data.FarmInstance instance)) {
      throw new IllegalStateException("the sandbox always has a farm");
    }
    return instance;
  }

  void readCode(Hash code) {
    footprint.read(new Key.Code(code));
  }

  @Override
  public void putFarm(Farm farm) {
    Data.FarmInstance instance = instance();
    put(new Key.Instance(contracts.farm()), new Data.FarmInstance(farm, instance.code()));
  }

  @Override
  public @Nullable Block block(long index) {
    Key key = new Key.BlockAt(contracts.farm(), index);
    footprint.read(key);
    StoredEntry entry = state.get(key);
    return entry != null && entry.data() instanceof Data.BlockData(Block block) ? block : null;
  }

  @Override
  public void putBlock(long index, Block block) {
    put(new Key.BlockAt(contracts.farm(), index), new Data.BlockData(block));
  }

  @Override
  public void removeBlock(long index) {
    remove(new Key.BlockAt(contracts.farm(), index));
  }

  @Override
  public @Nullable Pail pail(Address farmer, long index) {
    Key key = new Key.PailOf(contracts.farm(), farmer, index);
    footprint.read(key);
    StoredEntry entry = state.get(key);
    return entry != null && entry.data() instanceof Data.PailData(Pail pail) ? pail : null;
  }

  @Override
  public void putPail(Address farmer, long index, Pail pail) {
    put(new Key.PailOf(contracts.farm(), farmer, index), new Data.PailData(pail));
  }

  @Override
  public void removePail(Address farmer, long index) {
    remove(new Key.PailOf(contracts.farm(), farmer, index));
  }

  @Override
  public void burn(Address farmer, BigInteger amount) {
    move("burn", farmer, amount);
  }

  @Override
  public void mint(Address farmer, BigInteger amount) {
    move("mint", farmer, amount);
  }

  /** A call of the asset's contract by the farm. */
  private void move(String function, Address farmer, BigInteger amount) {
    List<Val> args = List.of(new Val.Addr(farmer), new Val.I128(amount));
    log.called(contracts.farm(), contracts.asset(), function, args);
    Trustline before = kale(farmer);
    try {
      boolean burns = function.equals("burn");
      setKale(farmer, burns ? Trustline.burn(before, amount) : Trustline.mint(before, amount));
    } catch (ContractException e) {
      Val error = new Val.ContractFault(e.code());
      log.errorInFailedCall(
          contracts.asset(), error, AssetFaults.detail(e, function, farmer, before, amount));
      log.error(
          contracts.farm(),
          error,
          Val.list(
              new Val.Str("contract call failed"), new Val.Sym(function), new Val.Items(args)));
      throw e;
    }
    log.emitted(contracts.events().kale(function, farmer, amount));
    log.returned(contracts.asset(), function, Val.none());
  }

  @Nullable Trustline kale(Address holder) {
    footprint.read(new Key.Instance(contracts.asset()));
    Key key = new Key.Trust(holder, contracts.kale());
    footprint.read(key);
    Data.Trust trust = state.trust(holder, contracts.kale());
    return trust == null
        ? null
        : new Trustline(Kale.ofStroops(trust.balance()), Kale.ofStroops(trust.limit()));
  }

  void setKale(Address holder, Trustline line) {
    Data.Trust before = state.trust(holder, contracts.kale());
    Data.Trust open =
        before == null
            ? new Data.Trust(line.balance().stroops(), line.limit().stroops())
            : before.holding(line.balance().stroops());
    put(new Key.Trust(holder, contracts.kale()), open);
  }

  private void put(Key key, Data data) {
    footprint.write(key);
    StoredEntry before = state.get(key);
    if (before != null) {
      state.put(key, before.with(data));
    } else {
      state.put(key, new StoredEntry(data, 0, key.temporary() ? newLiveUntil : 0, null));
    }
  }

  private void remove(Key key) {
    footprint.write(key);
    state.remove(key);
  }
}
