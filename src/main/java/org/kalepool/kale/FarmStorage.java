package org.kalepool.kale;

import org.jspecify.annotations.Nullable;

/**
 * The ledger entries the KALE contract keeps: its instance and, in temporary storage, blocks and
 * pails. An expired entry is absent. An entry gets its life when it is put where there is none
 * (ledger + minTempTtl − 1, that ledger included); neither reading nor putting it again extends it.
 */
public interface FarmStorage {
  Farm farm();

  void putFarm(Farm farm);

  /**
   * The block with this index, null if there is none.
   *
   * @param index unsigned 32-bit
   */
  @Nullable Block block(long index);

  void putBlock(long index, Block block);

  void removeBlock(long index);

  @Nullable Pail pail(Address farmer, long index);

  void putPail(Address farmer, long index, Pail pail);

  void removePail(Address farmer, long index);
}
