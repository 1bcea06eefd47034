package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.AssetLedger;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.FarmStorage;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.HostFault;
import org.kalepool.lab.sandbox.host.NativeFrame;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryIn;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.Val;

/** KALE's storage and its asset for a call that the host runs. */
final class FarmEntries implements FarmStorage, AssetLedger {
  /** Instructions that the contract's own code takes around each of them, as measured. */
  private static final long READING = 20_000;

  private static final long WRITING = 15_000;
  private static final long CALLING = 90_000;

  private final NativeFrame frame;
  private final Hash code;
  private final Escalations escalations;

  FarmEntries(NativeFrame frame, Hash code, Escalations escalations) {
    this.escalations = escalations;
    this.frame = frame;
    this.code = code;
  }

  @Override
  public Farm farm() {
    Key key = new Key.Instance(frame.contract());
    frame.charge(READING, 0);
    EntryState state = frame.get(EntryKey.of(key.bytes()));
    if (state == null) {
      throw new IllegalStateException("a contract that is called has an instance");
    }
    return EntryIn.farm(key, EntryIn.data(key, state.data()))
        .map(Data.FarmInstance::farm)
        .orElseThrow(() -> new IllegalStateException("not an instance of KALE's contract"));
  }

  @Override
  public void putFarm(Farm farm) {
    put(new Key.Instance(frame.contract()), new Data.FarmInstance(farm, code));
  }

  @Override
  public @Nullable Block block(long index) {
    return read(new Key.BlockAt(frame.contract(), index)) instanceof Data.BlockData(Block block)
        ? block
        : null;
  }

  @Override
  public void putBlock(long index, Block block) {
    put(new Key.BlockAt(frame.contract(), index), new Data.BlockData(block));
  }

  @Override
  public void removeBlock(long index) {
    frame.delete(EntryKey.of(new Key.BlockAt(frame.contract(), index).bytes()));
  }

  @Override
  public @Nullable Pail pail(Address farmer, long index) {
    return read(new Key.PailOf(frame.contract(), farmer, index)) instanceof Data.PailData(Pail pail)
        ? pail
        : null;
  }

  @Override
  public void putPail(Address farmer, long index, Pail pail) {
    put(new Key.PailOf(frame.contract(), farmer, index), new Data.PailData(pail));
  }

  @Override
  public void removePail(Address farmer, long index) {
    frame.delete(EntryKey.of(new Key.PailOf(frame.contract(), farmer, index).bytes()));
  }

  @Override
  public void burn(Address farmer, BigInteger amount) {
    move("burn", farmer, amount);
  }

  @Override
  public void mint(Address farmer, BigInteger amount) {
    move("mint", farmer, amount);
  }

  private void move(String function, Address farmer, BigInteger amount) {
    frame.charge(CALLING, 0);
    try {
      frame.call(farm().asset(), function, List.of(new Val.Addr(farmer), new Val.I128(amount)));
    } catch (HostFault e) {
      throw escalations.of(e, "call");
    }
  }

  private @Nullable Data read(Key key) {
    frame.charge(READING, 0);
    EntryState state;
    try {
      state = frame.get(EntryKey.of(key.bytes()));
    } catch (HostFault e) {
      throw escalations.of(e, "has_contract_data");
    }
    return state == null ? null : EntryIn.data(key, state.data());
  }

  private void put(Key key, Data data) {
    frame.charge(WRITING, 0);
    try {
      frame.put(
          EntryKey.of(key.bytes()),
          EntryXdr.dataBytes(key, data),
          AssetFrame.life(frame.ledger(), key));
    } catch (HostFault e) {
      throw escalations.of(e, "put_contract_data");
    }
  }
}
