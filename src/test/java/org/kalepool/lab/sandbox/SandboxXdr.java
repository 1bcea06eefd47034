package org.kalepool.lab.sandbox;

import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;

/** The game's ledger entries as the sandbox writes them, for tests of other packages. */
public final class SandboxXdr {
  private SandboxXdr() {}

  /**
   * One entry in base64 XDR.
   *
   * @param key its LedgerKey
   * @param data its LedgerEntryData
   */
  public record Written(String key, String data) {}

  public static Written pail(Address contract, Address farmer, long index, Pail pail) {
    return written(new Key.PailOf(contract, farmer, index), new Data.PailData(pail));
  }

  public static Written block(Address contract, long index, Block block) {
    return written(new Key.BlockAt(contract, index), new Data.BlockData(block));
  }

  /**
   * @param code hash of the contract's code
   */
  public static Written instance(Address contract, Farm farm, Hash code) {
    return written(new Key.Instance(contract), new Data.FarmInstance(farm, code));
  }

  private static Written written(Key key, Data data) {
    return new Written(key.base64(), EntryXdr.dataBase64(key, data));
  }
}
